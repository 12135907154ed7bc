import { describe, expect, test } from 'vitest';
import type { Attributes } from '../../../lib/catalog/snapshot.ts';
import { compareCatalogs, presentDrifts } from '../../../lib/diff/find-drifts.ts';
import { catalog, index, table } from './catalogs.ts';

const rules = { ignore: [], unexpected: 'ignore' } as const;

test.for([
  [
    'a column under a similar name',
    table('conversations', 'id', 'platform'),
    table('conversations', 'id', 'platform_type'),
    'column:public.conversations.platform_type',
  ],
  [
    'a table in another letter case',
    table('user_project', 'id'),
    table('User_Project', 'id'),
    'table:public.User_Project',
  ],
  [
    'no column that the expectation itself has',
    table('conversations', 'platform', 'platform_type'),
    table('conversations', 'platform_type'),
    undefined,
  ],
  ['nothing of another name', table('plans', 'id', 'status'), table('plans', 'id', 'owner'), undefined],
] as const)('what is missing resembles %s', ([, expected, actual, resembles]) => {
  const [drift] = presentDrifts(compareCatalogs(catalog(expected), catalog(actual), rules), new Set(), rules);
  expect(drift?.kind).toBe('missing');
  expect(drift?.resembles).toBe(resembles);
});

type Objects = { readonly [id: string]: Attributes };

function hintsBetween(expected: Objects, actual: Objects) {
  const reported = { ignore: [], unexpected: 'report' } as const;
  const drifts = presentDrifts(compareCatalogs(catalog(expected), catalog(actual), reported), new Set(), reported);
  return Object.fromEntries(
    drifts.map(({ kind, id, attribute, hint }) => [
      `${kind} ${id}${attribute === undefined ? '' : ` ${attribute}`}`,
      hint,
    ]),
  );
}

const id = 'column:public.t.id';
const counter = (own: Attributes, hasSequence: boolean): Objects => ({
  'table:public.t': { persistence: 'permanent' },
  [id]: { belongsTo: ['table:public.t'], type: 'integer', isNullable: false, ...own },
  ...(hasSequence ? { 'sequence:public.t_id_seq': { belongsTo: [id], type: 'integer', options: {} } } : {}),
});
const partitioned = { 'table:public.p': { persistence: 'permanent', partitionKey: 'RANGE (at)' } };
const publishedIn = (publication: string) => ({ belongsTo: ['table:public.t', publication] });
const serial = counter({ default: "nextval('public.t_id_seq'::regclass)" }, true);
const identity = counter({ identity: 'always' }, false);

describe('a hint', () => {
  test('on serial where identity is expected says that inserts go on, and how to convert', () => {
    expect(hintsBetween(identity, serial)).toEqual({
      [`modified ${id} default`]: expect.stringContaining('the column is serial'),
      [`modified ${id} identity`]: expect.stringContaining('ADD GENERATED ALWAYS AS IDENTITY'),
      'unexpected sequence:public.t_id_seq': expect.stringContaining('the column is serial'),
    });
  });

  test('on identity where serial is expected says so on each of its signs', () => {
    expect(Object.values(hintsBetween(serial, identity))).toEqual(
      Array(3).fill(expect.stringContaining('the column is an identity column')),
    );
  });

  test('on identity where nothing counts is not given', () => {
    expect(hintsBetween(identity, counter({}, false))).toEqual({ [`modified ${id} identity`]: undefined });
  });

  test('on a missing index names the failed build that lies about', () => {
    const hints = hintsBetween(
      { ...table('t', 'a'), ...index('ix', 't', 'a') },
      { ...table('t', 'a'), ...index('ix_ccnew', 't', 'a', false) },
    );
    expect(hints['missing index:public.ix']).toContain('DROP INDEX CONCURRENTLY public.ix_ccnew');
  });

  test('on a missing index does not take a failed build of another for its own', () => {
    const hints = hintsBetween(
      { ...table('t', 'a', 'b'), ...index('ix', 't', 'a') },
      { ...table('t', 'a', 'b'), ...index('ix_ccnew', 't', 'b', false) },
    );
    expect(hints['missing index:public.ix']).toBeUndefined();
  });

  test('on a missing foreign key names the referenced table that is missing too', () => {
    const key: Objects = {
      'constraint:public.items.items_plan_fkey': {
        belongsTo: ['table:public.items'],
        type: 'foreign key',
        definition: 'FOREIGN KEY (plan) REFERENCES public.plans(id)',
        isValidated: true,
        references: 'table:public.plans',
      },
    };
    const hints = hintsBetween({ ...table('items', 'plan'), ...table('plans', 'id'), ...key }, table('items', 'plan'));
    expect(hints['missing constraint:public.items.items_plan_fkey']).toContain('public.plans, which it references');
  });

  test('on a missing column names its twin in another letter case', () => {
    const hints = hintsBetween(table('t', 'userid'), table('t', 'userId'));
    expect(hints['missing column:public.t.userid']).toContain('userId exists: the name differs only in letter case');
  });
});

