import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../lib/config/read-config.ts';
import { errorsOf, fileWith } from './config-errors.ts';

test('a file with many errors names them all, in order, each with its place, key and line', () => {
  const text = `expectations:
  content:
    migration: migrations/content
    values:
      content_plans.status: [draft, 1, archived]
      status: [a]
      a.b: { acept: [telegram], nulls: den }
    unexpected: repot
environments:
  staging: { expectation: contnt, url: "\${STAGING_URL}", repair: saef, colour: red }
  prod:
    expectation: content
    secret: prod/content-db
    connectTimeout: 10
    url: "\${PROD-URL}"
    port: "5432"
  staging: { expectation: content }
  empty:
  bad name: {}
`;
  expect(errorsOf(text)).toMatchInlineSnapshot(`
    "driftline.yaml has 16 errors

    driftline.yaml:3:5: expectations.content.migration is no key that Driftline knows; did you mean "migrations"?
      3 |     migration: migrations/content
        |     ^
    driftline.yaml:5:37: expectations.content.values["content_plans.status"][1] must be text, but is the number 1: write it in quotes, "1"
      5 |       content_plans.status: [draft, 1, archived]
        |                                     ^
    driftline.yaml:6:7: expectations.content.values.status names no column: write table.column or schema.table.column, "quoted" where a name holds dots or spaces
      6 |       status: [a]
        |       ^
    driftline.yaml:7:14: expectations.content.values["a.b"].acept is no key that Driftline knows; did you mean "accept"?
      7 |       a.b: { acept: [telegram], nulls: den }
        |              ^
    driftline.yaml:7:40: expectations.content.values["a.b"].nulls must be allow or deny; did you mean "deny"?
      7 |       a.b: { acept: [telegram], nulls: den }
        |                                        ^
    driftline.yaml:8:17: expectations.content.unexpected must be ignore or report, or a mapping from object kinds to these; did you mean "report"?
      8 |     unexpected: repot
        |                 ^
    driftline.yaml:13:5: environments.prod.secret stands beside \`url\`: keep one of them
      13 |     secret: prod/content-db
         |     ^
    driftline.yaml:14:21: environments.prod.connectTimeout must be a whole number with its unit: 500ms, 10s, 2m or 1h
      14 |     connectTimeout: 10
         |                     ^
    driftline.yaml:15:10: environments.prod.url holds a "\${" that is no variable: write \${NAME}
      15 |     url: "\${PROD-URL}"
         |          ^
    driftline.yaml:16:5: environments.prod.port completes a \`secret\`; with \`url\`, write it into the URL
      16 |     port: "5432"
         |     ^
    driftline.yaml:16:11: environments.prod.port must be a number, but is text: take the quotes away
      16 |     port: "5432"
         |           ^
    driftline.yaml:17:3: environments.staging is there twice, first on line 10
      17 |   staging: { expectation: content }
         |   ^
    driftline.yaml:17:3: environments.staging needs \`url\`, \`secret\` or \`iam\`
      17 |   staging: { expectation: content }
         |   ^
    driftline.yaml:18:3: environments.empty must be a mapping, but is empty
      18 |   empty:
         |   ^
    driftline.yaml:19:3: environments["bad name"] is no name: letters, digits, ".", "_" and "-", at most 64, beginning with a letter or digit
      19 |   bad name: {}
         |   ^
    driftline.yaml:19:3: environments["bad name"] needs \`url\`, \`secret\` or \`iam\`
      19 |   bad name: {}
         |   ^"
  `);
});

