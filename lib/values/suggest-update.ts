import type { RecognisedStray } from './nearest-value.ts';
import { commentOut, writeText } from './sql-text.ts';
import type { ValueCheck, ValueSpelling } from './value-check.ts';

/**
 * One UPDATE for each stray value, as SQL comments for a person to judge: only people know what a value meant. A
 * value that resembles no accepted one leaves a gap in its statement, which then fails if it is run as it is.
 */
export function suggestUpdate(
  check: ValueCheck,
  strays: readonly RecognisedStray[],
  spelling: ValueSpelling,
): string | undefined {
  if (strays.length === 0) return undefined;
  return [
    commentOut('Only people know what these values meant. Correct what is wrong here, then run it by hand:'),
    ...strays.map((stray) => commentOut(updateOf(stray, check, spelling))),
  ].join('\n');
}

function updateOf(stray: RecognisedStray, check: ValueCheck, { table, value, shape }: ValueSpelling): string {
  const rows = `${stray.rowsAreAtLeast ? 'at least ' : ''}${stray.rows} ${stray.rows === 1 ? 'row' : 'rows'}`;
  const condition = check.where === undefined ? '' : `\nand (${check.where})`;
  if (stray.length !== undefined) {
    return `${rows} hold a text of ${stray.length} characters that begins with ${writeText((stray.value ?? '').slice(0, 40))}`;
  }
  const meant = stray.nearest === undefined ? '<an accepted value>' : writeText(stray.nearest);
  const found = stray.value === null ? 'null' : writeText(stray.value);
  switch (shape) {
    case 'column': {
      const matches = stray.value === null ? `${value} is null` : `${value} = ${found}`;
      return `update ${table} set ${value} = ${meant} where ${matches}${condition}; -- ${rows}`;
    }
    case 'array': {
      const matches = stray.value === null ? `array_position(${value}, null) is not null` : `${found} = any (${value})`;
      return `update ${table} set ${value} = array_replace(${value}, ${found}, ${meant}) where ${matches}${condition}; -- ${rows}`;
    }
    case 'expression': {
      const matches = stray.value === null ? `${value} is null` : `${value} = ${found}`;
      return `select * from ${table} where ${matches}${condition}; -- ${rows}, meant as ${meant}`;
    }
  }
}
