import type { Extra } from '../../lib/catalog/extras.ts';
import { extras } from '../../lib/catalog/extras.ts';
import { type CorpusCase, listCases } from './corpus.ts';

/** A case of `test/corpus/postgres` with what the comments on its first lines say. */
export interface PostgresCase extends CorpusCase {
  /** The first major that understands its SQL: `-- from 15`. */
  readonly from: number;
  /** What is compared only because somebody asks: `-- compare grants owners`. */
  readonly compare: readonly Extra[];
}

/** Lists the cases in the order of their names. */
export function listPostgresCases(): readonly PostgresCase[] {
  return listCases('postgres').map((each) => ({
    ...each,
    from: Number(/^-- from (\d+)$/m.exec(each.expected)?.[1] ?? 13),
    compare: comparedIn(each),
  }));
}

function comparedIn({ name, expected }: CorpusCase): readonly Extra[] {
  const words = /^-- compare (.+)$/m.exec(expected)?.[1]?.split(' ') ?? [];
  return words.map((word) => {
    const extra = extras.find((known) => known === word);
    if (extra === undefined) throw new RangeError(`${name} compares ${word}, which is none of ${extras.join(', ')}`);
    return extra;
  });
}
