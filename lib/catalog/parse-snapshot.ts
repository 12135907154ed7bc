import { z } from 'zod';
import { DriftlineError } from '../errors.ts';
import { makeSnapshot } from './normalize.ts';
import { type Attributes, type CatalogSnapshot, snapshotFormatVersion } from './snapshot.ts';

// Whatever JSON.parse made is JSON, and a big catalog has hundreds of thousands of values: only the two levels that
// hold them are looked at.
const objects = z.custom<{ readonly [id: string]: Attributes }>(
  (value) => isRecord(value) && Object.values(value).every(isRecord),
  'is not an object of objects',
);
const shape = z.object({
  formatVersion: z.number(),
  engine: z.string(),
  serverVersion: z.string(),
  objects,
  dependencies: z.record(z.string(), z.array(z.string())).default({}),
  notes: objects.default({}),
});

/**
 * Reads a snapshot from JSON text.
 *
 * @param path named in the error
 * @throws DriftlineError `invalid-snapshot`
 */
export function parseSnapshot(text: string, path: string): CatalogSnapshot {
  const read = shape.safeParse(parseJson(text, path));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new DriftlineError(
      'invalid-snapshot',
      `${path} is no catalog snapshot: ${issue?.path.join('.') || 'the document'}: ${issue?.message}`,
      { remedy: 'Make one with `driftline snapshot URL -o FILE`.' },
    );
  }
  if (read.data.formatVersion !== snapshotFormatVersion) {
    throw new DriftlineError(
      'invalid-snapshot',
      `${path} has snapshot format ${read.data.formatVersion}; this version of Driftline reads format ${snapshotFormatVersion}`,
      { remedy: 'Make it again with `driftline snapshot`.' },
    );
  }
  return makeSnapshot({
    ...read.data,
    objects: Object.entries(read.data.objects),
    dependencies: Object.entries(read.data.dependencies),
  });
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DriftlineError('invalid-snapshot', `${path} is not JSON`, {
      remedy: 'Make a snapshot with `driftline snapshot URL -o FILE`.',
      cause,
    });
  }
}
