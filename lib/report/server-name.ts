import type { RunReport } from './run-report.ts';

const titles: { readonly [engine: string]: string } = { postgresql: 'PostgreSQL', sqlite: 'SQLite' };

/** `PostgreSQL 17.4`. Reports of old did not say their engine: there was but one. */
export function serverName({ engine = 'postgresql', version }: NonNullable<RunReport['server']>): string {
  return `${titles[engine] ?? engine} ${version}`;
}
