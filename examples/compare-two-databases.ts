/**
 * Lists every bare difference between two databases, with the two values of each.
 *
 * Run it: node examples/compare-two-databases.ts postgresql://.../prod postgresql://.../staging
 */
import { diffCatalogs, readCatalog } from 'driftline';

const [left = '', right = ''] = process.argv.slice(2);
const [prod, staging] = await Promise.all([readCatalog(left), readCatalog(right)]);

for (const { kind, id, attribute, expected, actual } of diffCatalogs(prod.snapshot, staging.snapshot)) {
  if (kind === 'modified') console.log(`${id} ${attribute}: ${JSON.stringify(expected)} -> ${JSON.stringify(actual)}`);
  else console.log(`${kind} ${id}`);
}
