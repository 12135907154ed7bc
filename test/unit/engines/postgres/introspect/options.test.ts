import { expect, test } from 'vitest';
import { readOptions, readStorageOptions } from '../../../../../lib/engines/postgres/introspect/options.ts';

test.for([
  ['autovacuum_enabled=off', 'false'],
  ['autovacuum_enabled=FALSE', 'false'],
  ['fastupdate=0', 'false'],
  ['security_barrier=on', 'true'],
  ['security_invoker=1', 'true'],
  ['deduplicate_items=y', 'true'],
  ['fillfactor=080', '80'],
  ['autovacuum_vacuum_scale_factor=0.10', '0.1'],
  ['autovacuum_vacuum_scale_factor=.05', '0.05'],
  ['n_distinct=-0.50', '-0.5'],
  ['check_option=local', 'local'],
  ['vacuum_index_cleanup=auto', 'auto'],
] as const)('the option %s is read as %s', ([option, value]) => {
  expect(Object.values(readStorageOptions([option]))).toEqual([value]);
});

test('the options of a TOAST table are told from those of its table', () => {
  expect(readStorageOptions(['autovacuum_enabled=no'], 'toast.')).toEqual({ 'toast.autovacuum_enabled': 'false' });
});

test('settings of a routine stay as they are, in the order of their names', () => {
  expect(Object.entries(readOptions(['work_mem=010', 'app.code=a=b']))).toEqual([
    ['app.code', 'a=b'],
    ['work_mem', '010'],
  ]);
});
