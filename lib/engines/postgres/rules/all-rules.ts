import type { Rule } from '../../../plan/rule.ts';
import { mendCollation } from './mend-collation.ts';
import { mendColumn } from './mend-column.ts';
import { mendCompositeType } from './mend-composite-type.ts';
import { mendConstraint } from './mend-constraint.ts';
import { mendDefaultPrivilege } from './mend-default-privilege.ts';
import { mendDomain } from './mend-domain.ts';
import { mendEnum } from './mend-enum.ts';
import { mendEventTrigger } from './mend-event-trigger.ts';
import { mendExtension } from './mend-extension.ts';
import { withExtras } from './mend-extras.ts';
import { mendForeignDataWrapper } from './mend-foreign-data-wrapper.ts';
import { mendForeignServer } from './mend-foreign-server.ts';
import { mendForeignTable } from './mend-foreign-table.ts';
import { mendIndex } from './mend-index.ts';
import { mendPolicy } from './mend-policy.ts';
import { mendPublication } from './mend-publication.ts';
import { mendPublicationTable } from './mend-publication-table.ts';
import { mendRangeType } from './mend-range-type.ts';
import { mendAggregate, mendFunction, mendProcedure } from './mend-routine.ts';
import { mendSchema } from './mend-schema.ts';
import { mendSequence } from './mend-sequence.ts';
import { mendStatisticsObject } from './mend-statistics-object.ts';
import { mendTable } from './mend-table.ts';
import { mendRewriteRule, mendTrigger } from './mend-trigger.ts';
import { mendUserMapping } from './mend-user-mapping.ts';
import { mendMaterializedView, mendView } from './mend-view.ts';
import { withMovingParts } from './with-moving-parts.ts';

const ownRules: readonly Rule[] = [
  mendSchema,
  mendExtension,
  mendEnum,
  mendCollation,
  mendDomain,
  mendCompositeType,
  mendRangeType,
  mendSequence,
  mendTable,
  withMovingParts(mendColumn),
  withMovingParts(mendConstraint),
  withMovingParts(mendIndex),
  mendStatisticsObject,
  mendForeignDataWrapper,
  mendForeignServer,
  mendUserMapping,
  mendForeignTable,
  mendPublication,
  mendPublicationTable,
  mendFunction,
  mendProcedure,
  mendAggregate,
  mendView,
  mendMaterializedView,
  mendTrigger,
  mendRewriteRule,
  mendPolicy,
  mendEventTrigger,
];

/** How to mend each kind of PostgreSQL object, with its comment, owner and grants. */
export const rules: readonly Rule[] = [...ownRules.map(withExtras), mendDefaultPrivilege];
