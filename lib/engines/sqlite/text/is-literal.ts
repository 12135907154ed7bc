import { readTokens } from './sql-tokens.ts';

/** Whether a text is one literal, with a sign at most: everything else SQLite computes for each row. */
export function isLiteral(text: string): boolean {
  const [first, second, ...more] = readTokens(text);
  if (more.length > 0 || first === undefined) return false;
  if (second !== undefined) return ['+', '-'].includes(first.text) && second.kind === 'number';
  return ['number', 'string', 'quoted'].includes(first.kind) || /^(?:true|false|null)$/iu.test(first.text);
}
