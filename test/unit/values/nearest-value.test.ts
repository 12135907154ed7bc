import { expect, test } from 'vitest';
import { nearestValue } from '../../../lib/values/nearest-value.ts';

const platforms = ['telegram', 'whatsapp', 'email', 'instagram', 'facebook'];

test.for([
  ['Telegramm', 'telegram'],
  ['TELEGRAM', 'telegram'],
  [' email\n', 'email'],
  ['e-mail', 'email'],
  ['ｅｍａｉｌ', 'email'],
  ['whatsap', 'whatsapp'],
  ['xyz', undefined],
  ['', undefined],
  ['   ', undefined],
  ['fax', undefined],
  ['a'.repeat(1_000_000), undefined],
] as const)('%j resembles %j', ([stray, nearest]) => {
  expect(nearestValue(stray, platforms)).toBe(nearest);
});

test('a value as near to two accepted ones resembles neither', () => {
  expect(nearestValue('type_c', ['type_a', 'type_b'])).toBeUndefined();
});
