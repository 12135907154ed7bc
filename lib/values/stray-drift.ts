import type { Json } from '../catalog/snapshot.ts';
import { type Drift, fingerprintDrift } from '../diff/drift.ts';
import type { RecognisedStray } from './nearest-value.ts';
import { writeText } from './sql-text.ts';
import type { ValueCheck } from './value-check.ts';

/** How many stray values and rows there are in all. */
export interface StrayTotals {
  readonly straysAreAtLeast: boolean;
  readonly strayRows: number;
  readonly strayRowsAreAtLeast: boolean;
}

/** The drift of a column that holds stray values; with counts alone when the check redacts. */
export function strayDrift(check: ValueCheck, strays: readonly RecognisedStray[], totals: StrayTotals): Drift {
  const { strayRows: rows, strayRowsAreAtLeast: rowsAreAtLeast } = totals;
  const actual: Json = check.redact
    ? { values: strays.length, valuesAreAtLeast: totals.straysAreAtLeast, rows, rowsAreAtLeast }
    : strays.map(({ value, rows, rowsAreAtLeast, nearest }) => ({
        value,
        rows,
        rowsAreAtLeast,
        ...(nearest === undefined ? {} : { nearest }),
      }));
  return {
    kind: 'modified',
    id: check.column,
    attribute: 'values',
    expected: check.accept,
    actual,
    severity: check.severity,
    hint: hintOf(check, strays),
    fingerprint: fingerprintDrift('modified', check.column, 'values'),
  };
}

function hintOf(check: ValueCheck, strays: readonly RecognisedStray[]): string {
  const decide = 'Correct the rows by hand, or accept the value if the code knows it.';
  if (check.redact) return decide;
  const recognised = strays.find((stray) => stray.nearest !== undefined);
  if (recognised?.nearest !== undefined && recognised.value !== null) {
    return `${writeText(recognised.value)} was probably meant as ${writeText(recognised.nearest)}. ${decide}`;
  }
  return strays.every((stray) => stray.value === null) ? 'The column holds NULL, which is not accepted.' : decide;
}
