import { formatChildId, formatObjectId, type ObjectId } from '../../../catalog/object-id.ts';
import type { Firing } from '../firing.ts';
import type { EventTriggerAttributes, RewriteRuleAttributes, TriggerAttributes } from '../program-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { GrowingNames, Names, Oid } from './names.ts';

/** When it fires: in origin and local sessions, never, in a replica's, or always. */
type FiringCode = 'O' | 'D' | 'R' | 'A';

const firings: { readonly [code in FiringCode]: Firing | undefined } = {
  O: undefined,
  D: 'disabled',
  R: 'replica',
  A: 'always',
};

function readFiring(code: FiringCode): { readonly firing?: Firing } {
  const firing = firings[code];
  return firing === undefined ? {} : { firing };
}

/** What hangs on a table or a view and is one statement. */
export interface AttachedRow {
  readonly oid: Oid;
  readonly relation: Oid;
  readonly name: string;
  readonly definition: string;
  readonly firing: FiringCode;
}

/**
 * Triggers that people made. Those behind foreign keys are the keys' own, and those that a partition has from its parent
 * are the parent's.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-trigger.html
 */
export const triggersPart: CatalogPart<AttachedRow> = {
  fields: {
    oid: 't.oid',
    relation: 't.tgrelid',
    name: 't.tgname',
    definition: 'pg_get_triggerdef(t.oid)',
    firing: 't.tgenabled',
  },
  from: `
  from pg_trigger t
  join user_relation c on c.oid = t.tgrelid
  where not t.tgisinternal
    and t.tgparentid = 0`,
};

/**
 * Rules besides those that make views views.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-rewrite.html
 */
export const rewriteRulesPart: CatalogPart<AttachedRow> = {
  fields: {
    oid: 'r.oid',
    relation: 'r.ev_class',
    name: 'r.rulename',
    definition: `rtrim(pg_get_ruledef(r.oid), ';')`,
    firing: 'r.ev_enabled',
  },
  from: `
  from pg_rewrite r
  join user_relation c on c.oid = r.ev_class
  where r.rulename <> '_RETURN'`,
};

export function addAttached(
  kind: 'trigger' | 'rule',
  catalog: string,
  rows: readonly AttachedRow[],
  names: GrowingNames,
): void {
  for (const { oid, relation, name } of rows) {
    const owner = names.table(relation) ?? names.object('pg_class', relation);
    if (owner !== undefined) names.addObject(catalog, oid, formatChildId(kind, owner, name));
  }
}

export function* readAttached(
  catalog: string,
  rows: readonly AttachedRow[],
  names: Names,
): Iterable<readonly [ObjectId, TriggerAttributes & RewriteRuleAttributes]> {
  for (const { oid, relation, definition, firing } of rows) {
    const id = names.object(catalog, oid);
    const owner = names.table(relation) ?? names.object('pg_class', relation);
    if (id === undefined || owner === undefined) continue;
    yield [id, { belongsTo: [owner], definition, ...readFiring(firing) }];
  }
}

export interface EventTriggerRow {
  readonly oid: Oid;
  readonly name: string;
  readonly event: string;
  readonly tags: readonly string[] | null;
  readonly function: string;
  readonly firing: FiringCode;
}

/**
 * Event triggers.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-event-trigger.html
 */
export const eventTriggersPart: CatalogPart<EventTriggerRow> = {
  fields: {
    oid: 'e.oid',
    name: 'e.evtname',
    event: 'e.evtevent',
    tags: `(select json_agg(tag order by tag) from unnest(e.evttags) tag)`,
    function: 'e.evtfoid::regproc::text',
    firing: 'e.evtenabled',
  },
  from: `
  from pg_event_trigger e
  where not exists (select from member m where m.classid = 'pg_event_trigger'::regclass and m.objid = e.oid)`,
};

export function addEventTriggers(rows: readonly EventTriggerRow[], names: GrowingNames): void {
  for (const { oid, name } of rows) {
    names.addObject('pg_event_trigger', oid, formatObjectId('event-trigger', [name]));
  }
}

export function* readEventTriggers(
  rows: readonly EventTriggerRow[],
  names: Names,
): Iterable<readonly [ObjectId, EventTriggerAttributes]> {
  for (const { oid, event, tags, function: called, firing } of rows) {
    const id = names.object('pg_event_trigger', oid);
    if (id === undefined) continue;
    yield [id, { event, ...(tags === null ? {} : { tags }), function: called, ...readFiring(firing) }];
  }
}
