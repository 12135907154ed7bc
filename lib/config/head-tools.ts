/** The migration tools that `head.tool` takes, and whether their `head` is the path of a file. */
export const headTools = {
  alembic: { headIsFile: false },
  drizzle: { headIsFile: true },
} as const;

export type HeadTool = keyof typeof headTools;

/** Their names, in the order in which messages list them. */
export const headToolNames = Object.keys(headTools) as [HeadTool, ...HeadTool[]];
