/**
 * Something that can happen to a database. `shown`: introspection reads another catalog afterwards. `unseen`: the catalog
 * is written to and introspection reads the same. `quiet`: what goes on all the time and must not count as a change.
 */
export interface Change {
  readonly name: string;
  readonly effect: 'shown' | 'unseen' | 'quiet';
  /** Run before everything else, so that changes can come in any order. */
  readonly given: readonly string[];
  /** Each by itself; those of one transaction are one text. */
  readonly statements: readonly string[];
  readonly since: number;
  /** The last of the statements fails, and leaves what it leaves. */
  readonly fails: boolean;
}

type Details = Partial<Pick<Change, 'since' | 'fails'>>;

/** As it is written below: `@` stands for a name that each change has to itself, so that no change meets another. */
export type Draft = (own: (sql: string) => string) => Change;

function draft(effect: Change['effect']) {
  return (given: string, statement: string | readonly string[], { since = 13, fails = false }: Details = {}): Draft => {
    const statements = typeof statement === 'string' ? [statement] : statement;
    return (own) => ({
      name: statements.join('; '),
      effect,
      given: given === '' ? [] : [own(given)],
      statements: statements.map(own),
      since,
      fails,
    });
  };
}

export const [shown, unseen, quiet] = [draft('shown'), draft('unseen'), draft('quiet')];

export const table = 'create table @ (id integer primary key, n integer not null, t text)';
export const filled = `${table}; insert into @ select g, 1, 'a' from generate_series(1, 100) g`;
export const parted = 'create table @ (id integer, n integer) partition by range (id)';
export const fn = 'create function @(a integer) returns integer language sql immutable as $$ select a + 1 $$';
