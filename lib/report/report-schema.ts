import { z } from 'zod';
import { severities } from '../diff/severity.ts';
import { hazardCodes } from '../plan/hazard.ts';
import { lockModes } from '../plan/lock-mode.ts';
import { repairPolicies } from '../plan/statement.ts';
import { valueMethods } from '../values/value-check.ts';
import { type CheckReport, reportFormatVersion } from './run-report.ts';

const id = z.string().describe('An object, as kind:name: table:public.content_plans, column:public."odd.name".status.');
const ids = z.array(id);
const amount = z.int().nonnegative();
const milliseconds = z.number().nonnegative();
const part = z.number().min(0).max(1);

const diagnostic = z
  .object({
    level: z
      .enum(['info', 'warning', 'error'])
      .describe('error: something could not be seen, so the environment is not called in sync.'),
    code: z.string().describe('A stable kebab-case name.'),
    message: z.string().describe('What happened.'),
    remedy: z.string().describe('What a person can do about it.').exactOptional(),
    id: id.exactOptional(),
  })
  .meta({ id: 'Diagnostic', description: 'Trouble with the run itself, as opposed to drift in what it looked at.' });

const drift = z
  .object({
    kind: z.enum(['missing', 'unexpected', 'modified', 'renamed', 'invalid']),
    id,
    attribute: z.string().describe('The attribute that differs.').exactOptional(),
    expected: z.json().describe('What the migrations promise.'),
    actual: z.json().describe('What the database holds.'),
    severity: z
      .enum(severities)
      .describe('Queries fail now; the next write fails; something is slow; names and comments.'),
    hint: z.string().describe('What an experienced engineer would say.').exactOptional(),
    resembles: id.describe('What may be this very object under another name.').exactOptional(),
    belongsTo: ids.describe('What the object is part of, nearest first.').exactOptional(),
    includes: ids.describe('Children that are missing or unexpected only because this object is.').exactOptional(),
    includeCounts: z.record(z.string(), amount).describe('How many they are of each sort.').exactOptional(),
    explainedBy: z.string().describe('The fingerprint of the drift in this report that is its cause.').exactOptional(),
    fingerprint: z.string().describe('Names the drift across runs.'),
  })
  .meta({ id: 'Drift', description: 'One difference between what the migrations promise and what is there.' });

const stray = z
  .object({
    value: z.string().nullable().describe('The value as text, or its beginning; null for SQL NULL.'),
    length: amount.describe('Characters of the whole value, where value is only its beginning.').exactOptional(),
    rows: amount,
    rowsAreAtLeast: z.boolean().describe('The count stopped there.'),
    samples: z.array(z.string()).describe('Where some of its rows are.').exactOptional(),
    nearest: z.string().describe('The accepted value that it was probably meant to be.').exactOptional(),
  })
  .meta({ id: 'StrayValue', description: 'A value outside the accepted ones.' });

const constraintVerdict = z
  .object({
    by: ids.describe('The constraints and types that decide.'),
    allows: z.array(z.string()).describe('All that they allow, where that can be listed.').exactOptional(),
    rejects: z.array(z.string()).describe('Accepted values that they reject.'),
    permits: z.array(z.string()).describe('Values that they allow and that are not accepted.'),
  })
  .meta({ id: 'ConstraintVerdict', description: "How the database's own constraints and the accepted values differ." });

const valueFinding = z
  .object({
    column: id,
    accept: z.array(z.string()),
    outcome: z.enum(['clean', 'stray', 'unknown']),
    method: z.enum(valueMethods).exactOptional(),
    via: id.describe('The index or constraint that the method went by.').exactOptional(),
    strays: z.array(stray).describe('Most rows first; empty where values are redacted.'),
    straysAreAtLeast: z.boolean().describe('More stray values exist than are listed.'),
    strayRows: amount,
    strayRowsAreAtLeast: z.boolean(),
    isTolerated: z.literal(true).exactOptional(),
    coverage: part.describe('The part of the rows that the finding speaks for.'),
    constraint: constraintVerdict.exactOptional(),
    derivedFrom: id.describe('Where the accepted values come from, when nobody declared them.').exactOptional(),
    reason: z.string().describe('Why the outcome is unknown.').exactOptional(),
    suggestion: z.string().describe('A commented UPDATE for a person; never run.').exactOptional(),
    memory: z.record(z.string(), z.json()).describe('Where a rolling scan goes on in the next run.').exactOptional(),
    runsToGo: amount.describe('Runs until a rolling scan has seen every page.').exactOptional(),
    tookMs: milliseconds,
  })
  .meta({ id: 'ValueFinding', description: 'What was seen of one column that may hold only certain values.' });

const hazard = z
  .object({
    code: z.enum(hazardCodes),
    message: z.string(),
    saferWay: z.string().exactOptional(),
  })
  .meta({ id: 'Hazard', description: 'What a statement may hurt.' });