describe('on what is kept beside the rows', () => {
  const published = {
    'publication:changes': { publishes: ['insert'] },
    'table:public.t': { persistence: 'permanent' },
  };
  const part = 'publication-table:public.t.changes';

  test.for<[string, Objects, Objects, string, string]>([
    [
      'a type in another schema is named',
      { 'composite-type:public.address': { attributes: ['street text'] } },
      { 'composite-type:app.address': { attributes: ['street text'] } },
      'missing composite-type:public.address',
      'app.address exists in another schema',
    ],
    [
      'a foreign table in the place of a table is told',
      { 'table:public.orders': { persistence: 'permanent' } },
      { 'foreign-table:public.orders': { persistence: 'permanent', server: 's' } },
      'missing table:public.orders',
      'public.orders is a foreign table here',
    ],
    [
      'a table that is published no more keeps subscribers waiting',
      { ...published, [part]: { belongsTo: ['table:public.t', 'publication:changes'] } },
      published,
      `missing ${part}`,
      'REFRESH PUBLICATION',
    ],
    [
      'rows that cannot be told apart cannot be changed where they are published',
      { 'table:public.t': { persistence: 'permanent', replicaIdentity: 'full' } },
      { 'table:public.t': { persistence: 'permanent' } },
      'modified table:public.t replicaIdentity',
      'every UPDATE and DELETE on it fails',
    ],
  ])('%s', ([, expected, actual, drift, hint]) => {
    expect(hintsBetween(expected, actual)[drift]).toContain(hint);
  });

  test('who lacks a privilege is named, and who has too much is not', () => {
    const rules = { ignore: [], unexpected: 'report', extras: ['grants', 'owners'] } as const;
    const [expected, actual] = [
      { owner: 'app', grants: { reader: ['SELECT', 'UPDATE with grant option'], public: ['SELECT'], ops: ['SELECT'] } },
      { owner: 'dba', grants: { reader: ['SELECT'], ops: ['ALL'] } },
    ];
    const comparison = compareCatalogs(
      catalog({ 'table:public.t': expected }),
      catalog({ 'table:public.t': actual }),
      rules,
    );
    expect(presentDrifts(comparison, new Set(), rules).map(({ hint }) => hint)).toEqual([
      'PUBLIC lacks SELECT; reader lacks UPDATE: what needs it fails with "permission denied"',
      'only its owner may alter it: the next migration that does so as app fails',
    ]);
  });

  test.for([
    [
      'a view in another schema',
      { 'view:app.v': { definition: ' SELECT 1' } },
      { 'view:public.v': { definition: ' SELECT 1' } },
      'missing view:app.v',
      'public.v exists in another schema',
    ],
    [
      'a table where a view was promised',
      { 'view:public.v': { definition: ' SELECT 1' } },
      { 'table:public.v': { persistence: 'permanent' } },
      'missing view:public.v',
      'public.v is a table here, where the migrations have a view',
    ],
    [
      'a domain where an enum was promised',
      { 'enum:public.mood': { labels: ['sad'] } },
      { 'domain:public.mood': { type: 'text' } },
      'missing enum:public.mood',
      'public.mood is a domain here, where the migrations have an enum',
    ],
    [
      'a routine of another kind',
      { 'procedure:public.finish(bigint)': {} },
      { 'function:public.finish(bigint)': {} },
      'missing procedure:public.finish(bigint)',
      'public.finish(bigint) is a function here, where the migrations have a procedure',
    ],
    [
      'a routine with other arguments',
      { 'function:public.greet(text,text)': {} },
      { 'function:public.greet(text)': {} },
      'missing function:public.greet(text,text)',
      'public.greet(text) exists: is it the same function with other arguments?',
    ],
    [
      'an index of a partitioned table, which no build mends',
      { ...partitioned, 'index:public.ix': { belongsTo: ['table:public.p'], isValid: true } },
      { ...partitioned, 'index:public.ix': { belongsTo: ['table:public.p'], isValid: false } },
      'invalid index:public.ix isValid',
      'ATTACH PARTITION',
    ],
    [
      'a table that is published with all others',
      { 'table:public.t': {}, 'publication:all': {}, 'publication-table:public.t.all': publishedIn('publication:all') },
      { 'table:public.t': {}, 'publication:all': { isForAllTables: true } },
      'missing publication-table:public.t.all',
      'receive its changes all the same',
    ],
    [
      'a table that is published with its schema',
      { 'table:public.t': {}, 'publication:all': {}, 'publication-table:public.t.all': publishedIn('publication:all') },
      { 'table:public.t': {}, 'publication:all': { schemas: ['public'] } },
      'missing publication-table:public.t.all',
      'receive its changes all the same',
    ],
  ] as const)('knows %s', ([, expected, actual, drift, hint]) => {
    expect(hintsBetween({ ...expected, 'table:app.other': {} }, { ...actual, 'table:app.other': {} })[drift]).toContain(
      hint,
    );
  });

  test('on default privileges says that they are of the future', () => {
    const rules = { ignore: [], unexpected: 'report', extras: ['grants'] } as const;
    const id = 'default-privilege:app.public.tables';
    const comparison = compareCatalogs(
      catalog({ [id]: { grants: { reader: ['SELECT'] } } }),
      catalog({ [id]: { grants: { reader: [] } } }),
      rules,
    );
    expect(presentDrifts(comparison, new Set(), rules)[0]?.hint).toBe(
      'reader lacks SELECT: what needs it on what is created from now on fails with "permission denied"',
    );
  });
});

test.for([
  ['what an upgrade kept of EXTRACT', 'EXTRACT(epoch FROM at)', "date_part('epoch'::text, at)", true],
  ['another field as well', 'EXTRACT(epoch FROM at)', "date_part('hour'::text, at) + 1", true],
  ['EXTRACT that somebody took out', 'EXTRACT(epoch FROM at)', 'at', false],
  ['date_part that was there before', "date_part('epoch'::text, at)", "date_part('hour'::text, at)", false],
  ['EXTRACT instead of date_part', "date_part('epoch'::text, at)", 'EXTRACT(epoch FROM at)', false],
] as const)('%s is told of as an upgrade or not', ([, promised, found, isUpgrade]) => {
  const view = (text: string) => ({ 'view:public.v': { definition: ` SELECT ${text}\n   FROM public.t` } });
  const hint = hintsBetween(view(promised), view(found))['modified view:public.v definition'] ?? '';
  expect(hint.startsWith('date_part is what EXTRACT was')).toBe(isUpgrade);
});
