/** The migration tools whose table of applied migrations can be read. */
export const headTools = ['alembic', 'drizzle'] as const;
