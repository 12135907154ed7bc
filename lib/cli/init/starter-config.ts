import { defaults } from '../../config/defaults.ts';
import { formatDuration } from '../../config/duration.ts';
import { engineNames, engineSchemas } from '../../config/engine-names.ts';
import type { Project } from './find-project.ts';
import type { SeenDatabase } from './look.ts';
import { headLines, valueLines } from './seen-sections.ts';

/**
 * Writes the configuration that a project begins with: what was found, and each further key as a comment.
 *
 * @param seen what the first environment's database holds, where one was looked at
 * @param base a snapshot of it, written because no migrations were found
 */
export function renderStarterConfig(project: Project, seen?: SeenDatabase, base?: string): string {
  const migrations = project.migrations.length > 0 ? project.migrations : [{ name: 'main', path: 'migrations' }];
  const sections = [
    `# yaml-language-server: $schema=${project.schemaPath}`,
    '#',
    '# What Driftline expects of which database. Editors that know the schema explain every key.',
    '',
    'expectations:',
    ...migrations.map((found, i) => expectation(found, project, i === 0, seen, base)),
    `# A URL may be in the form that your service itself uses: postgresql+asyncpg://, sqlite+aiosqlite:///. \${NAME} stands`,
    '# for an environment variable; the file .env beside this one is read too, and variables that are set already win.',
    'environments:',
    ...migrations.map(({ name }, i) => environment(name, migrations.length, project.urlVariable, i === 0)),
    ...alerts,
  ];
  return sections.join('\n');
}

function exampleSchema(engine: string | undefined): string {
  return engineSchemas[engineNames.find((name) => name === engine) ?? defaults.engine];
}

function expectation(
  { name, path, drizzleJournal }: Project['migrations'][number],
  { alembicFolder, migrations, tools }: Project,
  isFirst: boolean,
  seen: SeenDatabase | undefined,
  base: string | undefined,
): string {
  const notFound = migrations.length > 0 ? [] : noMigrations(alembicFolder, base);
  const head = drizzleJournal === undefined ? [] : [`    head: { tool: drizzle, head: ${quoted(drizzleJournal)} }`];
  const proposed = isFirst ? valueLines(seen?.values ?? []) : [];
  const promised =
    base === undefined
      ? placeLine(path, tools[path], migrations.length === 0 ? alembicFolder : undefined)
      : `    base: ${quoted(base)}`;
  const engine = seen?.engine === undefined ? [] : [`    engine: ${seen.engine}`];
  const explained = [
    '    # The values that enum-like columns may hold, as table.column or schema.table.column:',
    '    # values:',
    '    #   orders.status: [pending, paid, cancelled]',
    '    #   messages.platform: { accept: [telegram, email], nulls: deny, redact: false }',
    '    # What is never drift, and whether what the migrations do not know is:',
    `    # ignore: ["table:${exampleSchema(seen?.engine)}.tmp_*", { match: "*:audit.*", reason: "not ours", until: 2027-01-31 }]`,
    `    # unexpected: ${defaults.unexpected}    # ignore | report`,
    ...(base === undefined
      ? [
          '    # A snapshot that is there before the first migration runs (`driftline snapshot URL -o FILE`):',
          '    # base: snapshots/prod.json',
        ]
      : []),
    ...(drizzleJournal === undefined ? headLines(tools[path], seen) : []),
    `    # compileTimeout: ${formatDuration(defaults.compileTimeoutMs)}`,
  ];
  return [
    `  ${quoted(name)}:`,
    ...notFound,
    ...engine,
    promised,
    ...head,
    ...proposed,
    ...(isFirst ? explained : []),
    '',
  ].join('\n');
}

function placeLine(path: string, tool: string | undefined, alembicFolder: string | undefined): string {
  if (alembicFolder !== undefined) return `    migrations: [${quoted(alembicFolder)}, alembic.sql]`;
  const what =
    tool === undefined ? 'a folder, a file, or a list of them' : `${tool}, by its marks; \`tool:\` says another`;
  return `    migrations: ${quoted(path)}    # ${what}`;
}

function noMigrations(alembicFolder: string | undefined, base: string | undefined): readonly string[] {
  if (base !== undefined) {
    return [
      '    # No migrations were found: what the database holds today is what is expected. Write the snapshot anew after each',
      `    # change that is meant (\`driftline snapshot --env dev -o ${base}\`), or name the migrations instead.`,
    ];
  }
  return alembicFolder === undefined
    ? ['    # No SQL was found: name the folder or file that makes your tables.']
    : [
        `    # Alembic's revisions in ${alembicFolder} are Python. Write their SQL out after each new one:`,
        '    #   alembic upgrade head --sql > alembic.sql',
      ];
}

function environment(name: string, count: number, urlVariable: string, isFirst: boolean): string {
  const variable = count === 1 ? urlVariable : `${name.toUpperCase().replace(/\W/g, '_')}_${urlVariable}`;
  const explained = [
    `    # off | plan | safe: report drift, also show the statements that mend it, or let \`driftline apply\` and`,
    '    # `driftline check --repair safe` run those that are without hazard.',
  ];
  const further = [
    '    # tls: verify    # verify | no-verify | off, or { mode: verify, ca: certs/ca.pem }',
    `    # connectTimeout: ${formatDuration(defaults.connectTimeoutMs)}`,
    `    # lockTimeout: ${formatDuration(defaults.lockTimeoutMs)}`,
    `    # statementTimeout: ${formatDuration(defaults.statementTimeoutMs)}`,
    '',
    '  # From AWS Secrets Manager: JSON as RDS writes it, completed here, or a URL.',
    '  # prod:',
    `  #   expectation: ${quoted(name)}`,
    '  #   secret: prod/content-db',
    '  #   host: db.example.com    # only what the secret leaves out',
    '  #   database: content',
    '  #   repair: plan',
  ];
  return [
    `  ${quoted(count === 1 ? 'dev' : `${name}-dev`)}:`,
    `    expectation: ${quoted(name)}`,
    `    url: "\${${variable}}"`,
    ...(isFirst ? explained : []),
    `    repair: ${defaults.repair}`,
    ...(isFirst ? further : []),
    '',
  ].join('\n');
}

/** A plain word as it is, all else as YAML's quoted text. */
function quoted(text: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(text) && !/^(true|false|null)$/i.test(text) ? text : JSON.stringify(text);
}

const alerts: readonly string[] = [
  '# Whom to tell when a deployed monitor finds drift (`driftline notify test --channel slack` tries it):',
  '# alerts:',
  '#   channels:',
  `#     slack: { kind: slack, url: "\${SLACK_WEBHOOK_URL}" }    # or teams, email, webhook, events`,
  '#   quietHours: ["Mon-Fri 20:00-08:00", "Sat-Sun"]    # what is less than high waits',
  '#   timeZone: Europe/Berlin',
  '',
];
