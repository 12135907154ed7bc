import { neverAllowed } from '../plan/hazard.ts';
import { selectSafe } from '../plan/select-safe.ts';
import type { Plan, Statement } from '../plan/statement.ts';
import { fullName } from './describe.ts';
import type { RunReport } from './run-report.ts';
import { hasUnshowable, showOnLines, showOnOneLine } from './sanitize.ts';
import { lockInWords } from './text/statement.ts';
import { count, moment } from './words.ts';

/**
 * Writes an environment's plan as SQL for a person to read, adapt and run with `psql`: each statement with its cause,
 * hazards, locks and the safer way in comments, in transactions with the plan's timeouts.
 *
 * What loses data, breaks clients or rewrites a table is written as a comment, so that running the whole file cannot
 * do it. So is a statement that holds control or invisible characters: a terminal would hide what it does.
 */
export function renderPlan(report: RunReport): string {
  const { plan } = report;
  const heading = comments([
    `Driftline plan for ${report.environment} (expectation ${report.expectation})`,
    ...about(report),
  ]);
  if (plan === undefined || plan.statements.length + plan.unplanned.length === 0) {
    return lines([
      ...heading,
      ...comments([report.outcome === 'unknown' ? 'Unknown: it could not be checked.' : 'Nothing to do.']),
    ]);
  }
  return lines([
    ...heading,
    ...transactionsOf(plan.statements).flatMap((statements) => ['', ...transaction(statements, plan)]),
    ...unplanned(plan),
  ]);
}

function about({ server, startedAt, plan }: RunReport): readonly string[] {
  return [
    ...(server === undefined ? [] : [`Made for server ${server.version}, ${server.database} at ${server.address}`]),
    `Made at ${moment(startedAt)}${plan === undefined ? '' : `, for the catalog ${plan.catalogFingerprint}`}`,
  ];
}

/** Neighbours without hazards share a transaction, as in a safe repair; every other statement stands alone. */
function transactionsOf(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const groups: Statement[][] = [];
  for (const statement of statements) {
    const last = groups.at(-1);
    const joins = last?.every(isPlain) && isPlain(statement);
    if (last !== undefined && joins) last.push(statement);
    else groups.push([statement]);
  }
  return groups;
}

function isPlain(statement: Statement): boolean {
  return statement.transaction === 'inside' && statement.hazards.length === 0 && reasonToHold(statement) === undefined;
}

function transaction(statements: readonly Statement[], plan: Plan): readonly string[] {
  const body = statements.flatMap((statement, i) => [...(i === 0 ? [] : ['']), ...statementLines(statement, plan)]);
  const [first] = statements;
  const isBare = first?.transaction === 'outside' || (first !== undefined && reasonToHold(first) !== undefined);
  return isBare ? body : ['begin;', '', ...body, '', 'commit;'];
}

function statementLines(statement: Statement, plan: Plan): readonly string[] {
  const held = reasonToHold(statement);
  const sql = showOnLines(`${statement.sql};`);
  const scope = statement.transaction === 'inside' ? 'set local' : 'set';
  const timeouts = [
    `${scope} lock_timeout = ${statement.lockTimeoutMs};`,
    `${scope} statement_timeout = ${statement.statementTimeoutMs};`,
  ];
  const explained = comments(explain(statement, plan));
  if (held !== undefined) return [...explained, ...comments([held]), ...sql.map((text) => `--   ${text}`)];
  const reset = statement.transaction === 'outside' ? ['reset lock_timeout;', 'reset statement_timeout;'] : [];
  return [...explained, ...timeouts, `${statement.sql};`, ...reset];
}

function explain(statement: Statement, plan: Plan): readonly string[] {
  const number = plan.statements.indexOf(statement) + 1;
  const isSafe = selectSafe(plan).run.includes(statement);
  return [
    `${number} of ${plan.statements.length}: ${isSafe ? 'safe' : 'waits for a person'}`,
    ...(statement.causedBy.length === 0 ? [] : [`mends ${statement.causedBy.map(fullName).join(', ')}`]),
    `takes ${lockInWords(statement)}`,
    ...statement.hazards.flatMap((hazard) => [
      `hazard ${hazard.code}: ${hazard.message}`,
      ...(hazard.saferWay === undefined ? [] : [`safer: ${hazard.saferWay}`]),
    ]),
  ];
}

function reasonToHold(statement: Statement): string | undefined {
  if (hasUnshowable(statement.sql)) {
    return 'Not to be run as shown: it holds control or invisible characters. The JSON report has it exactly.';
  }
  return statement.hazards.some((hazard) => neverAllowed.includes(hazard.code))
    ? 'Written as a comment because of what it may cost. Remove the marks to run it:'
    : undefined;
}

function unplanned(plan: Plan): readonly string[] {
  if (plan.unplanned.length === 0) return [];
  return [
    '',
    ...comments([
      `${count(plan.unplanned.length, 'drift')} that no statement mends:`,
      ...plan.unplanned.map(({ id, reason }) => `  ${fullName(id)}: ${reason}`),
    ]),
  ];
}

/** Line breaks in a name are escaped, so that nothing from a database can end a comment. */
function comments(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `-- ${showOnOneLine(text)}`);
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
