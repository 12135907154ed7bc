import { writeFile } from 'node:fs/promises';
import { configJsonSchema } from '../lib/config/json-schema.ts';

/** Writes the published JSON Schemas anew from the schemas that the code checks with. */
await writeFile(
  new URL('driftline.schema.json', import.meta.url),
  `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
);
