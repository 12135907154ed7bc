import { nameOf, parseObjectId } from '../../catalog/object-id.ts';
import { belongsTo } from '../../catalog/snapshot.ts';
import type { Drift } from '../drift.ts';
import type { Look, Note } from './hint.ts';

/** What subscribers notice of a table that is not published, or whose rows cannot be told apart. */
export function hintOnPublishedTable(drift: Drift, { expected, actual }: Look): Note {
  if (drift.kind !== 'missing') return {};
  const [table, publication] = belongsTo(expected.objects[drift.id]);
  if (publication === undefined || table === undefined) return {};
  const { isForAllTables, schemas } = actual.objects[publication] ?? {};
  if (isForAllTables === true || (Array.isArray(schemas) && schemas.includes(parseObjectId(table).path[0] ?? ''))) {
    return { hint: `subscribers of ${nameOf(publication)} receive its changes all the same, with those of others` };
  }
  return {
    hint: `subscribers of ${nameOf(publication)} receive no changes of ${nameOf(table)}; once it is added, they must ALTER SUBSCRIPTION ... REFRESH PUBLICATION`,
  };
}

/** See https://www.postgresql.org/docs/18/logical-replication-publication.html */
export function hintOnReplicaIdentity({ kind, attribute, actual }: Drift): Note {
  if (kind !== 'modified' || attribute !== 'replicaIdentity') return {};
  if (actual === 'full') {
    return {
      hint: 'every UPDATE and DELETE writes the whole old row to the log, and subscribers search for it row by row',
    };
  }
  return { hint: 'where the table is published and rows cannot be told apart, every UPDATE and DELETE on it fails' };
}
