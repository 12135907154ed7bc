import { describe, expect, test } from 'vitest';
import { createDatabase, majors } from '../../../support/databases.ts';
import { introspectSql, introspectUrl } from '../../../support/introspect-sql.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  test('an index tells what follows the name of its table', async () => {
    const { snapshot } = await introspectSql(
      major,
      `create table "My Table" (id int, name text, data jsonb);
      create index plain on "My Table" (name);
      create unique index expression on "My Table" (lower(name), (id + 1) desc nulls last) where id > 3;
      create index covering on "My Table" (id) include (name) with (fillfactor = 70);
      create index searched on "My Table" using gin (data jsonb_path_ops);
      create index collated on "My Table" (name collate "C" text_pattern_ops);`,
    );
    const of = (name: string) => snapshot.objects[`index:public.${name}`];
    const own = { belongsTo: ['table:public."My Table"'], isValid: true };
    expect(of('plain')).toEqual({ ...own, isUnique: false, definition: 'USING btree (name)' });
    expect(of('expression')).toEqual({
      ...own,
      isUnique: true,
      definition: 'USING btree (lower(name), ((id + 1)) DESC NULLS LAST) WHERE (id > 3)',
    });
    expect(of('covering')?.definition).toBe("USING btree (id) INCLUDE (name) WITH (fillfactor='70')");
    expect(of('searched')?.definition).toBe('USING gin (data jsonb_path_ops)');
    expect(of('collated')?.definition).toBe('USING btree (name COLLATE "C" text_pattern_ops)');
  });

  test('an index that a failed build left behind is not valid', async () => {
    const database = await createDatabase(major, 'create table t as select 1 as id from generate_series(1, 2)');
    await expect(database.sql('create unique index concurrently broken on t (id)')).rejects.toMatchObject({
      code: '23505',
    });
    const { snapshot } = await introspectUrl(database.url);
    expect(snapshot.objects['index:public.broken']).toEqual({
      belongsTo: ['table:public.t'],
      isUnique: true,
      definition: 'USING btree (id)',
      isValid: false,
    });
    await database.drop();
  });

  test('an index of a partitioned table is valid once every partition has its own', async () => {
    const database = await createDatabase(
      major,
      `create table t (id int) partition by list (id);
      create table t1 partition of t for values in (1);
      create index whole on only t (id);
      create index part on t1 (id)`,
    );
    const before = await introspectUrl(database.url);
    expect(before.snapshot.objects).toMatchObject({
      'index:public.whole': { belongsTo: ['table:public.t'], isValid: false, definition: 'USING btree (id)' },
      'index:public.part': { belongsTo: ['table:public.t1'], isValid: true },
    });
    await database.sql('alter index whole attach partition part');
    const after = await introspectUrl(database.url);
    expect(after.snapshot.objects).toMatchObject({
      'index:public.whole': { isValid: true },
      'index:public.part': { belongsTo: ['table:public.t1', 'index:public.whole'] },
    });
    await database.drop();
  });

  test('the labels of an enum come in their own order', async () => {
    const { snapshot } = await introspectSql(major, [
      "create type mood as enum ('sad', 'happy'); create type nothing as enum ()",
      "alter type mood add value 'neutral' before 'happy'",
    ]);
    expect(snapshot.objects['enum:public.mood']).toEqual({ labels: ['sad', 'neutral', 'happy'] });
    expect(snapshot.objects['enum:public.nothing']).toEqual({ labels: [] });
  });
});
