import { describe, expect, test } from 'vitest';
import { majors } from '../../../support/databases.ts';
import { introspectSql } from '../../../support/introspect-sql.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  test('a constraint of each type tells its definition', async () => {
    const { snapshot } = await introspectSql(
      major,
      `create table parent (a int, b int, primary key (a, b));
      create table t (
        id int primary key,
        a int,
        b int,
        during tsrange,
        unique (a, b) deferrable initially deferred,
        constraint positive check (a > 0) no inherit,
        foreign key (a, b) references parent match full on delete cascade on update set null,
        exclude using gist (during with &&) where (a > 1)
      );`,
    );
    const of = (name: string) => snapshot.objects[`constraint:public.t.${name}`];
    const own = { belongsTo: ['table:public.t'], isValidated: true };
    expect(of('t_pkey')).toEqual({ ...own, type: 'primary key', definition: 'PRIMARY KEY (id)' });
    expect(of('t_a_b_key')).toEqual({
      ...own,
      type: 'unique',
      definition: 'UNIQUE (a, b) DEFERRABLE INITIALLY DEFERRED',
    });
    expect(of('positive')).toEqual({ ...own, type: 'check', definition: 'CHECK ((a > 0)) NO INHERIT' });
    expect(of('t_a_b_fkey')).toEqual({
      ...own,
      type: 'foreign key',
      definition: 'FOREIGN KEY (a, b) REFERENCES public.parent(a, b) MATCH FULL ON UPDATE SET NULL ON DELETE CASCADE',
      references: 'table:public.parent',
    });
    expect(of('t_during_excl')).toEqual({
      ...own,
      type: 'exclusion',
      definition: 'EXCLUDE USING gist (during WITH &&) WHERE ((a > 1))',
    });
    expect(Object.keys(snapshot.objects).filter((id) => id.startsWith('index:'))).toEqual([]);
  });

  test('NOT NULL is the column’s alone, on every version', async () => {
    const { snapshot } = await introspectSql(
      major,
      `create domain filled as text not null;
      create table t (id int primary key, name text not null, word filled);
      alter table t rename name to title`,
    );
    expect(Object.keys(snapshot.objects).filter((id) => id.startsWith('constraint:'))).toEqual([
      'constraint:public.t.t_pkey',
    ]);
    expect(snapshot.objects['column:public.t.title']).toMatchObject({ isNullable: false });
    expect(snapshot.objects['domain:public.filled']).toEqual({ type: 'text', isNullable: false });
  });

  test('a constraint that is not validated differs in that alone', async () => {
    const { snapshot } = await introspectSql(
      major,
      `create table parent (id int primary key);
      create table t (a text, b int);
      alter table t add constraint checked check (a <> ' NOT VALID') not valid;
      alter table t add constraint linked foreign key (b) references parent not valid;
      alter table t add constraint tail check (a <> ' NOT VALID')`,
    );
    expect(snapshot.objects).toMatchObject({
      'constraint:public.t.checked': { definition: "CHECK ((a <> ' NOT VALID'::text))", isValidated: false },
      'constraint:public.t.linked': { definition: 'FOREIGN KEY (b) REFERENCES public.parent(id)', isValidated: false },
      'constraint:public.t.tail': { definition: "CHECK ((a <> ' NOT VALID'::text))", isValidated: true },
    });
  });

  test('a domain tells its type, its default and its checks', async () => {
    const { snapshot } = await introspectSql(
      major,
      `create schema app;
      create domain app.email as varchar(100) collate "C" default 'a@b' constraint has_at check (value like '%@%');
      alter domain app.email add constraint short check (length(value) < 50) not valid;
      create domain app.plain as app.email`,
    );
    expect(snapshot.objects).toMatchObject({
      'domain:app.email': {
        type: 'character varying(100)',
        isNullable: true,
        default: "'a@b'::character varying",
        collation: 'pg_catalog."C"',
      },
      'domain:app.plain': { type: 'app.email' },
      'constraint:app.email.has_at': {
        belongsTo: ['domain:app.email'],
        type: 'check',
        definition: "CHECK (((VALUE)::text ~~ '%@%'::text))",
        isValidated: true,
      },
      'constraint:app.email.short': { isValidated: false },
    });
    expect(snapshot.objects['domain:app.plain']).not.toHaveProperty('collation');
  });

  test('a foreign key of or to a partitioned table is one constraint, and a copy on each partition that has it', async () => {
    const { snapshot } = await introspectSql(
      major,
      `create table target (id int primary key) partition by range (id);
      create table target_1 partition of target for values from (0) to (10);
      create table target_2 partition of target for values from (10) to (20);
      create table plain (target int references target);
      create table parts (target int references target) partition by list (target);
      create table part_1 partition of parts for values in (1);`,
    );
    const foreignKeys = Object.entries(snapshot.objects).filter(([, { type }]) => type === 'foreign key');
    expect(foreignKeys.map(([id, { belongsTo }]) => [id, belongsTo])).toEqual([
      [
        `constraint:public.part_1.parts_target_fkey`,
        ['table:public.part_1', 'constraint:public.parts.parts_target_fkey'],
      ],
      ['constraint:public.parts.parts_target_fkey', ['table:public.parts']],
      ['constraint:public.plain.plain_target_fkey', ['table:public.plain']],
    ]);
    for (const [, attributes] of foreignKeys) expect(attributes.references).toBe('table:public.target');
  });

  test('a key is noted with what its index would be without it', async () => {
    const { snapshot } = await introspectSql(
      major,
      `create table "T" (id int primary key deferrable, "Name" text, x int, unique ("Name") include (x))`,
      { withDependencies: true },
    );
    expect(snapshot.notes).toMatchObject({
      'constraint:public.T.T_pkey': { indexDefinition: 'USING btree (id)', deferral: 'DEFERRABLE' },
      'constraint:public.T.T_Name_x_key': { indexDefinition: 'USING btree ("Name") INCLUDE (x)' },
    });
    expect(snapshot.notes?.['constraint:public.T.T_Name_x_key']).not.toHaveProperty('deferral');
  });
});
