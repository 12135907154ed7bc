import { formatObjectId, type ObjectId, parseObjectId } from '../catalog/object-id.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { MigrationTool } from './migration-tool.ts';

/** A migration tool's own table in a database. */
export interface ToolTable {
  readonly id: ObjectId;
  /** As SQL has it. */
  readonly quoted: string;
}

/**
 * Finds the table where a tool writes what it applied: at its usual place, or else the one of its name in another schema.
 * Undefined when there is none.
 */
export function findToolTable(tool: MigrationTool, { objects }: CatalogSnapshot): ToolTable | undefined {
  const usual = formatObjectId('table', [tool.table.schema, tool.table.name]);
  const named = Object.keys(objects)
    .filter((id) => id.startsWith('table:') && parseObjectId(id).path.at(-1) === tool.table.name)
    .filter((id) => tool.ownsColumns?.(columnsOf(id, objects)) ?? true);
  const id = named.includes(usual) ? usual : named.find((one) => isForeignPlace(tool, one));
  if (id === undefined) return undefined;
  const quoted = parseObjectId(id).path.map((name) => `"${name.replaceAll('"', '""')}"`);
  return { id, quoted: quoted.join('.') };
}

/** Supabase's table is called like that of others, which is told by its schema alone. */
function isForeignPlace(tool: MigrationTool, id: ObjectId): boolean {
  const [schema] = parseObjectId(id).path;
  return tool.table.schema === 'public' ? schema !== 'supabase_migrations' : tool.table.name !== 'schema_migrations';
}

function columnsOf(table: ObjectId, objects: CatalogSnapshot['objects']): readonly string[] {
  const { path } = parseObjectId(table);
  return Object.keys(objects)
    .filter((id) => id.startsWith('column:'))
    .map((id) => parseObjectId(id).path)
    .filter((own) => own.length === path.length + 1 && path.every((part, i) => own[i] === part))
    .map((own) => own.at(-1) ?? '');
}
