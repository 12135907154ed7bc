import type { Rule } from '../../../plan/rule.ts';
import { mendColumn } from './mend-column.ts';
import { mendConstraint } from './mend-constraint.ts';
import { mendIndex } from './mend-index.ts';
import { mendTable } from './mend-table.ts';
import { mendViewsAndTriggers } from './mend-view-or-trigger.ts';

/** How to mend each kind of object that a SQLite catalog holds. */
export const rules: readonly Rule[] = [mendTable, mendColumn, mendConstraint, mendIndex, ...mendViewsAndTriggers];
