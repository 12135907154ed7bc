import type { TextKind } from './text-kind.ts';
import { collationLocale } from './text-kinds/collation-locale.ts';
import { columnDefault, columnGeneratedAs } from './text-kinds/column-texts.ts';
import { constraintDefinition } from './text-kinds/constraint-definition.ts';
import { domainDefault } from './text-kinds/domain-default.ts';
import { indexDefinition } from './text-kinds/index-definition.ts';
import { foreignPartitionBound, partitionBound, partitionKey } from './text-kinds/partition-texts.ts';
import {
  functionArguments,
  materializedViewDefinition,
  policyCheck,
  policyUsing,
  procedureArguments,
  routineSqlBody,
  ruleDefinition,
  triggerDefinition,
  viewDefinition,
} from './text-kinds/program-texts.ts';
import { publicationFilter } from './text-kinds/publication-filter.ts';
import { statisticsDefinition } from './text-kinds/statistics-definition.ts';

/** Every kind of text that the arbiter can replay. */
export const textKinds: readonly TextKind[] = [
  columnDefault,
  columnGeneratedAs,
  constraintDefinition,
  domainDefault,
  indexDefinition,
  partitionBound,
  foreignPartitionBound,
  partitionKey,
  collationLocale,
  publicationFilter,
  statisticsDefinition,
  viewDefinition,
  materializedViewDefinition,
  functionArguments,
  procedureArguments,
  routineSqlBody,
  ruleDefinition,
  triggerDefinition,
  policyUsing,
  policyCheck,
];
