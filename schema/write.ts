import { writeFile } from 'node:fs/promises';
import { configJsonSchema } from '../lib/config/json-schema.ts';
import { reportJsonSchema } from '../lib/report/report-schema.ts';

/** Writes the published JSON Schemas anew from the schemas that the code checks with. */
const schemas = {
  'driftline.schema.json': configJsonSchema(),
  'report.schema.json': reportJsonSchema(),
};

for (const [file, schema] of Object.entries(schemas)) {
  await writeFile(new URL(file, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
