import { sqlStateOf } from '../sqlstate.ts';

/** What a server says of a statement that failed, under the names of the protocol's fields. */
export interface ServerError {
  readonly message: string;
  /** SQLSTATE. */
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly where: string | undefined;
  /** From 1, in whole characters of the statement. */
  readonly position: number | undefined;
}

/** Reads an error that PGlite threw; anything else, such as a crash of the WebAssembly module, has no SQLSTATE. */
export function readServerError(error: unknown): ServerError {
  const fields: Record<string, unknown> = error instanceof Error ? { ...error } : {};
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined);
  const position = Number(text('position'));
  return {
    message: error instanceof Error ? error.message : String(error),
    code: sqlStateOf(error),
    detail: text('detail'),
    hint: text('hint'),
    where: text('where'),
    position: position > 0 ? position : undefined,
  };
}
