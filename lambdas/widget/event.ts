import { z } from 'zod';
import { DriftlineError } from '../../lib/errors.ts';
import type { WidgetParameters } from './settings.ts';

/** What a widget is asked for. */
export type WidgetEvent =
  | { readonly kind: 'describe' }
  | ({ readonly kind: 'overview'; readonly theme: Theme } & WidgetParameters)
  | { readonly kind: 'report'; readonly environment: string; readonly theme: Theme };

/** The console's own scheme. */
export type Theme = 'light' | 'dark';

const shape = z.object({
  describe: z.boolean().optional(),
  report: z.string().min(1).optional(),
  checks: z.array(z.object({ endpoint: z.string().min(1), group: z.string().exactOptional() })).default([]),
  mayRepair: z.boolean().default(false),
  widgetContext: z.object({ theme: z.string().optional() }).optional(),
});

/**
 * Reads what CloudWatch calls the function with: `{"describe": true}` asks for its documentation, the widget's own
 * parameters for the overview, `{"report": "prod"}` for one environment.
 *
 * See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_about.html
 *
 * @throws DriftlineError `invalid-event`
 */
export function readWidgetEvent(raw: unknown): WidgetEvent {
  const { data, error } = shape.safeParse(raw ?? {});
  if (data === undefined) {
    const [issue] = error.issues;
    throw new DriftlineError('invalid-event', `${issue?.path.join('.') || 'the event'} is not as it must be`, {
      remedy: 'Call it with {"describe": true} to read what it takes.',
    });
  }
  const theme = data.widgetContext?.theme === 'dark' ? 'dark' : 'light';
  if (data.describe) return { kind: 'describe' };
  if (data.report !== undefined) return { kind: 'report', environment: data.report, theme };
  return { kind: 'overview', theme, checks: data.checks, mayRepair: data.mayRepair };
}

/** What `describe` answers: shown by the console to whoever adds the widget to another dashboard. */
export const description = `## Driftline

Shows which environments are true to their migrations, and what drifted where.

### Parameters

Param | Takes
---|---
**checks** | a list of functions that check: \`{ "endpoint": "<ARN>", "group": "<name>" }\`. Each gets a button, which calls it under your own rights.
**mayRepair** | whether there is a button that repairs what is safe; each environment's own policy may allow less. By default \`false\`.
**report** | the name of one environment, instead of the others: shows everything that its last run found.

### Example

\`\`\`yaml
checks:
  - endpoint: arn:aws:lambda:eu-central-1:111111111111:function:Driftline-Check
\`\`\`
`;
