import { compareNames } from '../../catalog/normalize.ts';
import { kindOf } from '../../catalog/object-id.ts';
import type { Json } from '../../catalog/snapshot.ts';
import type { Drift } from '../drift.ts';
import type { Note } from './hint.ts';

/** Who lacks which privilege and will notice, and who may not alter the object any more. */
export function hintOnPrivilege({ kind, id, attribute, expected, actual }: Drift): Note {
  if (kind !== 'modified') return {};
  if (attribute === 'owner' && typeof expected === 'string') {
    return { hint: `only its owner may alter it: the next migration that does so as ${expected} fails` };
  }
  if (attribute !== 'grants') return {};
  const [promised, found] = [grantsOf(expected), grantsOf(actual)];
  const lacking = Object.keys(promised)
    .sort(compareNames)
    .flatMap((role) => lackOf(role, promised[role] ?? [], found[role] ?? []));
  if (lacking.length === 0) return {};
  const when = kindOf(id) === 'default-privilege' ? ' on what is created from now on' : '';
  return { hint: `${lacking.join('; ')}: what needs it${when} fails with "permission denied"` };
}

function lackOf(role: string, promised: readonly string[], found: readonly string[]): readonly string[] {
  const held = found.map(withoutOption);
  if (held.includes('ALL')) return [];
  const lacks = promised.map(withoutOption).filter((privilege) => !held.includes(privilege));
  const who = role === 'public' ? 'PUBLIC' : role;
  return lacks.length === 0 ? [] : [`${who} lacks ${lacks.join(', ')}`];
}

function withoutOption(privilege: string): string {
  return privilege.replace(/ with grant option$/u, '');
}

function grantsOf(value: Json): { readonly [role: string]: readonly string[] } {
  const isGrants = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isGrants ? (value as { readonly [role: string]: readonly string[] }) : {};
}
