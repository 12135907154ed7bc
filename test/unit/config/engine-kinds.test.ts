import { expect, test } from 'vitest';
import { engineKinds } from '../../../lib/config/engine-kinds.ts';
import { engineNames } from '../../../lib/config/engine-names.ts';
import { engineNamed } from '../../../lib/engines/engines.ts';

test.for(engineNames)('the kinds that a configuration may name are those that %s mends', (name) => {
  expect([...engineKinds[name]]).toEqual([...new Set(engineNamed(name).rules.map(({ kind }) => kind))].sort());
});
