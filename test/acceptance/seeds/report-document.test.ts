import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { incidents } from '../../../demo/incidents/incidents.ts';
import { scriptDialect } from '../../../lib/engines/postgres/script-dialect.ts';
import { renderJson } from '../../../lib/report/json.ts';
import { renderPlan } from '../../../lib/report/plan-sql.ts';
import { checkReportSchema } from '../../../lib/report/report-schema.ts';
import { majors } from '../../support/databases.ts';
import { check as asCheck } from '../../unit/report/reports.ts';
import { createIncidentDatabase } from './incident-database.ts';

const published = JSON.parse(
  await readFile(new URL('../../../schema/report.schema.json', import.meta.url), 'utf8'),
) as object;
const ajv = new Ajv({ strict: false, allErrors: true });
const fitsPublished = ajv.compile(published);
/** Refuses also what the schema does not name, so that nothing is reported that is not published. */
const fitsExactly = ajv.compile(z.toJSONSchema(checkReportSchema, { target: 'draft-07', io: 'output' }));

const onServers = Object.values(incidents).filter((incident) => !('file' in incident));

describe.for(majors)('on PostgreSQL %i', (major) => {
  test.for(onServers)('every report on $name fits the published schema', async (incident) => {
    const database = await createIncidentDatabase(major, incident);
    try {
      for (const policy of ['plan', 'safe', 'off'] as const) {
        const document: unknown = JSON.parse(renderJson(asCheck(await database.check(policy))));
        fitsPublished(document);
        expect(fitsPublished.errors).toBeNull();
        fitsExactly(document);
        expect(fitsExactly.errors).toBeNull();
      }
    } finally {
      await database.drop();
    }
  });

  test('what `driftline plan` prints runs as it is, and leads to what the migrations promise', async () => {
    for (const incident of [incidents.contentTablesMissing, incidents.integrationLogsMissing]) {
      const database = await createIncidentDatabase(major, incident);
      try {
        await database.sql(renderPlan(await database.check('plan'), scriptDialect));
        expect(await database.distanceFromMigrations()).toEqual([]);
      } finally {
        await database.drop();
      }
    }
  });
});
