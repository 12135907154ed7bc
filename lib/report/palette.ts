/**
 * What a piece of text is, for whoever paints it. Colour only repeats what marks and words already say.
 */
export type Style = 'added' | 'removed' | 'changed' | 'good' | 'bad' | 'doubt' | 'strong' | 'quiet' | 'hint';

/** Paints text; the text never holds a line break. */
export type Palette = { readonly [style in Style]: (text: string) => string };

function sgr(open: number, close: number): (text: string) => string {
  return (text) => `\u001b[${open}m${text}\u001b[${close}m`;
}

const red = sgr(31, 39);
const green = sgr(32, 39);
const yellow = sgr(33, 39);

/** The terminal's own sixteen colours, so that a person's theme decides how they look. */
export const colored: Palette = {
  added: green,
  removed: red,
  changed: yellow,
  good: green,
  bad: red,
  doubt: yellow,
  strong: sgr(1, 22),
  quiet: sgr(2, 22),
  hint: sgr(36, 39),
};

const plainly = (text: string): string => text;

/** No colour at all: for files, pipes and `NO_COLOR`. */
export const uncolored: Palette = {
  added: plainly,
  removed: plainly,
  changed: plainly,
  good: plainly,
  bad: plainly,
  doubt: plainly,
  strong: plainly,
  quiet: plainly,
  hint: plainly,
};
