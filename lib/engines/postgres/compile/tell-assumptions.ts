import type { Diagnostic } from '../../../diagnostic.ts';
import { lineOf } from './explain-failure.ts';

/** A statement in its file. */
export interface Place {
  readonly file: { readonly path: string; readonly text: string };
  readonly statement: { readonly at: number };
}

/** Where compiling did something else than what the files say. */
export interface Assumptions {
  /** Roles that were made because statements name them. */
  readonly assumedRoles: ReadonlySet<string>;
  /** Tablespaces that were made because statements name them. */
  readonly tablespaces: ReadonlySet<string>;
  /** Statements about the server and subscriptions, which were not run. */
  readonly skipped: readonly Place[];
  /** Those whose rows were not loaded. */
  readonly copiesSkipped: readonly Place[];
}

/** Says what a person should know who wonders why the compiled catalog is as it is. */
export function tellAssumptions({
  assumedRoles,
  tablespaces,
  skipped,
  copiesSkipped,
}: Assumptions): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  if (assumedRoles.size > 0) {
    diagnostics.push({
      level: 'info',
      code: 'roles-assumed',
      message: `The migrations name roles that they do not create, which were taken to exist: ${[...assumedRoles].sort().join(', ')}.`,
    });
  }
  if (tablespaces.size > 0) {
    diagnostics.push({
      level: 'info',
      code: 'tablespaces-assumed',
      message: `The migrations name tablespaces, which were taken to exist: ${[...tablespaces].sort().join(', ')}.`,
    });
  }
  const tellPlaces = (places: readonly Place[]) =>
    places.map(({ file, statement }) => `${file.path}:${lineOf(file.text, statement.at)}`).join(', ');
  if (skipped.length > 0) {
    diagnostics.push({
      level: 'info',
      code: 'statements-skipped',
      message: `Statements about the database as a whole, the server or subscriptions are not part of an expectation: ${tellPlaces(skipped)}.`,
    });
  }
  if (copiesSkipped.length > 0) {
    diagnostics.push({
      level: 'info',
      code: 'rows-left-out',
      message: `The migrations hold more rows than are loaded to compile them, which matters only to statements that need rows; left out: ${tellPlaces(copiesSkipped)}.`,
    });
  }
  return diagnostics;
}
