import type { SourceFile } from '../engines/engine.ts';

/** A line of a file that means something to a migration tool. */
export interface Mark {
  /** From 1. */
  readonly line: number;
  /** What the pattern found in it. */
  readonly match: RegExpExecArray;
}

/** The lines of a text that a pattern matches, in order. */
export function marksIn(text: string, pattern: RegExp): readonly Mark[] {
  return text.split('\n').flatMap((content, i) => {
    const match = pattern.exec(content);
    return match === null ? [] : [{ line: i + 1, match }];
  });
}

/**
 * The part of a file between two lines, as a file of its own in which every line keeps its number, so that messages
 * point at the right place.
 *
 * @param from the first line of the part, from 1
 * @param until the line after its last; absent: to the end
 */
export function sectionOf({ path, text }: SourceFile, from: number, until?: number): SourceFile {
  const lines = text.split('\n').slice(from - 1, until === undefined ? undefined : until - 1);
  return { path, text: `${'\n'.repeat(from - 1)}${lines.join('\n')}` };
}
