import type { Severity } from '../diff/severity.ts';
import type { Mute } from '../incidents/mute.ts';
import type { TimeWindow } from '../time-window.ts';

/** Whom to tell of what, and when: the section `alerts` of the configuration, with its defaults. Plain JSON. */
export interface AlertSettings {
  readonly remindAfterMs: number;
  readonly flapping: { readonly changes: number; readonly withinMs: number };
  readonly mutes: readonly Mute[];
  /** The zone that quiet hours are in: `Europe/Berlin`. */
  readonly timeZone: string;
  /** When what is less than `high` waits. */
  readonly quietHours: readonly TimeWindow[];
  /** By name. */
  readonly channels: { readonly [name: string]: Channel };
  /** Every route that fits takes its share. Empty: everything goes to every channel. */
  readonly routes: readonly Route[];
  /** The first that fits an object is its owner. */
  readonly owners: readonly Owner[];
  /** Where `docs/runbook.md` is read. */
  readonly runbook?: string;
  /** Called after every complete run. */
  readonly heartbeat?: Confidential;
}

/** A text that is nobody's business: it is found when it is needed, and never written down. */
export type Confidential =
  | { readonly kind: 'variable'; readonly template: string; readonly at: string }
  | { readonly kind: 'secret'; readonly secretId: string; readonly at: string };

interface CommonChannel {
  readonly name: string;
  /** Leaves out everything that may hold a value of the database: what is and should be, hints, statements. */
  readonly isRedacted: boolean;
}

export type Channel = CommonChannel &
  (
    | { readonly kind: 'slack' | 'teams'; readonly url: Confidential }
    | {
        readonly kind: 'webhook';
        /** A URL, or JSON of `url` and `key`. */
        readonly url: Confidential;
        /** What requests are signed with; absent: the key beside the URL, else they are not. */
        readonly key?: Confidential;
      }
    | { readonly kind: 'email'; readonly topicArn: string }
    | { readonly kind: 'events' /** A name or an ARN. */; readonly bus: string }
  );

/** Takes what fits it to some channels. */
export interface Route {
  readonly channels: readonly string[];
  /** Names, in which `*` stands for any run of characters; absent: all. */
  readonly environments?: readonly string[];
  /** The least that is told. */
  readonly severity: Severity;
  /** Patterns of object ids; absent: all. */
  readonly patterns?: readonly string[];
  /** Instead of those of all routes. */
  readonly quietHours?: readonly TimeWindow[];
}

/** Who is called when something of theirs drifts. */
export interface Owner {
  readonly name: string;
  readonly environments?: readonly string[];
  readonly patterns?: readonly string[];
  /** As Slack writes a mention: `<@U0123ABCD>`, `<!subteam^S0123ABCD>`. */
  readonly slack?: string;
}

export const alertDefaults = {
  remindAfterMs: 86_400_000,
  flapping: { changes: 6, withinMs: 43_200_000 },
  timeZone: 'UTC',
  severity: 'low',
} as const;

/** What holds where nothing is configured: incidents are kept, and nobody is told. */
export const noAlerts: AlertSettings = {
  remindAfterMs: alertDefaults.remindAfterMs,
  flapping: alertDefaults.flapping,
  mutes: [],
  timeZone: alertDefaults.timeZone,
  quietHours: [],
  channels: {},
  routes: [],
  owners: [],
};
