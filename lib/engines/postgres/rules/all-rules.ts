import type { Rule } from '../../../plan/rule.ts';
import { mendColumn } from './mend-column.ts';
import { mendConstraint } from './mend-constraint.ts';
import { mendDomain } from './mend-domain.ts';
import { mendEnum } from './mend-enum.ts';
import { mendExtension } from './mend-extension.ts';
import { mendIndex } from './mend-index.ts';
import { mendSchema } from './mend-schema.ts';
import { mendSequence } from './mend-sequence.ts';
import { mendTable } from './mend-table.ts';

/** How to mend each kind of PostgreSQL object. */
export const rules: readonly Rule[] = [
  mendSchema,
  mendExtension,
  mendEnum,
  mendDomain,
  mendSequence,
  mendTable,
  mendColumn,
  mendConstraint,
  mendIndex,
];
