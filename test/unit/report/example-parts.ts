import type { Json } from '../../../lib/catalog/snapshot.ts';
import type { Drift } from '../../../lib/diff/drift.ts';
import { drift, statement } from './reports.ts';

const projects = 'table:public.UserProject';

function missingColumn(name: string, attributes: { readonly [name: string]: Json }): Drift {
  return drift('missing', `column:public.UserProject.${name}`, 'critical', {
    belongsTo: [projects],
    expected: { belongsTo: [projects], ...attributes },
  });
}

export const addStatus = statement(
  [
    'alter table public."UserProject"',
    '  add column "creditsUsed" integer default 0,',
    `  add column status character varying(20) default 'pending'::character varying not null`,
  ].join('\n'),
  {
    causedBy: ['column:public.UserProject.creditsUsed', 'column:public.UserProject.status'],
    lockMode: 'ACCESS EXCLUSIVE',
    locks: [projects],
  },
);

export const buildIndex = statement(
  'create index concurrently "UserProject_status_idx" on public."UserProject" using btree (status)',
  {
    causedBy: ['index:public.UserProject_status_idx'],
    lockMode: 'SHARE UPDATE EXCLUSIVE',
    locks: [projects],
    transaction: 'outside',
    statementTimeoutMs: 3_600_000,
    sizedBy: [projects],
  },
);

export const narrowType = statement(
  'alter table public.content_items\n  alter column topic type character varying(500)',
  {
    causedBy: ['column:public.content_items.topic'],
    lockMode: 'ACCESS EXCLUSIVE',
    locks: ['table:public.content_items'],
    hazards: [
      {
        code: 'TABLE_REWRITE',
        message: 'Every row is written anew while nobody can read or write the table.',
        saferWay:
          'Add a second column of the new type, copy the rows in small batches, then swap the names in one short transaction.',
      },
      { code: 'MAY_FAIL_ON_DATA', message: 'A topic longer than 500 characters makes the statement fail.' },
    ],
    held: 'TABLE_REWRITE: Every row is written anew while nobody can read or write the table.',
  },
);

export const creditsUsed = missingColumn('creditsUsed', { type: 'integer', isNullable: true, default: '0' });

export const status = missingColumn('status', {
  type: 'character varying(20)',
  isNullable: false,
  default: "'pending'::character varying",
});

export const statusIndex = drift('missing', 'index:public.UserProject_status_idx', 'medium', {
  belongsTo: [projects],
  expected: { belongsTo: [projects], isUnique: false, isValid: true, definition: 'USING btree (status)' },
});

export const topic = drift('modified', 'column:public.content_items.topic', 'high', {
  belongsTo: ['table:public.content_items'],
  attribute: 'type',
  expected: 'character varying(500)',
  actual: 'character varying(250)',
});
