/**
 * Which room may import from which. A room is a folder of `lib`; `ground` is the files in `lib` itself that everybody
 * stands on. A room that is not listed here does not exist in the design yet: decide what it may know first.
 */
export const mayImport: { readonly [room: string]: readonly string[] } = {
  ground: ['catalog'],
  catalog: ['ground'],
  diff: ['catalog', 'ground'],
  plan: ['catalog', 'diff', 'ground'],
  values: ['catalog', 'diff', 'ground'],
  report: ['catalog', 'diff', 'plan', 'values', 'ground'],
  engines: ['catalog', 'diff', 'plan', 'values', 'ground'],
  apply: ['catalog', 'diff', 'plan', 'engines', 'ground'],
  heads: ['catalog', 'diff', 'engines', 'config', 'migrations', 'ground'],
  config: ['catalog', 'diff', 'plan', 'values', 'engines', 'migrations', 'ground'],
  migrations: ['catalog', 'engines', 'ground'],
  incidents: ['catalog', 'diff', 'report', 'ground'],
  alerts: ['catalog', 'diff', 'incidents', 'report', 'ground'],
  run: ['catalog', 'diff', 'plan', 'values', 'report', 'engines', 'apply', 'heads', 'config', 'migrations', 'ground'],
  cli: [
    'catalog',
    'diff',
    'plan',
    'values',
    'report',
    'engines',
    'apply',
    'config',
    'heads',
    'migrations',
    'incidents',
    'alerts',
    'run',
    'ground',
  ],
  constructs: ['config', 'plan', 'ground'],
  index: ['catalog', 'diff', 'plan', 'values', 'report', 'engines', 'apply', 'heads', 'config', 'run', 'ground'],
};

/** Single files that a room may import although their room is closed to it: shapes that a report is made of. */
export const doors: { readonly [room: string]: readonly string[] } = {
  report: ['lib/apply/apply-report.ts'],
  // What is on its way to people is kept with the incidents.
  incidents: ['lib/alerts/alert.ts', 'lib/alerts/route.ts'],
  // The settings of alerts are a part of the configuration.
  config: ['lib/alerts/settings.ts'],
  constructs: ['lib/alerts/settings.ts'],
};

/** Files that are pure: the same answer for the same arguments, at any time, on any machine. */
export const pure: readonly RegExp[] = [
  /^lib\/(catalog|diff|plan|report|values)\//,
  /^lib\/incidents\/(incident|mute|sight|transition)/,
  /^lib\/alerts\/(alert|change-detail|compose|email|event-bridge|message|route|settings|slack|teams)\.ts$/,
  /^lib\/engines\/[^/]+\/(rules\/|text\/|quote\.ts$)/,
];

/** Files that pure ones may use: they hold an error family, shapes, and the arithmetic of clocks. */
export const pureGround: readonly string[] = ['lib/errors.ts', 'lib/diagnostic.ts', 'lib/time-window.ts'];

/** Packages that compute and do nothing else. */
export const purePackages: readonly string[] = ['@dagrejs/dagre', '@noble/hashes', 'leven', 'string-width', 'zod'];

/** The names of the engines, which nothing outside their rooms may ask for. */
export const engineNames: readonly string[] = ['postgresql', 'sqlite'];

/** The only files of `lib/engines` that the rest of `lib` may know. */
export const enginesDoors: readonly string[] = [
  'lib/engines/engine.ts',
  'lib/engines/engines.ts',
  'lib/engines/repair.ts',
];

/** Longest a file may grow before it is asked whether it holds two ideas. */
export const softLimitLines = 250;

/** The same for a file of tests, whose tables of cases are long and plain. */
export const softLimitTestLines = 400;

/** Files that were asked and gave a good answer. */
export const allowedToBeLong: readonly string[] = ['lib/engines/postgres/rules/hazards.ts'];
