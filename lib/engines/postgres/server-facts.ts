import { DriftlineError } from '../../errors.ts';
import type { ServerFacts } from '../engine.ts';
import type { Queryable } from './queryable.ts';

/** What a server says of itself and of us, besides where it is. */
export interface ServerIdentity extends Omit<ServerFacts, 'address' | 'encrypted'> {
  /** 18 */
  readonly major: number;
  /** The process that serves this connection. */
  readonly backendPid: number;
  /** The port of our end of the connection as the server sees it; null for a socket of the file system. */
  readonly clientPort: number | null;
}

const oldestMajor = 13;

/** How many objects a right names before it only counts. */
const namesShown = 3;

const factsQuery = `
select json_build_object(
  'version', current_setting('server_version'),
  'versionNumber', current_setting('server_version_num')::int,
  'backendPid', pg_backend_pid(),
  'clientPort', inet_client_port(),
  'database', current_database(),
  'user', current_user,
  'isStandby', pg_is_in_recovery(),
  -- Also says what default_transaction_read_only is for this role and database.
  'isReadOnly', current_setting('transaction_read_only')::bool,
  'isSuperuser', role.rolsuper,
  'seesActivity', pg_has_role('pg_read_all_stats', 'usage'),
  'mayCreateSchemas', has_database_privilege(current_database(), 'create'),
  'tables', tables.total,
  'notOwned', tables.not_owned,
  'notReadable', tables.not_readable,
  'rowSecured', tables.row_secured
)::text as facts
from pg_roles role
cross join lateral (
  select
    count(*) as total,
    count(*) filter (where not pg_has_role(relowner, 'usage')) as not_owned,
    json_agg(name order by name) filter (where not is_readable) as not_readable,
    json_agg(name order by name) filter (where is_readable and is_row_secured) as row_secured
  from (
    select
      c.relowner,
      format('%I.%I', n.nspname, c.relname) as name,
      has_table_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage') as is_readable,
      c.relrowsecurity and row_security_active(c.oid) as is_row_secured
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p')
      and n.nspname <> 'information_schema'
      and n.nspname !~ '^pg_'
  ) seen
) tables
where role.rolname = current_user`;

interface Facts {
  readonly version: string;
  readonly versionNumber: number;
  readonly backendPid: number;
  readonly clientPort: number | null;
  readonly database: string;
  readonly user: string;
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
  readonly isSuperuser: boolean;
  readonly seesActivity: boolean;
  readonly mayCreateSchemas: boolean;
  readonly tables: number;
  readonly notOwned: number;
  readonly notReadable: readonly string[] | null;
  readonly rowSecured: readonly string[] | null;
}

/**
 * Asks a server, in one query, what it is and what our role may do there.
 *
 * @throws DriftlineError `unsupported-server` for a PostgreSQL older than 13
 */
export async function readServerFacts(database: Queryable): Promise<ServerIdentity> {
  const [answer] = await database.query(factsQuery);
  const facts: Facts = JSON.parse(String(answer?.rows[0]?.facts));
  const major = Math.floor(facts.versionNumber / 10_000);
  if (major < oldestMajor) {
    throw new DriftlineError(
      'unsupported-server',
      `The server is PostgreSQL ${facts.version}; Driftline reads PostgreSQL ${oldestMajor} and later.`,
      { remedy: 'Upgrade the server.' },
    );
  }
  return {
    major,
    backendPid: facts.backendPid,
    clientPort: facts.clientPort,
    // Packagers append their own words: `17.4 (Debian 17.4-1.pgdg12+2)`.
    version: facts.version.split(' ')[0] ?? facts.version,
    database: facts.database,
    user: facts.user,
    isReadOnly: facts.isStandby || facts.isReadOnly,
    rights: describeRights(facts),
  };
}

function describeRights(facts: Facts): readonly string[] {
  const notReadable = facts.notReadable ?? [];
  const rowSecured = facts.rowSecured ?? [];
  return [
    ...(facts.isSuperuser ? ['is a superuser'] : []),
    ...(facts.isStandby ? ['the server is a standby: nothing can be repaired here'] : []),
    ...(facts.isReadOnly && !facts.isStandby ? ['transactions are read only by default'] : []),
    facts.mayCreateSchemas ? 'may create schemas' : 'may not create schemas',
    `may read ${facts.tables - notReadable.length} of ${facts.tables} tables${listed(', not', notReadable)}`,
    ...(rowSecured.length > 0
      ? [`row security hides rows of ${rowSecured.length} tables${listed(':', rowSecured)}`]
      : []),
    `owns ${facts.tables - facts.notOwned} of ${facts.tables} tables, and only an owner can alter a table`,
    facts.seesActivity
      ? 'sees what other sessions run'
      : 'does not see what other sessions run (`grant pg_read_all_stats` lets it)',
  ];
}

function listed(lead: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length - namesShown;
  return `${lead} ${names.slice(0, namesShown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
