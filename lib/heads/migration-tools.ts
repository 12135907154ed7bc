import { alembic } from './alembic.ts';
import { drizzle } from './drizzle.ts';
import type { MigrationTool } from './migration-tool.ts';

/** Every migration tool whose head can be compared, by the configuration's word for it. */
export const migrationTools: { readonly [name: string]: MigrationTool } = { alembic, drizzle };
