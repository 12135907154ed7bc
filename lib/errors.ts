import type { Diagnostic } from './diagnostic.ts';

/**
 * Everything that Driftline throws on purpose. The message ends with what to do; `code` is stable and is also the
 * diagnostic's code when a run reports the error instead of dying of it.
 */
export class DriftlineError extends Error {
  readonly code: string;
  readonly remedy: string | undefined;

  constructor(code: string, message: string, options: { readonly remedy?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DriftlineError';
    this.code = code;
    this.remedy = options.remedy;
  }
}

/** Turns an error that stopped a check into the diagnostic that reports it. Unforeseen errors are passed on. */
export function diagnosticOf(error: unknown): Diagnostic {
  if (!(error instanceof DriftlineError)) throw error;
  return {
    level: 'error',
    code: error.code,
    message: error.message,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
  };
}
