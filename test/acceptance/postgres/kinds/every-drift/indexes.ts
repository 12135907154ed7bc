import type { IndexAttributes } from '../../../../../lib/engines/postgres/object-kinds.ts';
import { both, bound, type Cases, twice } from './case.ts';

const index: Cases<IndexAttributes, 'missing' | 'unexpected' | 'renamed'> = {
  missing: [
    both('create table t (c text); create index i on t (c)', 'create table t (c text)'),
    both(
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound}; create index i on whole (id)`,
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound};`,
    ),
  ],
  unexpected: [
    both('create table t (c text)', 'create table t (c text); create index i on t (c)'),
    both(
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound};`,
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound}; create index i on whole (id)`,
    ),
  ],
  renamed: both(
    'create table t (c text); create index i on t (c)',
    'create table t (c text); create index other on t (c)',
  ),
  belongsTo: [
    both(
      'create table t (c text); create table u (c text); create index i on t (c)',
      'create table t (c text); create table u (c text); create index i on u (c)',
    ),
    both(
      'create table t (id int primary key, c text); create index i on t (c)',
      'create table t (id int primary key, c text); create index i on t (c); alter table t rename to u',
    ),
    both(
      'create table t (c text not null); create table u (c text not null); create unique index i on t (c); alter table t replica identity using index i, cluster on i',
      'create table t (c text not null); create table u (c text not null); create unique index i on u (c)',
    ),
    both(
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound};
       create index one on whole (id); create index two on whole (id, at);`,
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound};
       create index one on whole (id); create index two on whole (id, at);
       alter index part_id_idx rename to third; alter index part_id_at_idx rename to part_id_idx; alter index third rename to part_id_at_idx;`,
    ),
    both(
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound};
       create index one on whole (id);`,
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound};
       create index one on only whole (id); create index part_id_idx on part (id);`,
    ),
    both(
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound};
       create index part_id_idx on part (id);`,
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound};
       create index one on whole (id);`,
    ),
  ],
  isUnique: twice(
    'create table t (c text); create unique index i on t (c)',
    'create table t (c text); create index i on t (c)',
  ),
  definition: [
    both(
      'create table t (c text, d text); create index i on t (c)',
      'create table t (c text, d text); create index i on t (d)',
    ),
    ...twice(
      'create table t (c text, d text); create index i on t (lower(c), d)',
      'create table t (c int, d text); create index i on t (c)',
    ),
    both(
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound}; create index i on whole (id)`,
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound}; create index i on whole (at)`,
    ),
  ],
  isValid: both(
    `create table t (c text); create index i on t (c)`,
    `create table t (c text); create index i on t (c); update pg_index set indisvalid = false where indexrelid = '{s}.i'::regclass`,
  ),
};

/** By kind and attribute. */
export const indexes = { index } as const;
