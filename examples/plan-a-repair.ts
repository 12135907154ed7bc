/**
 * Prints the statements that make a database what some migrations promise, and what each of them may hurt.
 *
 * Run it: node examples/plan-a-repair.ts migrations postgresql://...
 */
import { planRepair, readCatalog } from 'driftline';

const [migrations = 'migrations', url = ''] = process.argv.slice(2);
const [expected, actual] = await Promise.all([readCatalog(migrations), readCatalog(url)]);

const plan = await planRepair(expected.snapshot, actual.snapshot);

for (const { sql, hazards } of plan.statements) {
  for (const { code, message } of hazards) console.log(`-- ${code}: ${message}`);
  console.log(`${sql};`);
}
for (const { id, reason } of plan.unplanned) console.log(`-- ${id}: ${reason}`);
