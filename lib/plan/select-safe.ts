import { nameOf, type ObjectId } from '../catalog/object-id.ts';
import { type HazardCode, neverAllowed } from './hazard.ts';
import { namesTaken } from './names-taken.ts';
import type { Plan, Statement } from './statement.ts';

/**
 * Says why a statement must wait for a person, or nothing when it may run by itself.
 *
 * @param chosen the statements that may run and come before it
 */
export type Gate = (statement: Statement, chosen: readonly Statement[]) => string | undefined;

export interface Selection {
  /** The statements that may run by themselves, in the plan's order. */
  readonly run: readonly Statement[];
  /** The others, each with the reason. */
  readonly held: readonly { readonly statement: Statement; readonly reason: string }[];
}

/**
 * Holds back every statement with a hazard, except for hazards that were allowed by name. What loses data or breaks
 * clients cannot be allowed.
 */
export function hazardGate(allow: readonly HazardCode[] = []): Gate {
  const allowed = new Set(allow.filter((code) => !neverAllowed.includes(code)));
  return (statement) => {
    const [first] = statement.hazards.filter((hazard) => !allowed.has(hazard.code));
    return first === undefined ? undefined : `${first.code}: ${first.message}`;
  };
}

/**
 * Picks the statements of a plan that may run without a person: those that pass every gate and require nothing that a
 * held statement would have provided, and take the place, or the name, of nothing that a held statement would have removed.
 */
export function selectSafe(plan: Plan, gates: readonly Gate[] = [hazardGate()]): Selection {
  const run: Statement[] = [];
  const held: { statement: Statement; reason: string }[] = [];
  const withheld = new Set<ObjectId>();
  /** What keeps each name that something held back would have freed. */
  const kept = new Map<string, ObjectId>();
  for (const statement of plan.statements) {
    const reason =
      firstReason(statement, gates, run) ?? waitsFor(statement, withheld) ?? waitsForRemoval(statement, kept);
    if (reason === undefined) {
      run.push(statement);
    } else {
      held.push({ statement, reason });
      for (const id of statement.provides) withheld.add(id);
      for (const id of statement.removes ?? []) for (const name of namesTaken(id)) kept.set(name, id);
    }
  }
  return { run, held };
}

function firstReason(statement: Statement, gates: readonly Gate[], chosen: readonly Statement[]): string | undefined {
  for (const gate of gates) {
    const reason = gate(statement, chosen);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function waitsFor(statement: Statement, withheld: ReadonlySet<ObjectId>): string | undefined {
  const missing = statement.requires.find((id) => withheld.has(id));
  return missing === undefined ? undefined : `needs ${nameOf(missing)}, which is not made without a person`;
}

function waitsForRemoval({ provides }: Statement, kept: ReadonlyMap<string, ObjectId>): string | undefined {
  const [there] = provides.flatMap(namesTaken).flatMap((name) => kept.get(name) ?? []);
  return there === undefined ? undefined : `comes in place of ${nameOf(there)}, which does not go without a person`;
}
