import type { Environment } from '../config/config.ts';
import type { RunReport } from '../report/run-report.ts';
import type { SureLook } from './two-looks.ts';

/** What a report says of how a look was taken: what the baseline let pass, and which catalog was known. */
export function tellLook(
  { baseline }: Environment,
  { accepted, catalogReadAt }: SureLook,
): Pick<RunReport, 'accepted' | 'catalogReadAt'> {
  return {
    ...(baseline === undefined || accepted.length === 0 ? {} : { accepted: { by: baseline.file, drifts: accepted } }),
    ...(catalogReadAt === undefined ? {} : { catalogReadAt }),
  };
}
