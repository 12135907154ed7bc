import { columns } from './columns.ts';
import { foreign } from './foreign.ts';
import { indexes } from './indexes.ts';
import { programs } from './programs.ts';
import { tables } from './tables.ts';
import { types } from './types.ts';

/** By kind and attribute: every drift that a comparison can tell, but for default privileges, which need roles. */
export const everyDrift = { ...tables, ...columns, ...indexes, ...types, ...programs, ...foreign } as const;
