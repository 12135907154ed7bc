import { type EngineName, engineNames } from './engine-names.ts';

/** The kinds of objects that a catalog of each engine may hold, as ids and patterns spell them. */
export const engineKinds: { readonly [engine in EngineName]: readonly string[] } = {
  postgresql: [
    'aggregate',
    'collation',
    'column',
    'composite-type',
    'constraint',
    'default-privilege',
    'domain',
    'enum',
    'event-trigger',
    'extension',
    'foreign-data-wrapper',
    'foreign-server',
    'foreign-table',
    'function',
    'index',
    'materialized-view',
    'policy',
    'procedure',
    'publication',
    'publication-table',
    'range-type',
    'rule',
    'schema',
    'sequence',
    'statistics-object',
    'table',
    'trigger',
    'user-mapping',
    'view',
  ],
  sqlite: ['column', 'constraint', 'index', 'table', 'trigger', 'view'],
};

/** The kind of the drift that a migration head is; no object of a catalog. */
export const headKind = 'migration-head';

/** The kind under which alerts speak of what could not be looked at. */
const unseenKind = 'unknown';

/** Whatever an alert may be about, of any engine. */
export const alertKinds: readonly string[] = [
  ...new Set([...engineNames.flatMap((engine) => engineKinds[engine]), headKind, unseenKind]),
];

const kindsOutsideSchemas: readonly string[] = [
  'default-privilege',
  'event-trigger',
  'extension',
  'foreign-data-wrapper',
  'foreign-server',
  'publication',
  'schema',
  'user-mapping',
  headKind,
  unseenKind,
];

/** Whether the names of objects of this kind begin with a schema. */
export function isInSchema(kind: string): boolean {
  return !kindsOutsideSchemas.includes(kind);
}
