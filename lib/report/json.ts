import type { CheckReport } from './run-report.ts';

/** What JSON allows as it is although a terminal obeys or hides it. */
const unshowable = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * Writes a check as one JSON document with a closing line break. Control and invisible characters are written as
 * `\uXXXX`, which means the same to every reader and nothing to a terminal.
 *
 * Described by `schema/report.schema.json`.
 */
export function renderJson(report: CheckReport): string {
  const text = JSON.stringify(report, null, 2).replace(
    unshowable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${text}\n`;
}
