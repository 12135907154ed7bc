import { kindOf, type ObjectId } from '../catalog/object-id.ts';

/** What to do about one object that the expectation does not know. */
export const unexpectedWords = ['ignore', 'report'] as const;

type UnexpectedWord = (typeof unexpectedWords)[number];

/** One word for all objects, or one for each kind: `*` speaks for the kinds that are not named, by default `ignore`. */
export type UnexpectedRule = UnexpectedWord | { readonly [kind: string]: UnexpectedWord };

/** Whether an object that the expectation does not know is drift. */
export function isReported(id: ObjectId, rule: UnexpectedRule): boolean {
  if (typeof rule === 'string') return rule === 'report';
  const word = Object.hasOwn(rule, kindOf(id)) ? rule[kindOf(id)] : rule['*'];
  return word === 'report';
}
