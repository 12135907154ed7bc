/** A file that cannot be split into statements. */
export class UnreadableSql extends Error {
  /** Where, as an index into the file's text. */
  readonly at: number;
  readonly remedy: string | undefined;

  constructor(at: number, message: string, remedy?: string) {
    super(message);
    this.name = 'UnreadableSql';
    this.at = at;
    this.remedy = remedy;
  }
}
