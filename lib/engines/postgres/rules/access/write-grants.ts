import type { Grants } from '../../privilege-kinds.ts';
import { quoteIdentifier } from '../../quote.ts';

const all = 'ALL';
const withOption = ' with grant option';

/**
 * Writes what turns the grants of one object into others, the revoking first.
 *
 * @param where what stands between the privileges and the role: `ON TABLE public.orders`
 * @param columns a list in parentheses after each privilege, for the grants of a column
 * @see https://www.postgresql.org/docs/18/sql-grant.html
 */
export function writeGrants(actual: Grants, expected: Grants, where: string, columns = ''): readonly string[] {
  const roles = [...new Set([...Object.keys(actual), ...Object.keys(expected)])].sort();
  return roles.flatMap((role) => {
    const [before, after] = [actual[role] ?? [], expected[role] ?? []];
    // Which privileges ALL stands for depends on the server, so it is taken back as a whole.
    const isWhole = [...before, ...after].some((privilege) => plain(privilege) === all);
    const revoked = isWhole && String(before) !== String(after) ? before : before.filter((it) => !after.includes(it));
    const granted = isWhole && String(before) !== String(after) ? after : after.filter((it) => !before.includes(it));
    const list = (privileges: readonly string[]) => privileges.map((it) => plain(it) + columns).join(', ');
    const [passedOn, kept] = [granted.filter(isPassedOn), granted.filter((privilege) => !isPassedOn(privilege))];
    const whom = role === 'public' ? 'PUBLIC' : quoteIdentifier(role);
    return [
      ...(revoked.length === 0 ? [] : [`REVOKE ${list(revoked)} ${where} FROM ${whom}`]),
      ...(kept.length === 0 ? [] : [`GRANT ${list(kept)} ${where} TO ${whom}`]),
      ...(passedOn.length === 0 ? [] : [`GRANT ${list(passedOn)} ${where} TO ${whom} WITH GRANT OPTION`]),
    ];
  });
}

function isPassedOn(privilege: string): boolean {
  return privilege.endsWith(withOption);
}

function plain(privilege: string): string {
  return isPassedOn(privilege) ? privilege.slice(0, -withOption.length) : privilege;
}
