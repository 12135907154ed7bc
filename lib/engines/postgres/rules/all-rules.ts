import type { Rule } from '../../../plan/rule.ts';
import { mendDefaultPrivilege } from './access/mend-default-privilege.ts';
import { mendPolicy } from './access/mend-policy.ts';
import { mendColumn } from './columns/mend-column.ts';
import { mendConstraint } from './constraints/mend-constraint.ts';
import { mendForeignDataWrapper } from './foreign/mend-foreign-data-wrapper.ts';
import { mendForeignServer } from './foreign/mend-foreign-server.ts';
import { mendForeignTable } from './foreign/mend-foreign-table.ts';
import { mendUserMapping } from './foreign/mend-user-mapping.ts';
import { mendIndex } from './indexes/mend-index.ts';
import { mendStatisticsObject } from './indexes/mend-statistics-object.ts';
import { mendExtension } from './mend-extension.ts';
import { withExtras } from './mend-extras.ts';
import { mendSchema } from './mend-schema.ts';
import { mendEventTrigger } from './programs/mend-event-trigger.ts';
import { mendAggregate, mendFunction, mendProcedure } from './programs/mend-routine.ts';
import { mendRewriteRule, mendTrigger } from './programs/mend-trigger.ts';
import { mendMaterializedView, mendView } from './programs/mend-view.ts';
import { mendPublication } from './publications/mend-publication.ts';
import { mendPublicationTable } from './publications/mend-publication-table.ts';
import { mendSequence } from './sequences/mend-sequence.ts';
import { mendTable } from './tables/mend-table.ts';
import { withMovingParts } from './tables/with-moving-parts.ts';
import { mendCollation } from './types/mend-collation.ts';
import { mendCompositeType } from './types/mend-composite-type.ts';
import { mendDomain } from './types/mend-domain.ts';
import { mendEnum } from './types/mend-enum.ts';
import { mendRangeType } from './types/mend-range-type.ts';

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
