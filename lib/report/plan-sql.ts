import { nameOf } from '../catalog/object-id.ts';
import { neverAllowed } from '../plan/hazard.ts';
import { blockedBy, type LockMode } from '../plan/lock-mode.ts';
import type { ScriptDialect } from '../plan/script-dialect.ts';
import type { Plan, Statement } from '../plan/statement.ts';
import type { ValueFinding } from '../values/judge-values.ts';
import { fullName } from './describe.ts';
import type { RunReport } from './run-report.ts';
import { hasUnshowable, showOnLines, showOnOneLine } from './sanitize.ts';
import { serverName } from './server-name.ts';
import { driftWord } from './text/drift-word.ts';
import { lockInWords } from './text/statement.ts';
import { count, countDrifts, duration, listOf, moment } from './words.ts';

/**
 * Writes an environment's plan as SQL for a person to read, adapt and run: each statement with its cause,
 * hazards, locks and the safer way in comments, in transactions with the plan's timeouts.
 *
 * What loses data, breaks clients or rewrites a table is written as a comment, so that running the whole file cannot
 * do it, unless the whole plan is asked for. So is a statement that holds control or invisible characters: a terminal would
 * hide what it does.
 *
 * @param dialect how the plan's engine writes such a file
 * @param isWhole whether running the file is to do all of the plan, for a person who has read it
 */
export function renderPlan(report: RunReport, dialect: ScriptDialect, isWhole = false): string {
  const { plan } = report;
  const heading = comments([
    `Driftline plan for ${report.environment} (expectation ${report.expectation})`,
    ...about(report),
  ]);
  const statements = transactionsOf(plan === undefined ? [] : judge(plan, isWhole), isWhole).flatMap((group) => [
    '',
    ...transaction(group, dialect),
  ]);
  const body = [...statements, ...unplanned(plan?.unplanned ?? []), ...suggestions(report.values)];
  const opening = statements.length === 0 || dialect.opening.length === 0 ? [] : ['', ...dialect.opening];
  return lines([...heading, ...opening, ...(body.length === 0 ? comments([nothingToRun(report)]) : body)]);
}

function nothingToRun({ outcome, drifts }: RunReport): string {
  switch (outcome) {
    case 'inSync':
      return 'Nothing to do.';
    case 'unknown':
      return 'Unknown: not everything could be checked.';
    case 'drift':
      return `No statement mends this: ${countDrifts(drifts, driftWord, 6)}.`;
  }
}

function about({ server, startedAt, plan }: RunReport): readonly string[] {
  return [
    ...(server === undefined ? [] : [`Made for ${serverName(server)}, ${server.database} at ${server.address}`]),
    `Made at ${moment(startedAt)}${plan === undefined ? '' : `, for the catalog ${plan.catalogFingerprint}`}`,
  ];
}

/** A statement with all that is said of it. */
interface Judged {
  readonly statement: Statement;
  /** `2 of 3: safe` */
  readonly verdict: string;
  /** Why it is written as a comment; absent when it is not. */
  readonly held: string | undefined;
}

function judge(plan: Plan, isWhole: boolean): readonly Judged[] {
  return plan.statements.map((statement, i) => ({
    statement,
    verdict: `${i + 1} of ${plan.statements.length}: ${verdictOn(statement)}`,
    held: reasonToHold(statement, isWhole),
  }));
}

/** Nobody holds a statement back where no policy was asked, which does not make it safe. */
function verdictOn({ held, hazards }: Statement): string {
  if (held !== undefined) return 'waits for a person';
  return hazards.length === 0 ? 'safe' : 'has hazards';
}

/**
 * Neighbours without hazards share a transaction, as in a safe repair; every other statement stands alone. In a whole
 * plan all neighbours share one, so that what is dropped to be made again is never missed.
 */
function transactionsOf(statements: readonly Judged[], isWhole: boolean): readonly (readonly Judged[])[] {
  const groups: Judged[][] = [];
  for (const statement of statements) {
    const last = groups.at(-1);
    // All of a group are plain, or it holds but one.
    if (last?.[0] !== undefined && sharesTransaction(last[0], isWhole) && sharesTransaction(statement, isWhole))
      last.push(statement);
    else groups.push([statement]);
  }
  return groups;
}

function sharesTransaction({ statement, held }: Judged, isWhole: boolean): boolean {
  return statement.transaction === 'inside' && (isWhole || statement.hazards.length === 0) && held === undefined;
}

function transaction(statements: readonly Judged[], dialect: ScriptDialect): readonly string[] {
  const body = statements.flatMap((judged, i) => [...(i === 0 ? [] : ['']), ...statementLines(judged, dialect)]);
  const isBare = statements.some(({ statement, held }) => statement.transaction === 'outside' || held !== undefined);
  return isBare ? body : [...dialect.begin, '', ...body, '', ...dialect.commit];
}

function statementLines({ statement, verdict, held }: Judged, { bounds }: ScriptDialect): readonly string[] {
  const sql = showOnLines(`${statement.sql};`);
  const explained = comments([verdict, ...explain(statement)]);
  if (held !== undefined) return [...explained, ...comments([held]), ...sql.map((text) => `--   ${text}`)];
  const { before, after } = bounds(statement);
  return [...explained, ...before, `${statement.sql};`, ...after];
}

function explain(statement: Statement): readonly string[] {
  return [
    ...(statement.causedBy.length === 0 ? [] : [`mends ${statement.causedBy.map(fullName).join(', ')}`]),
    `takes ${lockInWords(statement)}`,
    ...(statement.lockMode === undefined ? [] : [blockingInWords(statement, statement.lockMode)]),
    ...statement.hazards.flatMap((hazard) => [
      `hazard ${hazard.code}: ${hazard.message}`,
      ...(hazard.saferWay === undefined ? [] : [`safer: ${hazard.saferWay}`]),
    ]),
  ];
}

function blockingInWords({ locks, lockTimeoutMs }: Statement, mode: LockMode): string {
  const blocked = blockedBy(mode);
  if (blocked === undefined) return 'blocks neither reads nor writes';
  const tables = locks.length === 0 ? '' : ` of ${listOf(locks.map(nameOf))}`;
  return `blocks ${blocked}${tables} until the transaction ends, and up to ${duration(lockTimeoutMs)} while it waits for its lock`;
}

function reasonToHold(statement: Statement, isWhole: boolean): string | undefined {
  if (hasUnshowable(statement.sql)) {
    return 'Not to be run as shown: it holds control or invisible characters. The JSON report has it exactly.';
  }
  return !isWhole && statement.hazards.some((hazard) => neverAllowed.includes(hazard.code))
    ? 'Written as a comment because of what it may cost. Remove the marks to run it:'
    : undefined;
}

function unplanned(left: Plan['unplanned']): readonly string[] {
  if (left.length === 0) return [];
  return [
    '',
    ...comments([
      `${count(left.length, 'drift')} that no statement mends:`,
      ...left.map(({ id, reason }) => `  ${fullName(id)}: ${reason}`),
    ]),
  ];
}

/** Corrections of stray values, which are never run: whatever the text holds, every line of it is a comment. */
function suggestions(findings: readonly ValueFinding[]): readonly string[] {
  return findings.flatMap(({ column, suggestion }) => {
    if (suggestion === undefined) return [];
    const texts = showOnLines(suggestion).map((text) => text.replace(/^-- ?/, ''));
    return ['', ...comments([`Stray values in ${fullName(column)}:`, ...texts.map((text) => `  ${text}`)])];
  });
}

/** Line breaks in a name are escaped, so that nothing from a database can end a comment. */
function comments(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `-- ${showOnOneLine(text)}`);
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
