import { z } from 'zod';
import { configFileSchema } from './schema.ts';

/**
 * The JSON Schema (draft 7, which every YAML editor reads) of `driftline.yaml`, as published in
 * `schema/driftline.schema.json`.
 */
export function configJsonSchema(): object {
  const schema = z.toJSONSchema(configFileSchema, { target: 'draft-07', io: 'input' });
  return schema;
}
