import type { ObjectId } from './catalog/object-id.ts';

/**
 * Trouble with a run itself, as opposed to drift in what it looked at.
 *
 * - `info`: worth knowing, changes nothing.
 * - `warning`: the result stands but has a gap or needs attention.
 * - `error`: something that was to be checked could not be seen, so the environment cannot be called in sync.
 */
export interface Diagnostic {
  readonly level: 'info' | 'warning' | 'error';
  /** Stable kebab-case name; each has its section in `docs/runbook.md`. */
  readonly code: string;
  /** One sentence on what happened; on further lines the place of a text where it did. Never holds a secret. */
  readonly message: string;
  /** What a person can do about it. */
  readonly remedy?: string;
  /** The object it concerns, where it concerns one. */
  readonly id?: ObjectId;
}
