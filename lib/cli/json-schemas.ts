import { z } from 'zod';
import { doctorReportSchema } from './doctor-report.ts';
import { errorDocumentSchema } from './print-error.ts';

/** The JSON Schemas (draft 7) of the documents that only the command line prints, by the names that they are published under. */
export function cliJsonSchemas(): { readonly [fileName: string]: object } {
  const published = (schema: z.ZodType) => z.toJSONSchema(schema, { target: 'draft-07', io: 'input' });
  return {
    'doctor.schema.json': published(doctorReportSchema),
    'error.schema.json': published(errorDocumentSchema),
  };
}
