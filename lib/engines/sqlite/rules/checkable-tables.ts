import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { type Attributes, belongsTo } from '../../../catalog/snapshot.ts';
import type { RuleContext } from '../../../plan/rule.ts';
import { foldName, ownNameOf } from '../quote.ts';
import { closingOf, isToken, nameOfToken, readTokens, splitAtCommas, type Token } from '../text/sql-tokens.ts';

type Objects = { readonly [id: ObjectId]: Attributes };

/**
 * The tables whose references SQLite can check, before a table is rebuilt and after it: it gives up on a reference to what is
 * no key, which may be just what the rebuild mends.
 *
 * @see https://www.sqlite.org/foreignkeys.html#fk_indexes
 */
export function checkableTables(table: ObjectId, { expected, actual }: RuleContext): readonly string[] {
  const isPart = (id: ObjectId, objects: Objects) => id === table || belongsTo(objects[id]).includes(table);
  const kept = Object.entries(actual.objects).filter(([id]) => !isPart(id, actual.objects));
  const made = Object.entries(expected.objects).filter(([id]) => isPart(id, expected.objects));
  const after = Object.fromEntries([...kept, ...made]);
  const [before, then] = [referencesIn(actual.objects), referencesIn(after)];
  return [...new Set([...before.keys(), ...then.keys()])]
    .filter((id) => before.get(id) !== false && then.get(id) !== false)
    .map(ownNameOf)
    .sort();
}

/** The tables that reference others, and whether each of them references keys alone. */
function referencesIn(objects: Objects): ReadonlyMap<ObjectId, boolean> {
  const keys = new Set(Object.entries(objects).flatMap(([id, attributes]) => keyOf(id, attributes)));
  const found = new Map<ObjectId, boolean>();
  for (const attributes of Object.values(objects)) {
    if (attributes.type !== 'foreign key') continue;
    const holder = belongsTo(attributes).at(-1) ?? '';
    const parent = String(attributes.references);
    const tokens = readTokens(String(attributes.definition));
    const columns = listAfter(tokens.slice(tokens.findIndex((token) => isToken(token, 'REFERENCES'))));
    // Rows that reference a table that is not there are counted, and nothing is given up.
    const isSound = !(parent in objects) || keys.has(keyText(parent, columns));
    found.set(holder, isSound && found.get(holder) !== false);
  }
  return found;
}

/** What a reference to its table may name. */
function keyOf(id: ObjectId, attributes: Attributes): readonly string[] {
  const isKey =
    attributes.type === 'primary key' ||
    attributes.type === 'unique' ||
    (kindOf(id) === 'index' && attributes.isUnique === true && !/ WHERE /iu.test(String(attributes.definition)));
  return isKey
    ? [keyText(belongsTo(attributes).at(-1) ?? '', listAfter(readTokens(String(attributes.definition))))]
    : [];
}

function keyText(table: string, columns: readonly string[]): string {
  return JSON.stringify([foldName(table), ...[...columns].sort()]);
}

/** The columns of the first list in parentheses, as far as each is a name alone. */
function listAfter(tokens: readonly Token[]): readonly string[] {
  const open = tokens.findIndex(({ text }) => text === '(');
  const parts = splitAtCommas(tokens.slice(open + 1, closingOf(tokens, open)));
  return parts.map((part) => {
    const isName = part.length === 1 || (part.length === 2 && (isToken(part[1], 'DESC') || isToken(part[1], 'ASC')));
    return isName ? foldName(nameOfToken(part[0])) : '()';
  });
}
