import { expect, test } from 'vitest';
import { type DoctorReport, overallHealth, renderHealth } from '../../../lib/cli/doctor-report.ts';

const plain = (_style: unknown, text: string) => text;

const report: DoctorReport = {
  formatVersion: 1,
  environments: [
    {
      environment: 'staging',
      expectation: 'content',
      repair: 'safe',
      server: {
        engine: 'postgresql',
        version: '17.4',
        database: 'content',
        user: 'app',
        address: 'db.example.com:5432',
        encrypted: true,
        isReadOnly: false,
        rights: ['may create schemas', 'may read 12 of 14 tables, not public.secret'],
      },
      objects: 345,
      diagnostics: [{ level: 'info', code: 'not-modelled', message: '2 views are not compared' }],
    },
    {
      environment: 'replica',
      expectation: 'content',
      repair: 'off',
      server: {
        engine: 'postgresql',
        version: '13.23',
        database: 'con\u001b[31mtent',
        user: 'evil\u202erole',
        address: '[::1]:5432',
        encrypted: false,
        isReadOnly: true,
        rights: [],
      },
      diagnostics: [
        { level: 'error', code: 'catalog-locked', message: 'somebody holds\na lock', remedy: 'Try again later.' },
      ],
    },
    {
      environment: 'prod',
      expectation: 'content',
      repair: 'plan',
      diagnostics: [{ level: 'error', code: 'host-not-found', message: 'no host is called db.exmaple.com' }],
    },
  ],
};

test('a file has no role, and nothing on the way to it is encrypted', () => {
  const server = { engine: 'sqlite', version: '3.53.4', database: 'app.db', user: '', address: '/srv/app.db' };
  const health = { environment: 'local', expectation: 'app', repair: 'plan', objects: 3, diagnostics: [] } as const;
  const facts = { ...server, encrypted: false, isReadOnly: false, rights: [] };
  const text = renderHealth({ formatVersion: 1, environments: [{ ...health, server: facts }] }, plain);
  expect(text).toContain('server     SQLite 3.53.4\n  writable   yes');
});

test('each environment is told with what is known of it, and nothing reaches the terminal as it is', () => {
  expect(renderHealth(report, plain)).toMatchInlineSnapshot(`
    "✓ staging can be checked
      database   content at db.example.com:5432
      server     PostgreSQL 17.4
      role       app
      TLS        yes
      writable   yes
      rights     may create schemas
                 may read 12 of 14 tables, not public.secret
      sees       345 objects
      repair     safe (expectation content)
      note: 2 views are not compared

    ✗ replica can be checked only in part
      database   con\\u001b[31mtent at [::1]:5432
      server     PostgreSQL 13.23
      role       evil\\u202erole
      TLS        no
      writable   no: a standby, or read only
      repair     off (expectation content)
      error: somebody holds\\na lock
        Try again later.

    ✗ prod cannot be reached
      repair     plan (expectation content)
      error: no host is called db.exmaple.com
    "
  `);
});

test('all is well only when every environment can be checked in full', () => {
  const [sound] = report.environments;
  expect(overallHealth(report)).toBe(false);
  expect(overallHealth({ ...report, environments: sound ? [sound] : [] })).toBe(true);
});
