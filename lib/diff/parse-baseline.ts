import { z } from 'zod';
import { DriftlineError } from '../errors.ts';
import { type Baseline, baselineFormatVersion } from './baseline.ts';
import { driftKinds } from './drift.ts';

const entry = z.object({
  id: z.string(),
  kind: z.enum(driftKinds),
  attribute: z.string().exactOptional(),
  fingerprint: z.string(),
  state: z.string(),
  reason: z.string(),
  since: z.string(),
});

const shape = z.object({
  formatVersion: z.literal(baselineFormatVersion, {
    error: `is not ${baselineFormatVersion}, the format that this version of Driftline reads`,
  }),
  environments: z.record(z.string(), z.array(entry)),
});

/**
 * Reads a baseline from JSON text.
 *
 * @param path named in the error
 * @throws DriftlineError `invalid-baseline`
 */
export function parseBaseline(text: string, path: string): Baseline {
  const read = shape.safeParse(parseJson(text, path));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new DriftlineError(
    'invalid-baseline',
    `${path} is no baseline: ${issue?.path.join('.') || 'the document'}: ${issue?.message}`,
    { remedy },
  );
}

const remedy =
  'Undo the last edit of the file, or remove it and write a new one with `driftline baseline -o FILE`: reasons are then lost.';

/** What git writes around the two sides of a conflict. */
const conflictMark = /^(?:<{7}|>{7})(?: |$)/m;

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const mark = conflictMark.exec(text);
    if (mark !== null) {
      const line = text.slice(0, mark.index).split('\n').length;
      throw new DriftlineError('invalid-baseline', `${path}:${line} holds the marks of a merge that was not resolved`, {
        remedy:
          'Keep the entries of both sides, then write it again with `driftline baseline -o FILE`, which leaves out what is gone.',
        cause,
      });
    }
    throw new DriftlineError('invalid-baseline', `${path} is not JSON`, { remedy, cause });
  }
}
