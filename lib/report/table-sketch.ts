import { kindOf, type ObjectId, parseObjectId } from '../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from '../diff/drift.ts';
import { localName, ownerOf } from './describe.ts';

/** A table as the expectation has it, short: enough to draw it among its neighbours. */
export interface TableSketch {
  readonly id: ObjectId;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** The tables that its foreign keys refer to. */
  readonly refersTo: readonly ObjectId[];
}

/** Most tables that are sketched: a picture of more explains nothing. */
const mostTables = 30;

/** Most columns of one table. */
const mostColumns = 60;

/** Sketches the tables that drifted, then those that their foreign keys join them to, as far as a picture can show. */
export function sketchTables(expected: CatalogSnapshot, drifts: readonly Drift[]): readonly TableSketch[] {
  const touched = new Set(drifts.map(ownerOf).filter((id) => kindOf(id) === 'table'));
  if (touched.size === 0) return [];
  const links = foreignKeys(expected);
  const neighbours = links
    .filter(([from, to]) => touched.has(from) || touched.has(to))
    .flat()
    .filter((id) => !touched.has(id));
  const shown = [...new Set([...touched, ...neighbours])].filter((id) => id in expected.objects).slice(0, mostTables);
  return shown.map((id) => ({
    id,
    columns: columnsIn(expected, id),
    refersTo: [...new Set(links.filter(([from, to]) => from === id && shown.includes(to)).map(([, to]) => to))].sort(),
  }));
}

/** Which table refers to which. */
function foreignKeys({ objects }: CatalogSnapshot): readonly (readonly [from: ObjectId, to: ObjectId])[] {
  return Object.entries(objects).flatMap(([id, attributes]): (readonly [ObjectId, ObjectId])[] => {
    const [from] = belongsTo(attributes);
    const { references: to } = attributes;
    if (kindOf(id) !== 'constraint' || typeof to !== 'string' || from === undefined) return [];
    return [[from, to]];
  });
}

function columnsIn({ objects, notes = {} }: CatalogSnapshot, table: ObjectId): TableSketch['columns'] {
  const prefix = `${table.replace(/^table:/, 'column:')}.`;
  return Object.entries(objects)
    .filter(([id]) => id.startsWith(prefix) && parseObjectId(id).path.length === parseObjectId(table).path.length + 1)
    .sort(([a], [b]) => Number(notes[a]?.position ?? 0) - Number(notes[b]?.position ?? 0))
    .slice(0, mostColumns)
    .map(([id, { type = '' }]) => ({ name: localName(id), type: String(type) }));
}
