import type { ObjectId } from '../catalog/object-id.ts';

/**
 * Reads a pattern of object ids: `kind:name`, where `*` stands for any run of characters in either part and all else is
 * the id to the letter: `table:public.tmp_*`, `*:audit.*`.
 *
 * @returns whether an id matches; nothing matches a text without a colon
 */
export function matcherOf(pattern: string): (id: ObjectId) => boolean {
  const [kind, name] = cut(pattern);
  const matchesKind = matcherOfText(kind);
  const matchesName = matcherOfText(name);
  return (id) => {
    const [idKind, idName] = cut(id);
    return matchesKind(idKind) && matchesName(idName);
  };
}

/** Names may hold colons, kinds never do. */
function cut(text: string): readonly [kind: string, name: string] {
  const colon = text.indexOf(':');
  return [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
}

function matcherOfText(pattern: string): (text: string) => boolean {
  const literal = pattern.split('*').map((run) => run.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  // Runs of stars are one star, so that no pattern can make the search for a match long.
  const expression = new RegExp(
    `^${literal.filter((run, i) => run !== '' || i === 0 || i === literal.length - 1).join('.*')}$`,
    'su',
  );
  return (text) => expression.test(text);
}
