import { crc32 } from 'node:zlib';
import { lastOf, refuseTwins, sqlFiles } from '../file-names.ts';
import { invalidMigration, refusePlaceholders } from '../invalid-migration.ts';
import type { FolderFile, Migration, MigrationFolder, MigrationReader } from '../migration.ts';

/** `V1.2__add_users.sql`, `R__views.sql`, `U1.2__undo.sql`, `B5__baseline.sql` */
const named = /^([VURB])([\d._]*)__(.+)\.sql$/;

/**
 * Flyway: versioned migrations in the order of their versions, then repeatable ones in that of their descriptions. Undo
 * migrations and callbacks are left out; of baseline migrations the newest stands for everything up to its version.
 * Source: https://documentation.red-gate.com/fd/migrations-184127470.html
 */
export const flyway: MigrationReader = {
  name: 'flyway',
  title: 'Flyway',
  recognises: (folder) => {
    const names = sqlFiles(folder).map(({ name }) => lastOf(name));
    return names.some((name) => /^([VB][\d._]+|R)__.+\.sql$/.test(name)) && !names.some((name) => /^\d/.test(name));
  },
  read: (folder) => {
    const files = readNames(folder);
    const ofKind = (kind: string) => files.filter((file) => file.kind === kind);
    const versioned = ofKind('V').sort(byVersion);
    const baseline = ofKind('B').sort(byVersion).at(-1);
    refuseTwins(
      versioned.map(({ file, version }) => ({ path: file.path, id: version })),
      'Flyway',
    );
    const repeatable = ofKind('R').sort((a, b) => (a.description < b.description ? -1 : 1));
    return [
      ...(baseline === undefined ? [] : [{ file: sqlOf(baseline.file) }]),
      ...versioned.map((found) => versionedMigration(found, baseline)),
      ...repeatable.map(({ file, description }) => ({
        file: sqlOf(file),
        revision: {
          id: `R__${description}`,
          name: `R__${description}`,
          checksums: [checksumOf(file)],
          isRepeatable: true as const,
        },
      })),
    ];
  },
};

interface Found {
  readonly file: FolderFile;
  readonly kind: string;
  readonly version: string;
  readonly description: string;
}

function readNames(folder: MigrationFolder): readonly Found[] {
  return sqlFiles(folder).flatMap((file) => {
    const name = lastOf(file.name);
    const match = named.exec(name);
    const [, kind = '', version = '', description = ''] = match ?? [];
    const isComplete = match !== null && (kind === 'R' ? version === '' : version !== '');
    if (isComplete) return [{ file, kind, version: flywayVersion(version), description: describe(description) }];
    if (!/^([VUB]\d|R_)/.test(name)) return [];
    throw invalidMigration(
      { path: file.path, line: 0 },
      'is not named as Flyway wants: a prefix, the version, two underscores and a description',
      'Rename it, such as V1.2__add_users.sql or R__views.sql.',
    );
  });
}

/** Underscores in a file's name are blanks in Flyway's table. */
function describe(text: string): string {
  return text.replaceAll('_', ' ');
}

/** The same version is written `1.2`, `1_2`, `01.2` and `1.2.0`. */
export function flywayVersion(text: string): string {
  const parts = text.split(/[._]/).map((part) => part.replace(/^0+(?=\d)/, ''));
  while (parts.length > 1 && parts.at(-1) === '0') parts.pop();
  return parts.join('.');
}

function byVersion(a: Pick<Found, 'version'>, b: Pick<Found, 'version'>): number {
  const [left, right] = [a, b].map(({ version }) => version.split('.').map(BigInt));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i += 1) {
    const [x = 0n, y = 0n] = [left?.[i], right?.[i]];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

function versionedMigration(found: Found, baseline: Found | undefined): Migration {
  const { file, version, description } = found;
  const revision = { id: version, name: `${version} ${description}`, checksums: [checksumOf(file)] };
  const isCovered = baseline !== undefined && byVersion(found, baseline) <= 0;
  return isCovered ? { revision } : { file: sqlOf(file), revision };
}

function sqlOf({ path, text }: FolderFile) {
  refusePlaceholders({ path, text }, 'Flyway');
  return { path, text };
}

/**
 * CRC-32 over the lines without their ends, as a signed number.
 * Source: https://github.com/flyway/flyway/blob/main/flyway-core/src/main/java/org/flywaydb/core/internal/resolver/ChecksumCalculator.java
 */
function checksumOf({ text }: FolderFile): string {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return String(lines.reduce((sum, line) => crc32(line, sum), 0) | 0);
}
