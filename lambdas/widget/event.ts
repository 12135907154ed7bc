import { DriftlineError } from '../../lib/errors.ts';
import type { CheckTarget, WidgetParameters } from './settings.ts';

/** What a widget is asked for. */
export type WidgetEvent =
  | { readonly kind: 'describe' }
  | ({ readonly kind: 'overview'; readonly theme: Theme } & WidgetParameters)
  | { readonly kind: 'report'; readonly environment: string; readonly theme: Theme };

/** The console's own scheme. */
export type Theme = 'light' | 'dark';

/**
 * Reads what CloudWatch calls the function with: `{"describe": true}` asks for its documentation, the widget's own
 * parameters for the overview, `{"report": "prod"}` for one environment.
 *
 * See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_about.html
 *
 * @throws DriftlineError `invalid-event`
 */
export function readWidgetEvent(raw: unknown): WidgetEvent {
  const event = isRecord(raw) ? raw : {};
  const { describe, report, checks = [], mayRepair = false, widgetContext } = event;
  const theme = isRecord(widgetContext) && widgetContext.theme === 'dark' ? 'dark' : 'light';
  if (describe === true) return { kind: 'describe' };
  if (typeof report === 'string' && report !== '') return { kind: 'report', environment: report, theme };
  if (!Array.isArray(checks) || !checks.every(isTarget)) throw invalid('checks');
  if (typeof mayRepair !== 'boolean') throw invalid('mayRepair');
  return { kind: 'overview', theme, checks, mayRepair };
}

// By hand, since a library for this would be two thirds of the function.
function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTarget(value: unknown): value is CheckTarget {
  return (
    isRecord(value) &&
    typeof value.endpoint === 'string' &&
    (value.group === undefined || typeof value.group === 'string')
  );
}

function invalid(key: keyof WidgetParameters): DriftlineError {
  return new DriftlineError('invalid-event', `${key} is not as it must be`, {
    remedy: 'Call it with {"describe": true} to read what it takes.',
  });
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
