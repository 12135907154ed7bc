/**
 * What a statement may hurt. `safe` repair runs only statements without any, so a rule that is unsure names one.
 * The names are the ones that a plan prints beside each statement.
 */
export const hazardCodes = [
  'DELETES_DATA',
  'TABLE_REWRITE',
  'TABLE_SCAN',
  'BLOCKS_READS',
  'BLOCKS_WRITES',
  'BREAKS_CLIENTS',
  'INDEX_DROPPED',
  'DROPS_OBJECT',
  'MAY_FAIL_ON_DATA',
  'LOOKS_RENAMED',
  'SET_DEFAULT',
  'DROP_DEFAULT',
  'DROP_NOT_NULL',
  'SET_NOT_NULL',
  'ADD_CONSTRAINT_NOT_VALID',
  'VALIDATE_CONSTRAINT',
  'WIDEN_TYPE',
  'REPLACE_DEFINITION',
  'CREATES_EXTENSION',
  'CHANGES_PRIVILEGES',
  'CHANGES_REPLICATION',
  'REACHES_OUTSIDE',
] as const;

export type HazardCode = (typeof hazardCodes)[number];

export interface Hazard {
  readonly code: HazardCode;
  /** One sentence: what blocks, breaks or is lost. */
  readonly message: string;
  /** The safer way, where there is one. */
  readonly saferWay?: string;
}

/** Hazards that no policy can allow for automatic repair: what they lose does not come back. */
export const neverAllowed: readonly HazardCode[] = [
  'DELETES_DATA',
  'TABLE_REWRITE',
  'BREAKS_CLIENTS',
  'INDEX_DROPPED',
  'DROPS_OBJECT',
];
