import { quoteLiteral } from '../../quote.ts';
import { scratch, type TextKind } from '../text-kind.ts';

const name = `${scratch}."collation"`;

/** Stands where the locale would end its own quotes. */
const quote = '$driftline_locale$';

/** The locale of a collation that ICU provides: `de_DE` up to 15, which later servers write `de-DE`. */
export const collationLocale: TextKind = {
  kind: 'collation',
  attribute: 'locale',
  replay: ({ attributes }) => {
    const { provider, locale } = attributes;
    if (provider !== 'icu' || typeof locale !== 'string' || locale.includes(quote)) return undefined;
    return {
      needs: [],
      frame: [`create collation ${name} (provider = icu, locale = ${quote}`, `${quote})`],
      readBack: `
        select colllocale
        from pg_collation
        where collnamespace = ${quoteLiteral(scratch)}::regnamespace and collname = 'collation'`,
    };
  },
};
