import { parseObjectId } from '../../catalog/object-id.ts';
import type { SuggestedValues } from '../../values/suggested-values.ts';
import type { SeenDatabase } from './look.ts';

/** The values that columns of the database hold today, each with the reason why it is proposed. */
export function valueLines(suggested: readonly SuggestedValues[]): readonly string[] {
  if (suggested.length === 0) return [];
  return [
    '    # Columns of text with few different values in many rows, as the last ANALYZE saw them, which no constraint holds to',
    '    # these. Take out what is no such list; correct values that should not be there.',
    '    values:',
    ...suggested.map(({ column, values, rows }) => {
      const seen = `${values.length} ${values.length === 1 ? 'value' : 'values'} in some ${rows.toLocaleString('en')} rows`;
      return `      ${columnKey(column)}: [${values.map(asYaml).join(', ')}]    # ${seen}`;
    }),
  ];
}

/** What is known of the migration tool's head. */
export function headLines(tool: string | undefined, seen: SeenDatabase | undefined): readonly string[] {
  if (tool !== undefined) {
    return [
      `    # What ${tool} applied is compared with the last of the migrations; to leave that out:`,
      '    # head: off',
    ];
  }
  const [found] = seen?.tools ?? [];
  if (found !== undefined) {
    return [
      `    # The database has the table of ${found.title}. To compare what it applied with the last of these files:`,
      `    # head: { tool: ${found.name} }`,
    ];
  }
  return [
    '    # What the migration tool must have applied last:',
    '    # head: { tool: alembic, head: 004_add_content_tables }',
  ];
}

function columnKey(id: string): string {
  const { path } = parseObjectId(id);
  const named = path[0] === 'public' ? path.slice(1) : path;
  const key = named.map((name) => (/^[A-Za-z_]\w*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`)).join('.');
  return /^[A-Za-z_][\w.]*$/.test(key) ? key : JSON.stringify(key);
}

/** A plain word as it is, all else as YAML's quoted text. */
function asYaml(text: string): string {
  const isPlain = /^[A-Za-z_][\w-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
