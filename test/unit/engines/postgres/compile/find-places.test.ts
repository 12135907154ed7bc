import { expect, test } from 'vitest';
import { findPlaces } from '../../../../../lib/engines/postgres/compile/find-places.ts';

const files = [
  {
    path: 'migrations/001.sql',
    text: `-- content_plans comes first
create type mood as enum ('happy');

create table if not exists public.content_plans (
  id uuid primary key,
  status varchar(20)
);
create table "Odd ""Name" (
  status text,
  plan uuid references content_plans
);
`,
  },
  {
    path: 'migrations/002.sql',
    text: `create index ix_status on content_plans (status);
alter table content_plans
  alter column status type varchar(50),
  add constraint status_known check (status <> '');
update content_plans set status = 'draft';
comment on column content_plans.status is 'status';
`,
  },
];

test.for([
  ['a table where it is created, not where it is referred to', 'table:public.content_plans', '001.sql', 4],
  ['a table with a name of any characters', 'table:public."Odd ""Name"', '001.sql', 8],
  ['a column where it was changed last', 'column:public.content_plans.status', '002.sql', 3],
  ['a column of the same name in another table', 'column:public."Odd ""Name".status', '001.sql', 9],
  ['an index', 'index:public.ix_status', '002.sql', 1],
  ['a constraint with a name', 'constraint:public.content_plans.status_known', '002.sql', 4],
  ['a type', 'enum:public.mood', '001.sql', 2],
] as const)('finds %s', async ([, id, file, line]) => {
  expect(await findPlaces(files, [id])).toEqual({ [id]: { file: `migrations/${file}`, line } });
});

test('says nothing of what no statement names', async () => {
  expect(
    await findPlaces(files, ['constraint:public.content_plans.content_plans_pkey', 'table:public.nowhere']),
  ).toEqual({});
});
