import { writeFile } from 'node:fs/promises';
import { alertJsonSchema } from '../lib/alerts/alert-schema.ts';
import { cliJsonSchemas } from '../lib/cli/json-schemas.ts';
import { configJsonSchema } from '../lib/config/json-schema.ts';
import { hazardsPage } from '../lib/engines/postgres/rules/hazards-page.ts';
import { reportJsonSchema } from '../lib/report/report-schema.ts';

/** Writes the published JSON Schemas, and the page of hazards, anew from what the code itself uses. */
const schemas = {
  'alert.schema.json': alertJsonSchema(),
  'driftline.schema.json': configJsonSchema(),
  'report.schema.json': reportJsonSchema(),
  ...cliJsonSchemas(),
};
for (const [name, schema] of Object.entries(schemas)) {
  await writeFile(new URL(name, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
await writeFile(new URL('../docs/hazards.md', import.meta.url), hazardsPage());
