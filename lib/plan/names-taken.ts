import { formatObjectId, kindOf, nameOf, type ObjectId, parseObjectId } from '../catalog/object-id.ts';

/** The names that an object takes from others: relations and types of one schema share them, keys have an index. */
export function namesTaken(id: ObjectId): readonly string[] {
  const { path } = parseObjectId(id);
  if (kindOf(id) !== 'constraint') return path.length === 2 ? [nameOf(id)] : [id];
  return [id, nameOf(formatObjectId('index', [path[0] ?? '', path.at(-1) ?? '']))];
}
