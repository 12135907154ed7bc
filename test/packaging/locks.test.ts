import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { completeLock, findGaps, type Lock } from '../../build/complete-lock.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readLock = (folder: string): Lock => JSON.parse(readFileSync(`${root}${folder}package-lock.json`, 'utf8'));

describe.for([
  '',
  'test/majors/',
  'test/lambda-runtime/',
  'test/tools/',
  'test/browser/',
  'bench/',
])('%spackage-lock.json', (folder) => {
  const lock = readLock(folder);

  test('holds every optional dependency, so that `npm ci` accepts it (else: node build/complete-lock.ts)', () => {
    expect(findGaps(lock)).toEqual([]);
  });

  test('names no registry, so that everybody installs from their own', () => {
    const resolved = Object.entries(lock.packages).filter(([, locked]) => locked.resolved !== undefined);
    expect(resolved.map(([path]) => path)).toEqual([]);
  });
});

test('a gap is filled with the lowest version, for the platform that the name tells, where Node.js would find it', () => {
  const lock: Lock = {
    packages: {
      '': {},
      'node_modules/@db/linux-x64': { version: '18.4.0' },
      'node_modules/pg13': { version: '13.2.0', dev: true, optionalDependencies: { '@db/linux-x64': '^13.2.0' } },
      'node_modules/pg18': { version: '18.4.0', dev: true, optionalDependencies: { '@db/linux-x64': '^18.4.0' } },
      'node_modules/tool': { version: '1.0.0', optionalDependencies: { '@tool/binding-linux-arm64-musl': '1.0.0' } },
    },
  };
  const complete = completeLock(lock);
  expect(findGaps(lock).map(({ wantedBy }) => wantedBy)).toEqual(['node_modules/pg13', 'node_modules/tool']);
  expect(findGaps(complete)).toEqual([]);
  expect(complete.packages).toMatchObject({
    'node_modules/@db/linux-x64': { version: '18.4.0' },
    'node_modules/pg13/node_modules/@db/linux-x64': { version: '13.2.0', cpu: ['x64'], dev: true, os: ['linux'] },
    'node_modules/@tool/binding-linux-arm64-musl': { version: '1.0.0', cpu: ['arm64'], libc: ['musl'], os: ['linux'] },
  });
});
