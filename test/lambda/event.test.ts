import { describe, expect, test } from 'vitest';
import { readEvent, requireKnown } from '../../lambdas/check/event.ts';

describe('an event', () => {
  test.for([
    ['the console without a body', undefined, { kind: 'check', repair: 'plan', notify: true }],
    ['the console with {}', {}, { kind: 'check', repair: 'plan', notify: true }],
    [
      'some environments, one of them twice',
      { environments: ['prod', 'dev', 'prod'], notify: false },
      { kind: 'check', environments: ['prod', 'dev'], repair: 'plan', notify: false },
    ],
    ['a repair', { repair: 'safe' }, { kind: 'check', repair: 'safe', notify: true }],
    [
      'the schedule',
      { scheduledTime: '2026-03-01T11:00:00+01:00', executionId: 'e1' },
      {
        kind: 'check',
        repair: 'plan',
        notify: true,
        scheduled: { time: '2026-03-01T10:00:00.000Z', executionId: 'e1' },
      },
    ],
    ['a fleet asking for names', { list: 'environments' }, { kind: 'list' }],
  ] as const)('is understood from %s', ([, raw, event]) => {
    expect(readEvent(raw)).toEqual(event);
  });

  test.for([
    [{ enviroments: ['prod'] }, 'unknown key "enviroments", did you mean "environments"?'],
    [{ repair: 'all' }, '"repair" is not as it must be'],
    [{ environments: [] }, '"environments" is not as it must be'],
    [{ environments: 'prod' }, '"environments" is not as it must be'],
    [{ notify: 'no' }, '"notify" is not as it must be'],
    [{ scheduledTime: 'now', executionId: 'e' }, '"scheduledTime" is not as it must be'],
    [{ scheduledTime: '2026-03-01T10:00:00Z' }, 'scheduledTime and executionId come together or not at all'],
    [{ list: 'environments', repair: 'safe' }, 'list takes no other key beside it'],
    ['prod', 'the event must be a JSON object'],
    [[], 'the event must be a JSON object'],
  ] as const)('that is wrong (%j) gets an error that lists what is allowed', ([raw, what]) => {
    expect(() => readEvent(raw)).toThrow(
      `${what}. Allowed: environments: a list of environment names; absent: all | repair: "off", "plan", "safe"; ` +
        'absent: "plan", which changes nothing | notify: true or false; absent: true | scheduledTime: an ISO 8601 time; ' +
        'set by the schedule, together with executionId | executionId: a text; set by the schedule | ' +
        'list: "environments", alone: answers with their names and checks nothing',
    );
  });

  test('that names an unknown environment gets the known ones', () => {
    expect(() => requireKnown(['prod', 'stagin'], ['prod', 'staging'])).toThrow(
      'no environment is called "stagin" (did you mean "staging"?)',
    );
  });
});