const statement = z
  .object({
    sql: z.string().describe('Complete SQL without the closing semicolon.'),
    causedBy: ids.describe('The drifted objects that it mends.'),
    hazards: z.array(hazard),
    lockMode: z.enum(lockModes).describe('The strongest lock on a table that existed before.').exactOptional(),
    locks: ids.describe('The tables that the lock is taken on.'),
    transaction: z.enum(['inside', 'outside']),
    lockTimeoutMs: milliseconds,
    statementTimeoutMs: milliseconds,
    provides: ids,
    removes: ids.describe('What is gone once it has run.').exactOptional(),
    requires: ids,
    sizedBy: ids.describe('The tables whose size decides how long it takes.'),
    held: z.string().describe('Why it waits for a person; absent: a safe repair may run it.').exactOptional(),
  })
  .meta({ id: 'Statement', description: 'One statement of a plan.' });

const plan = z
  .object({
    catalogFingerprint: z.string().describe('Names the catalog that the plan was made for.'),
    statements: z.array(statement).describe('In an order in which they can run.'),
    unplanned: z.array(z.object({ id, reason: z.string() })).describe('Drifts that no statement mends.'),
  })
  .meta({ id: 'Plan', description: 'The statements that would mend the drifts.' });

const applied = z
  .object({
    results: z.array(
      z.object({
        statement,
        outcome: z
          .enum(['applied', 'alreadyThere', 'refused', 'failed', 'rolledBack', 'inDoubt'])
          .describe('alreadyThere: it came after the plan was made, in just the planned definition.'),
        reason: z.string().exactOptional(),
        tookMs: milliseconds.describe('In its last attempt, with the wait for its locks.'),
        lockWaits: z
          .object({
            times: amount.describe('How often it gave up waiting, so that nobody had to wait behind it.'),
            waitedMs: milliseconds.describe('In all these attempts together, without the pauses between them.'),
          })
          .describe('Absent when it met no lock that it did not get in time.')
          .exactOptional(),
      }),
    ),
    refused: z
      .object({ code: z.string(), reason: z.string(), remedy: z.string().exactOptional() })
      .describe('Why nothing was tried at all.')
      .exactOptional(),
    backup: z
      .object({ path: z.string(), howToRestore: z.string().describe('What to do to go back to it, as a command.') })
      .describe('The copy that was made before anything was changed.')
      .exactOptional(),
    tookMs: milliseconds,
  })
  .meta({ id: 'ApplyReport', description: 'What a repair did.' });

const outcome = z
  .enum(['inSync', 'drift', 'unknown'])
  .describe('inSync only where everything that was to be checked was seen and is as expected.');

const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
  .describe('ISO 8601, UTC.');

const runReport = z
  .object({
    environment: z.string(),
    expectation: z.string(),
    outcome,
    drifts: z.array(drift).describe('What is different now: after the repair, where one ran.'),
    accepted: z
      .object({ by: z.string().describe('The file of the baseline.'), drifts: z.array(drift) })
      .describe('What is different as well, and accepted by the baseline: it does not count.')
      .exactOptional(),
    driftsBefore: z.array(drift).describe('What was different before the repair.').exactOptional(),
    values: z.array(valueFinding),
    repair: z.enum(repairPolicies).describe('The policy that was in force.'),
    plan: plan.exactOptional(),
    applied: applied.exactOptional(),
    diagnostics: z.array(diagnostic),
    coverage: z
      .object({
        objects: amount.describe('Objects that were compared; 0 when the catalog could not be read.'),
        valueChecks: amount,
        valueChecksComplete: amount.describe('Value checks that spoke for every row.'),
      })
      .describe('How much was looked at.'),
    catalogReadAt: moment
      .describe('When the catalog was read, where that was in an earlier run and it has proved unchanged since.')
      .exactOptional(),
    promisedBy: z
      .record(id, z.object({ file: z.string(), line: z.int().positive() }))
      .describe('Where the migrations promise what drifted, as far as that is known.')
      .exactOptional(),
    sketch: z
      .array(z.object({ id, columns: z.array(z.object({ name: z.string(), type: z.string() })), refersTo: ids }))
      .describe('The tables that drifted and their neighbours as the migrations have them, to draw them.')
      .exactOptional(),
    server: z
      .object({
        engine: z.string().describe('Absent: postgresql.').exactOptional(),
        version: z.string(),
        database: z.string(),
        address: z.string(),
      })
      .describe('What was connected to; absent when nothing was.')
      .exactOptional(),
    startedAt: moment,
    tookMs: milliseconds,
  })
  .meta({ id: 'RunReport', description: 'What one run found in one environment, and what it did about it.' });

/** The shape of the published document. */
export const checkReportSchema = z.object({
  formatVersion: z.literal(reportFormatVersion),
  outcome: outcome.describe('unknown when any environment is, else drift when any is.'),
  environments: z.array(runReport),
  startedAt: moment,
  tookMs: milliseconds,
}) satisfies z.ZodType<CheckReport>;

/**
 * The JSON Schema (draft 7) of what `--format json` prints, as published in `schema/report.schema.json`. It lets
 * properties through that it does not name, so that documents of later versions with the same `formatVersion` pass.
 */
export function reportJsonSchema(): object {
  return {
    title: 'Driftline check report',
    ...z.toJSONSchema(checkReportSchema, { target: 'draft-07', io: 'input' }),
  };
}
