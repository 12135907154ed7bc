/** The engines that `engine` takes, and the schema that each one's names are in when they are written without one. */
export const engineSchemas = {
  postgresql: 'public',
  sqlite: 'main',
} as const;

export type EngineName = keyof typeof engineSchemas;

/** Their names, in the order in which messages list them. */
export const engineNames = Object.keys(engineSchemas) as [EngineName, ...EngineName[]];
