import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A database in trouble, as a team once found theirs. */
export interface Incident {
  /** kebab-case; also the name of the SQL file beside this one. */
  readonly name: string;
  readonly title: string;
  /** What happened, in one or two sentences. */
  readonly story: string;
  /** The name of its SQLite file; absent: it is a database on the embedded server. */
  readonly file?: string;
  /** The environment in the example configuration, and the variable that its URL is taken from. */
  readonly environment: string;
  readonly variable: string;
  /** The folder of the migrations that it should have. */
  readonly expectation: string;
  /** The migrations that did run, before the SQL beside this file. */
  readonly applied: readonly string[];
}

/** The incidents that the demonstration shows and the acceptance tests prove. */
export const incidents = {
  contentTablesMissing: {
    name: 'content-tables-missing',
    title: 'relation "content_plans" does not exist',
    story:
      'Saving a content plan fails. The last Alembic revision never ran here, so three tables are missing, with all ' +
      'their indexes and foreign keys.',
    environment: 'content-staging',
    variable: 'CONTENT_DATABASE_URL',
    expectation: 'content',
    applied: ['001_create_users_and_products.sql', '002_add_looks.sql', '003_add_analytics_events.sql'],
  },
  projectStatusMissing: {
    name: 'project-status-missing',
    title: 'column "status" does not exist',
    story:
      'The code knows the status of a project; the table "UserProject" does not, and it holds rows. The migration also ' +
      'backfills once, with an UPDATE that must never run again.',
    environment: 'super-chatbot-staging',
    variable: 'SUPER_CHATBOT_DATABASE_URL',
    expectation: 'super-chatbot',
    applied: ['0000_create_users_and_projects.sql'],
  },
  strayPlatforms: {
    name: 'stray-platforms',
    title: 'Conversations that no listener finds',
    story:
      'Every table is as it should be, but some rows name a platform that the code does not know. Overwriting them ' +
      'would destroy what they meant.',
    environment: 'crm-staging',
    variable: 'CRM_DATABASE_URL',
    expectation: 'crm-translations',
    applied: ['001_create_auth_and_crm.sql', '002_create_communications.sql'],
  },
  platformRenamed: {
    name: 'platform-renamed',
    title: 'column "platform" does not exist',
    story: 'The same service on another server, where the column is called platform_type.',
    environment: 'crm-staging',
    variable: 'CRM_DATABASE_URL',
    expectation: 'crm-translations',
    applied: ['001_create_auth_and_crm.sql', '002_create_communications.sql'],
  },
  integrationLogsMissing: {
    name: 'integration-logs-missing',
    title: 'The scheduler was faster than the migrations',
    story: 'Jobs write to integration_logs from their first second on, but nobody ran the migrations before the start.',
    environment: 'bisnesmedia-dev',
    variable: 'BISNESMEDIA_DATABASE_URL',
    expectation: 'bisnesmedia',
    applied: [],
  },
  planningTablesMissing: {
    name: 'planning-tables-missing',
    title: 'no such table: poc_execution_plans',
    story:
      'A benchmark keeps its metrics in a SQLite file. The code has learned to plan; the file was made before that, so ' +
      'two tables are missing beside 40 rows that nobody wants to lose.',
    file: 'benchmark.db',
    environment: 'benchmark-local',
    variable: 'BENCHMARK_DATABASE_URL',
    expectation: 'benchmark',
    applied: ['001_create_task_executions.sql'],
  },
} as const satisfies { readonly [name: string]: Incident };

/** The SQL that puts an empty database into an incident's state: the migrations that ran, then what else happened. */
export async function incidentSql({ name, expectation, applied }: Incident): Promise<string> {
  const files = [
    ...applied.map((file) => new URL(`../../migrations/${expectation}/${file}`, import.meta.url)),
    new URL(`${name}.sql`, import.meta.url),
  ];
  const texts = await Promise.all(files.map((file) => readFile(fileURLToPath(file), 'utf8')));
  return texts.join('\n');
}
