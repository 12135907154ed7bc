import { formatObjectId, type ObjectId, parseObjectId } from '../../catalog/object-id.ts';
import type { CatalogSnapshot } from '../../catalog/snapshot.ts';
import { defaults } from '../../config/defaults.ts';
import { findToolTable } from '../../heads/find-table.ts';
import { migrationTools } from '../../heads/migration-tools.ts';
import type { SuggestedValues } from '../../values/suggested-values.ts';
import { requireEngine } from '../source-name.ts';

/** What `driftline init` saw in a database. */
export interface SeenDatabase {
  /** The engine's name, where it is not the default one. */
  readonly engine?: string;
  /** Migration tools whose tables are there. */
  readonly tools: readonly { readonly name: string; readonly title: string; readonly table: ObjectId }[];
  /** Columns that nothing in the database holds to the values that they have. */
  readonly values: readonly SuggestedValues[];
  /** Tables in which no such columns could be looked for: nobody has analysed them yet. */
  readonly unanalysed: readonly ObjectId[];
  /** SQL for a role that may do no more than look; absent where the engine knows no roles. */
  readonly role?: string;
  readonly snapshot: CatalogSnapshot;
}

/**
 * Looks at a database for `driftline init`, reading only.
 *
 * @throws DriftlineError as connecting and introspecting do
 */
export async function lookForInit(url: string, baseDir: string): Promise<SeenDatabase> {
  const engine = await requireEngine(url);
  const session = await engine.connect({ url, baseDir }, { ...defaults, applicationName: 'driftline init' });
  try {
    const { snapshot } = await session.introspect({ withDependencies: true });
    const tools = Object.values(migrationTools).flatMap((tool) => {
      const table = findToolTable(tool, snapshot);
      return table === undefined ? [] : [{ name: tool.name, title: tool.title, table: table.id }];
    });
    const held = new Set((await engine.deriveValues(snapshot)).map(({ column }) => column));
    const own = tools.map(({ table }) => `${table.replace(/^table:/, 'column:')}.`);
    const suggested = (await engine.suggestValues?.(session)) ?? [];
    const open = suggested.filter(({ column }) => !held.has(column) && !own.some((table) => column.startsWith(table)));
    const values = open.filter((it) => it.values.length > 0);
    const blank = open.filter((it) => it.values.length === 0);
    const tableOf = ({ column }: SuggestedValues) => formatObjectId('table', parseObjectId(column).path.slice(0, -1));
    const role = engine.watcherRole?.({
      role: 'driftline',
      database: session.server.database,
      columns: [...values.map(({ column }) => column), ...held],
      tables: [...new Set(tools.map(({ table }) => table))],
    });
    return {
      ...(engine.name === defaults.engine ? {} : { engine: engine.name }),
      tools,
      values,
      unanalysed: [...new Set(blank.map(tableOf))],
      ...(role === undefined ? {} : { role }),
      snapshot,
    };
  } finally {
    await session.close();
  }
}
