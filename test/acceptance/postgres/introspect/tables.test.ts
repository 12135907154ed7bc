import { describe, expect, test } from 'vitest';
import { formatObjectId } from '../../../../lib/catalog/object-id.ts';
import { majors } from '../../../support/databases.ts';
import { introspectSql } from '../../../support/introspect-sql.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  test('a name of any characters is read as it is', async () => {
    const long = 'é'.repeat(31);
    const names = ['a.b', 'a:b', 'say "hi"', "it's", 'two words', 'UserProject', '100%', 'tab\there', '(x)', '*', long];
    const quoted = names.map((name) => `"${name.replaceAll('"', '""')}"`);
    const { snapshot } = await introspectSql(
      major,
      quoted
        .map(
          (name, i) => `
          create schema ${name};
          create type ${name}.e${i} as enum ('x');
          create table ${name}.${name} (
            ${name} serial,
            constraint ${name} check (${name} > 0),
            constraint key${i} primary key (${name})
          );
          create index ${quoted[(i + 1) % quoted.length]} on ${name}.${name} (${name} desc);`,
        )
        .join('\n'),
    );
    for (const [i, name] of names.entries()) {
      const table = formatObjectId('table', [name, name]);
      const column = formatObjectId('column', [name, name, name]);
      const index = formatObjectId('index', [name, names[(i + 1) % names.length] ?? '']);
      const printed = /^[a-z]+$/u.test(name) ? name : quoted[i];
      expect(snapshot.objects[formatObjectId('schema', [name])]).toEqual({});
      expect(snapshot.objects[table]).toEqual({ persistence: 'permanent' });
      expect(snapshot.objects[column]).toMatchObject({ belongsTo: [table], type: 'integer', isNullable: false });
      expect(snapshot.objects[formatObjectId('constraint', [name, name, name])]).toMatchObject({
        belongsTo: [table],
        definition: `CHECK ((${printed} > 0))`,
      });
      expect(snapshot.objects[index]).toEqual({
        belongsTo: [table],
        isUnique: false,
        isValid: true,
        definition: `USING btree (${printed} DESC)`,
      });
      expect(snapshot.objects[formatObjectId('enum', [name, `e${i}`])]).toEqual({ labels: ['x'] });
    }
  });

  test('a table tells whether it is logged', async () => {
    const { snapshot } = await introspectSql(major, 'create table kept (); create unlogged table lost (id int)');
    expect(snapshot.objects['table:public.kept']).toEqual({ persistence: 'permanent' });
    expect(snapshot.objects['table:public.lost']).toEqual({ persistence: 'unlogged' });
  });

  test('a partitioned table tells its key, a partition its parent and its bounds, at every level', async () => {
    const { snapshot } = await introspectSql(
      major,
      `create table events (at date not null, region text not null) partition by range (at, lower(region));
      create table events_2025 partition of events for values from ('2025-01-01', 'a') to ('2026-01-01', minvalue)
        partition by list (region);
      create table events_eu partition of events_2025 for values in ('eu', 'uk');
      create table events_rest partition of events default;
      create table hashed (id int) partition by hash (id);
      create table hashed_0 partition of hashed for values with (modulus 2, remainder 0);`,
    );
    expect(snapshot.objects).toMatchObject({
      'table:public.events': { partitionKey: 'RANGE (at, lower(region))' },
      'table:public.events_2025': {
        partitionKey: 'LIST (region)',
        partitionOf: 'table:public.events',
        partitionBound: "FOR VALUES FROM ('2025-01-01', 'a') TO ('2026-01-01', MINVALUE)",
      },
      'table:public.events_eu': {
        partitionOf: 'table:public.events_2025',
        partitionBound: "FOR VALUES IN ('eu', 'uk')",
      },
      'table:public.events_rest': { partitionOf: 'table:public.events', partitionBound: 'DEFAULT' },
      'table:public.hashed_0': { partitionBound: 'FOR VALUES WITH (modulus 2, remainder 0)' },
    });
    expect(snapshot.objects['table:public.events_eu']).not.toHaveProperty('inherits');
    expect(snapshot.objects['column:public.events_eu.region']).toEqual({
      belongsTo: ['table:public.events_eu', 'column:public.events_2025.region'],
      type: 'text',
      isNullable: false,
      isInherited: true,
    });
  });

  test('a partition that was attached reads like one that was made as such', async () => {
    const made = await introspectSql(
      major,
      `create table events (id int not null, at date, constraint positive check (id > 0), primary key (id)) partition by list (id);
      create index events_at on events (at);
      create table part partition of events for values in (1)`,
    );
    const attached = await introspectSql(
      major,
      `create table part (id int, gone text, at date, constraint positive check (id > 0), primary key (id));
      alter table part drop column gone;
      create index part_at_idx on part (at);
      create table events (id int not null, at date, constraint positive check (id > 0), primary key (id)) partition by list (id);
      create index events_at on events (at);
      alter table events attach partition part for values in (1)`,
    );
    expect(attached.snapshot.objects).toEqual(made.snapshot.objects);
    expect(made.snapshot.objects).toMatchObject({
      'constraint:public.part.part_pkey': {
        belongsTo: ['table:public.part', 'constraint:public.events.events_pkey'],
        isInherited: true,
      },
      'constraint:public.part.positive': {
        belongsTo: ['table:public.part', 'constraint:public.events.positive'],
        isInherited: true,
      },
      'index:public.part_at_idx': { belongsTo: ['table:public.part', 'index:public.events_at'] },
    });
  });

  test('a child tells its parents in order, and what comes from which', async () => {
    const { snapshot } = await introspectSql(
      major,
      `create table zebra (id int not null, name text default 'z', constraint named check (name <> ''));
      create table ant (id int);
      create table child (extra int, name text default 'c') inherits (zebra, ant);
      create table grandchild () inherits (child);`,
    );
    expect(snapshot.objects).toMatchObject({
      'table:public.child': { inherits: ['table:public.zebra', 'table:public.ant'] },
      'table:public.grandchild': { inherits: ['table:public.child'] },
      'column:public.child.id': {
        belongsTo: ['table:public.child', 'column:public.zebra.id', 'column:public.ant.id'],
        isInherited: true,
        isNullable: false,
      },
      'column:public.grandchild.extra': {
        belongsTo: ['table:public.grandchild', 'column:public.child.extra'],
        isInherited: true,
      },
      'constraint:public.grandchild.named': {
        belongsTo: ['table:public.grandchild', 'constraint:public.child.named'],
        isInherited: true,
      },
    });
    // Declared again in the child, so it is the child's own and stays when the parent goes.
    expect(snapshot.objects['column:public.child.name']).toEqual({
      belongsTo: ['table:public.child'],
      type: 'text',
      isNullable: true,
      default: "'c'::text",
    });
  });
});
