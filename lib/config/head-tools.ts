/** The migration tools that `head.tool` takes, and whether their `head` is the path of a file. */
export const headTools = {
  alembic: { headIsFile: false },
  dbmate: { headIsFile: false },
  diesel: { headIsFile: false },
  django: { headIsFile: false },
  drizzle: { headIsFile: true },
  flyway: { headIsFile: false },
  'golang-migrate': { headIsFile: false },
  goose: { headIsFile: false },
  knex: { headIsFile: false },
  liquibase: { headIsFile: false },
  'node-pg-migrate': { headIsFile: false },
  prisma: { headIsFile: false },
  rails: { headIsFile: false },
  sqitch: { headIsFile: false },
  sqlx: { headIsFile: false },
  supabase: { headIsFile: false },
} as const;

export type HeadTool = keyof typeof headTools;

/** Their names, in the order in which messages list them. */
export const headToolNames = Object.keys(headTools) as [HeadTool, ...HeadTool[]];
