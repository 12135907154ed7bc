// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Puts a text that a database or a file had a say in on one line, without anything that a terminal would obey. */
export function makeHarmless(text: string): string {
  return text.replace(/\t|\r?\n/g, ' ').replace(controlCharacters, '\u{fffd}');
}
