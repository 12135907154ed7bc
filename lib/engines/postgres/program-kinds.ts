import type { ObjectId } from '../../catalog/object-id.ts';
import type { Attributes } from '../../catalog/snapshot.ts';
import type { Firing } from './firing.ts';
import type { Options } from './storage-kinds.ts';

/**
 * The objects of a catalog that hold code: views, routines, triggers, policies and rules. Attributes marked [text] are
 * SQL that servers spell in several ways; the arbiter settles those.
 */

/** `view:public.active_plans`, `materialized-view:public.totals` */
export type ViewAttributes = Attributes & {
  /** [text] The query, without its closing semicolon. */
  readonly definition: string;
  /** `security_barrier`, `check_option`; storage parameters of a materialized view, as a table's. */
  readonly options?: Options;
  /** Of a materialized view, only when it is not heap. */
  readonly accessMethod?: string;
};

/** Notes on a view; see `notes` of CatalogSnapshot. */
export type ViewNotes = {
  /** Name, type and collation of each in their order: what CREATE OR REPLACE VIEW can only add to. */
  readonly columns?: readonly string[];
};

/** `function:public.slug(text,integer)`, `procedure:app.clean()`: named with the types of their input. */
export type RoutineAttributes = Attributes & {
  /** With names, modes and defaults, as CREATE FUNCTION takes them. */
  readonly arguments: string;
  /** Absent for a procedure. */
  readonly returns?: string;
  readonly language: string;
  /** Its source, line ends as LF; for C the symbol. */
  readonly body?: string;
  /** [text] `RETURN ...` or `BEGIN ATOMIC ... END`, in place of `body`. */
  readonly sqlBody?: string;
  /** The file of a function in C. */
  readonly library?: string;
  /** Only when it is not volatile. */
  readonly volatility?: 'immutable' | 'stable';
  readonly isStrict?: true;
  readonly isSecurityDefiner?: true;
  readonly isLeakproof?: true;
  readonly isWindow?: true;
  /** Only when it is not unsafe. */
  readonly parallel?: 'safe' | 'restricted';
  /** Settings that hold while it runs. */
  readonly settings?: Options;
  /** Only when they are not the default. */
  readonly cost?: number;
  readonly rows?: number;
  /** The planner's support function. */
  readonly support?: string;
};

/** `aggregate:public.product(numeric)` */
export type AggregateAttributes = Attributes & {
  readonly arguments: string;
  /** `SFUNC = ..., STYPE = ...` and what else is not the default. */
  readonly definition: string;
};

/** `trigger:public.plans.touch`. belongsTo: its table or view. Clones on partitions are their parent's. */
export type TriggerAttributes = Attributes & {
  readonly belongsTo: readonly ObjectId[];
  /** [text] The whole statement. */
  readonly definition: string;
  readonly firing?: Firing;
};

/** `policy:public.plans.own_rows`. belongsTo: its table. */
export type PolicyAttributes = Attributes & {
  readonly belongsTo: readonly ObjectId[];
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  readonly isRestrictive?: true;
  /** In the order of their names; `public` is everybody. */
  readonly roles: readonly string[];
  /** [text] */
  readonly using?: string;
  /** [text] */
  readonly check?: string;
};

/** `rule:public.plans.keep`. belongsTo: its table or view. What makes a view a view is the view's own. */
export type RewriteRuleAttributes = Attributes & {
  readonly belongsTo: readonly ObjectId[];
  /** [text] The whole statement. */
  readonly definition: string;
  readonly firing?: Firing;
};

/** `event-trigger:audit_ddl` */
export type EventTriggerAttributes = Attributes & {
  readonly event: string;
  /** Command tags, sorted; absent: all. */
  readonly tags?: readonly string[];
  /** The function, qualified. */
  readonly function: string;
  readonly firing?: Firing;
};
