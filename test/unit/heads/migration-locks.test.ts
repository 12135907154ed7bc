import { expect, test } from 'vitest';
import { findMigrations } from '../../../lib/heads/migration-locks.ts';

const database = { name: 'content', ids: ['table:public.schema_migrations', 'index:public.ix'] };

/** Keys as the tools' own code computes them. */
test.for([
  // The hash code of "public"."flyway_schema_history" in Java.
  ['Flyway', 77_431_708_279_161n + BigInt(javaHash('"public"."flyway_schema_history"'))],
  ['Prisma Migrate', 72_707_369n],
  ['node-pg-migrate', 7_241_865_325_823_964n],
  ['goose', 5_887_940_537_704_921_958n],
  ['goose', 4_097_083_626n],
  ['Sqitch', 75_474_063n],
  ['Kysely', 3_853_314_791_062_309_107n],
  ['tern', 9_628_173_550_095_224n],
  ['Atlas', 2_686_470_616n],
  ['Rails', 8_777_189_984_394_652_485n],
  ['sqlx', 4_388_594_990_060_158_286n],
  ['golang-migrate', 835_276_490n],
  // From the command line, which takes the database's name from the path of the URL.
  ['golang-migrate', 3_789_199_917n],
] as const)('%s is known by its lock', ([tool, key]) => {
  expect(findMigrations([{ key, holder: 'process 1' }], database)).toMatchObject([{ tool }]);
});

test.for([
  ['some number', 4711n],
  ['one that is too great for a hash of 32 bits', 835_276_490n + 2n ** 32n],
  ['the hash of another database', 2_053_462_845n],
  ['a negative number', -1n],
] as const)("a lock on %s is no migration tool's", ([, key]) => {
  expect(findMigrations([{ key, holder: 'process 1' }], database)).toEqual([]);
});

test("a key that is made from a table's name means nothing where there is no such table", () => {
  expect(findMigrations([{ key: 835_276_490n, holder: 'process 1' }], { name: 'content', ids: [] })).toEqual([]);
});

/** As `String.hashCode` has it. */
function javaHash(text: string): number {
  let hash = 0;
  for (const character of text) hash = (Math.imul(31, hash) + character.charCodeAt(0)) | 0;
  return hash;
}
