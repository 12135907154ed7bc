import { quoteId } from '../../quote.ts';
import { scratch, type TextKind } from '../text-kind.ts';

const parent = `${scratch}.parent`;
const child = `${scratch}.child`;

/** `RANGE (created_at)`: how a partitioned table is split. */
export const partitionKey: TextKind = {
  kind: 'table',
  attribute: 'partitionKey',
  replay: ({ id }) => ({
    needs: [id],
    frame: [`create table ${parent} (like ${quoteId(id)}) partition by `, ''],
    readBack: `select pg_get_partkeydef('${parent}'::regclass)`,
  }),
};

/** `FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')`: which rows a partition takes. */
export const partitionBound: TextKind = {
  kind: 'table',
  attribute: 'partitionBound',
  replay: ({ attributes, snapshot }) => {
    const { partitionOf } = attributes;
    const key = typeof partitionOf === 'string' ? snapshot.objects[partitionOf]?.partitionKey : undefined;
    if (typeof partitionOf !== 'string' || typeof key !== 'string') return undefined;
    return {
      needs: [partitionOf],
      prepare: [`create table ${parent} (like ${quoteId(partitionOf)}) partition by ${key}`],
      frame: [`create table ${child} partition of ${parent} `, ''],
      readBack: `select pg_get_expr(relpartbound, oid) from pg_class where oid = '${child}'::regclass`,
    };
  },
};

/** The same for a partition that is a foreign table. */
export const foreignPartitionBound: TextKind = { ...partitionBound, kind: 'foreign-table' };
