import { kindOf, nameOf } from '../../catalog/object-id.ts';
import { belongsTo } from '../../catalog/snapshot.ts';
import type { Drift } from '../drift.ts';
import type { Look, Note } from './hint.ts';

/**
 * What a policy that is missing or too many means for queries, which depends on whether row security is on.
 *
 * @see https://www.postgresql.org/docs/18/ddl-rowsecurity.html
 */
export function hintOnPolicy(drift: Drift, look: Look): Note {
  if (drift.kind !== 'missing' && drift.kind !== 'unexpected') return {};
  const side = drift.kind === 'missing' ? look.expected : look.actual;
  const policy = side.objects[drift.id];
  const [table = ''] = belongsTo(policy);
  if (look.actual.objects[table]?.isRowSecured !== true) return withoutRowSecurity(drift, table, look);
  const isRestrictive = policy?.isRestrictive === true;
  if (drift.kind === 'unexpected') {
    return {
      hint: isRestrictive
        ? 'it hides rows, or refuses writes, that the migrations allow'
        : 'policies are joined by OR: it shows rows, or lets some be written, that the migrations keep back',
    };
  }
  if (isRestrictive)
    return {
      hint: 'row security is on, and the rows that this policy hides are open to whoever another policy lets in',
    };
  const others = (look.actualChildren.get(table) ?? []).filter(
    (id) => kindOf(id) === 'policy' && look.actual.objects[id]?.isRestrictive !== true,
  );
  return {
    hint:
      others.length === 0
        ? `row security is on and ${nameOf(table)} has no policy left that lets anybody in: queries find no rows and writes fail, but for the owner and roles with BYPASSRLS`
        : 'row security is on: rows that only this policy shows are not found, without an error, and such writes fail',
  };
}

function withoutRowSecurity({ kind }: Drift, table: string, { expected }: Look): Note {
  if (kind === 'unexpected') return { hint: 'row security is off for its table: the policy does nothing' };
  return {
    hint:
      expected.objects[table]?.isRowSecured === true
        ? 'row security is off as well: whoever may read the table reads every row'
        : 'row security is off for its table: queries are the same without the policy until somebody turns it on',
  };
}

/** What row security that was switched on or off means for queries; empty for every other drift of a table. */
export function hintOnRowSecurity(
  { id, attribute, actual }: Drift,
  { actual: { objects }, actualChildren }: Look,
): Note {
  if (attribute === 'isRowSecurityForced') {
    return {
      hint:
        actual === true
          ? 'its owner is bound by the policies as well: migrations and jobs that run as the owner may find no rows'
          : 'its owner sees every row: an application that connects as the owner is bound by no policy',
    };
  }
  if (attribute !== 'isRowSecured') return {};
  if (actual !== true) return { hint: 'its policies do nothing: whoever may read the table reads every row' };
  const hasPolicy = (actualChildren.get(id) ?? []).some(
    (child) => kindOf(child) === 'policy' && objects[child]?.isRestrictive !== true,
  );
  return {
    hint: hasPolicy
      ? 'queries only find the rows that its policies show, without an error'
      : 'it has no policy that lets anybody in: queries find no rows and writes fail, but for the owner and roles with BYPASSRLS',
  };
}
