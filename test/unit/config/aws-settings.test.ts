import { expect, test } from 'vitest';
import { readConfig } from '../../../lib/config/read-config.ts';
import { toConfig } from '../../../lib/config/to-config.ts';

const head = `expectations:
  content: { migrations: migrations }
`;

function load(text: string) {
  const { file, placeOf } = readConfig(head + text, 'driftline.yaml');
  return toConfig(file, { file: 'driftline.yaml', baseDir: '/project', placeOf });
}

function errorsOf(text: string): string {
  try {
    load(text);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}

test('AWS settings fill in what they leave out', () => {
  const { aws, environments } = load(`environments:
  prod: { expectation: content, secret: prod/db, network: main }
aws:
  timeZone: Europe/Berlin
  networks:
    main: { vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0], region: us-east-1 }
`);
  expect(environments.prod?.network).toBe('main');
  expect(aws).toEqual({
    schedule: 'rate(1 hour)',
    timeZone: 'Europe/Berlin',
    repair: 'plan',
    fanOut: false,
    networks: {
      main: {
        region: 'us-east-1',
        vpc: 'vpc-0123456789abcdef0',
        subnets: ['subnet-0123456789abcdef0'],
        securityGroups: [],
      },
    },
  });
});

test('a configuration without AWS settings has none', () => {
  expect(load('environments: { prod: { expectation: content, secret: a } }').aws).toBeUndefined();
});

test('RDS IAM authentication takes a user, a host, a database and no secret', () => {
  const { environments } = load(`environments:
  prod: { expectation: content, iam: driftline, host: db.example.com, database: content }
`);
  expect(environments.prod?.connection).toEqual({
    kind: 'iam',
    user: 'driftline',
    host: 'db.example.com',
    port: 5432,
    database: 'content',
    at: expect.stringMatching(/^driftline\.yaml:4:\d+$/),
  });
});

test.for([
  ['an unknown network', 'secret: a, network: mian', 'names no network of `aws.networks`; did you mean "main"?'],
  ['IAM without a host', 'iam: app, database: content', 'needs `host` beside it'],
  ['IAM beside a secret', 'iam: app, host: a, database: b, secret: c', 'stands beside `secret`: keep one of them'],
] as const)('%s is an error', ([, keys, message]) => {
  const networks = 'aws: { networks: { main: { vpc: vpc-01234567, subnets: [subnet-01234567] } } }';
  expect(errorsOf(`environments: { prod: { expectation: content, ${keys} } }\n${networks}\n`)).toContain(message);
});

test.for([
  ['schedule: hourly', 'must be rate(...) or cron(...)'],
  ['account: 123', 'aws.account'],
  ['networks: { main: { vpc: default, subnets: [subnet-01234567] } }', 'is no id of AWS: vpc-0123456789abcdef0'],
  ['alarmEmail: nobody', 'is no email address'],
] as const)('%s is an error of its own words', ([setting, message]) => {
  expect(errorsOf(`environments: { prod: { expectation: content, secret: a } }\naws: { ${setting} }\n`)).toContain(
    message,
  );
});
