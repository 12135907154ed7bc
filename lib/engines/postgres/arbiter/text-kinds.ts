import type { TextKind } from './text-kind.ts';
import { columnDefault, columnGeneratedAs } from './text-kinds/column-texts.ts';
import { constraintDefinition } from './text-kinds/constraint-definition.ts';
import { domainDefault } from './text-kinds/domain-default.ts';
import { indexDefinition } from './text-kinds/index-definition.ts';
import { partitionBound, partitionKey } from './text-kinds/partition-texts.ts';

/** Every kind of text that the arbiter can replay. */
export const textKinds: readonly TextKind[] = [
  columnDefault,
  columnGeneratedAs,
  constraintDefinition,
  domainDefault,
  indexDefinition,
  partitionBound,
  partitionKey,
];
