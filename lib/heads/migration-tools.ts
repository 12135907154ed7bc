import { alembic } from './tools/alembic.ts';
import { drizzle } from './tools/drizzle.ts';
import type { MigrationTool } from './migration-tool.ts';

/** Every migration tool whose head can be compared, by the configuration's word for it. */
export const migrationTools: { readonly [name: string]: MigrationTool } = { alembic, drizzle };
