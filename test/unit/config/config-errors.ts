import { expect } from 'vitest';
import { readConfig } from '../../../lib/config/read-config.ts';
import type { DriftlineError } from '../../../lib/errors.ts';

/** What reading a configuration says of it; fails for one that is sound. */
export function errorsOf(text: string): string {
  try {
    readConfig(text, 'driftline.yaml');
  } catch (error) {
    expect(error).toMatchObject({ name: 'DriftlineError', code: 'invalid-config' });
    return (error as DriftlineError).message;
  }
  throw new Error('the configuration was found sound');
}

/** A sound file in which one line is replaced or added to. */
export function fileWith({ expectation = '', environment = '', top = '' }): string {
  return `expectations:
  content:
    migrations: migrations/content
${expectation}
environments:
  prod:
    expectation: content
    url: "\${PROD_URL}"
${environment}
${top}`;
}
