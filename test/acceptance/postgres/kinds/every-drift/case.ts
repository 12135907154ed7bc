/** What the migrations promise and what the database holds instead, in the same schema. */
export interface Case {
  readonly expected: string;
  readonly actual: string;
  /** The first major that knows it. */
  readonly since?: number;
}

type Named<T> = keyof { [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K] };

/** A case for each attribute that objects of a kind can differ in, and for each further way of differing. */
export type Cases<T, More extends string = 'missing' | 'unexpected'> = {
  readonly [attribute in Named<T> | More]-?: Case | readonly Case[] | NoCase;
};

/** Why no two databases of ours show it. */
export interface NoCase {
  readonly none: string;
}

export const inTheName: NoCase = { none: 'its id says to what it belongs, so that another is another object' };

export const both = (expected: string, actual: string, since?: number): Case => ({
  expected,
  actual,
  ...(since === undefined ? {} : { since }),
});

/** One case, and the other way round. */
export const twice = (one: string, other: string, since?: number): readonly Case[] => [
  both(one, other, since),
  both(other, one, since),
];

/** The beginning of a partition of one year. */
export const bound = `for values from ('2024-01-01') to ('2025-01-01')`;
/** The partition `part` as an interrupted DETACH PARTITION ... CONCURRENTLY leaves one. */
export const half = `set allow_system_table_mods = on;
  update pg_inherits set inhdetachpending = true where inhrelid = '{s}.part'::regclass;
  reset allow_system_table_mods;`;
/** A wrapper and a server of it. */
export const server = 'create foreign data wrapper d{n}; create server w{n} foreign data wrapper d{n};';