describe('each kind of error', () => {
  test.for([
    ['an unknown key at the top', { top: 'environment: {}' }],
    ['an unknown key that resembles none', { expectation: '    colour: red' }],
    ['a text where a list is due', { expectation: '    schemas: public' }],
    ['a list where a word is due', { expectation: '    unexpected: [report]' }],
    ['a list of lists', { expectation: '    ignore: [[a]]' }],
    ['an empty list of accepted values', { expectation: '    values: { t.c: [] }' }],
    ['accepted values without accept', { expectation: '    values: { t.c: { nulls: deny } }' }],
    ['NULL among the accepted values', { expectation: '    values: { t.c: [a, null] }' }],
    ['a truth value where a text is due', { expectation: '    values: { t.c: [true] }' }],
    ['a number that YAML reads in its own way', { expectation: '    head: { tool: alembic, head: 004 }' }],
    ['an unknown migration tool', { expectation: '    head: { tool: drizle, head: x }' }],
    ['an ignore pattern without a kind', { expectation: '    ignore: [public.tmp_*]' }],
    ['an ignore rule without a reason', { expectation: '    ignore: [{ match: "table:public.t" }]' }],
    ['an ignore rule with an empty reason', { expectation: '    ignore: [{ match: "table:a.t", reason: " " }]' }],
    [
      'an ignore rule that ends on no day',
      { expectation: '    ignore: [{ match: "table:a.t", reason: r, until: 2027-02-30 }]' },
    ],
    ['a mistyped key of an ignore rule', { expectation: '    ignore: [{ match: "table:a.t", raeson: r }]' }],
    ['a severity rule without a severity', { expectation: '    severity: [{ match: "index:*" }]' }],
    ['an unknown severity', { expectation: '    severity: [{ match: "index:*", severity: hihg }]' }],
    ['an unknown kind of drift', { expectation: '    severity: [{ match: "index:*", kind: mising, severity: low }]' }],
    ['a severity pattern without a kind', { expectation: '    severity: [{ match: ix, severity: low }]' }],
    ['an unknown word for unexpected tables', { expectation: '    unexpected: { table: repot }' }],
    ['something that is no object kind', { expectation: '    unexpected: { "table:public": report }' }],
    ['an ignored kind that is mistyped', { expectation: '    ignore: ["table:a.t", "tables:public.tmp_*"]' }],
    ['an ignored kind that its engine does not have', { expectation: '    engine: sqlite\n    ignore: ["enum:*"]' }],
    ['an ignored kind as texts spell it', { expectation: '    ignore: [{ match: "materialized view:*", reason: r }]' }],
    ['an ignored table without a schema', { expectation: '    ignore: ["*:tmp", "table:*_tmp", "table:tmp_*"]' }],
    ['a migration head that is ignored', { expectation: '    ignore: ["migration-head:alembic"]' }],
    ['a kind that is no object in severities', { expectation: '    severity: [{ match: "indx:*", severity: low }]' }],
    ['an unexpected kind that is mistyped', { expectation: '    unexpected: { tabel: report, "*": ignore }' }],
    [
      'a kind that no alert is about',
      { top: 'alerts: { channels: {}, mutes: [{ match: "tabel:*", reason: r, until: 2027-01-31 }] }' },
    ],
    ['a settle time without a unit', { environment: '    settle: 20' }],
    ['a settle time below zero', { environment: '    settle: -1s' }],
    ['an empty baseline', { environment: '    baseline: ""' }],
    ['a column with too many parts', { expectation: '    values: { a.b.c.d: [x] }' }],
    ['a duration without a unit', { environment: '    lockTimeout: "5"' }],
    ['a duration of nothing', { environment: '    lockTimeout: 0s' }],
    ['an unknown repair policy', { environment: '    repair: auto' }],
    ['an unknown TLS mode', { environment: '    tls: verify-full' }],
    ['an unknown key of tls', { environment: '    tls: { mode: verify, cafile: x.pem }' }],
    ['a port beside a url', { environment: '    port: 5432' }],
  ] as const)('%s', ([, added]) => {
    expect(errorsOf(fileWith(added))).toMatchSnapshot();
  });

  test.for([
    ['an empty file', ''],
    ['a file of comments', '# nothing yet\n'],
    ['a text', 'hello'],
    ['a list', '- a\n- b'],
    ['no environments', 'expectations: { a: { base: x.json } }\nenvironments: {}'],
    ['neither migrations nor base', 'expectations: { a: {} }\nenvironments: { e: { expectation: a, url: x } }'],
    [
      'a name that is no name',
      'expectations: { "a b": { base: x } }\nenvironments: { e: { expectation: "a b", url: x } }',
    ],
    [
      'a port out of range',
      'expectations: { a: { base: x } }\nenvironments: { e: { expectation: a, secret: s, port: 70000 } }',
    ],
    [
      'a variable in a secret',
      `expectations: { a: { base: x } }\nenvironments: { e: { expectation: a, secret: "\${S}" } }`,
    ],
  ] as const)('%s', ([, text]) => {
    expect(errorsOf(text)).toMatchSnapshot();
  });
});

describe('what is wrong as YAML', () => {
  test.for([
    ['a tab', 'expectations:\n\tcontent: {}'],
    ['an open quote', 'expectations:\n  content: { migrations: "a }\n'],
    ['an unknown alias', 'expectations: *nothing'],
    ['a tag', 'expectations: !vault secret'],
    ['two documents', 'expectations: {}\n---\nenvironments: {}'],
    ['a duplicate environment', fileWith({ environment: '  prod: { expectation: content, url: x }' })],
    ['a duplicate key', fileWith({ expectation: '    migrations: other' })],
    ['aliases that multiply', billionLaughs()],
  ] as const)('%s', ([, text]) => {
    expect(errorsOf(text)).toMatchSnapshot();
  });

  function billionLaughs(): string {
    const levels = 'abcdefgh'.split('');
    const lines = levels.map((name, i) => {
      const before = levels[i - 1];
      return `${name}: &${name} [${Array(9)
        .fill(before ? `*${before}` : 'lol')
        .join(', ')}]`;
    });
    return lines.join('\n');
  }
});

describe('what is sound', () => {
  test('merge keys and anchors', () => {
    const text = `expectations: { content: { migrations: m } }
environments:
  staging: &base { expectation: content, url: "\${STAGING_URL}" }
  prod: { <<: *base, repair: safe }
`;
    expect(readConfig(text, 'driftline.yaml').file.environments.prod).toMatchObject({
      repair: 'safe',
      expectation: 'content',
    });
  });

  test('an error in merged keys is shown where it is written', () => {
    const text = `expectations: { content: { migrations: m } }
environments:
  staging: &base { expectation: content, url: x, repair: saef }
  prod: { <<: *base }
`;
    expect(errorsOf(text)).toMatch(/^driftline\.yaml:3:58: environments\.prod\.repair/m);
  });

  test('JSON, a byte order mark and Windows line ends', () => {
    const text =
      '\ufeff{ "expectations": { "a": { "base": "x" } },\r\n "environments": { "e": { "expectation": "a", "url": "x" } } }';
    expect(readConfig(text, 'driftline.json').file.environments.e).toEqual({ expectation: 'a', url: 'x' });
  });

  test('words that YAML 1.1 took for truth values', () => {
    const { file } = readConfig(fileWith({ expectation: '    values: { t.c: [on, off, yes, no] }' }), 'driftline.yaml');
    expect(file.expectations.content?.values).toEqual({ 't.c': ['on', 'off', 'yes', 'no'] });
  });
});
