import { applyPlan } from '../../lib/apply/apply-plan.ts';
import { loadConfig } from '../../lib/config/load.ts';
import type { Session } from '../../lib/engines/engine.ts';
import { engineNamed } from '../../lib/engines/engines.ts';
import { makePlan } from '../../lib/plan/make-plan.ts';
import { realDeps } from '../../lib/run/deps.ts';
import { compileExpectation } from '../../lib/run/expectation.ts';
import { findCatalogDrifts } from '../../lib/run/look.ts';
import { openSession } from '../../lib/run/open-session.ts';

/**
 * Repairs the only environment of a configuration and ends itself, and every process that it started, by SIGKILL before the
 * step of this number: BEGIN is the first, then each statement, then COMMIT, then what follows it.
 *
 * Usage: repair-and-die.ts CONFIG STEP, as the leader of a process group of its own.
 */
const [file = '', step = ''] = process.argv.slice(2);
const { config } = await loadConfig(file);
const [environment] = Object.values(config.environments);
const [expectation] = Object.values(config.expectations);
if (environment === undefined || expectation === undefined) throw new RangeError('it has one of each');
const expected = await compileExpectation(expectation, config);
const engine = engineNamed(expected.engine);
const deps = realDeps(process.env);
const session = await openSession(engine, environment, 'driftline', deps);

let steps = 0;
function mayDie(): void {
  if (++steps === Number(step)) process.kill(-process.pid, 'SIGKILL');
}

const repair: Session['repair'] = {
  ...session.repair,
  begin: async () => {
    mayDie();
    await session.repair.begin();
  },
  run: async (...given) => {
    mayDie();
    return session.repair.run(...given);
  },
  commit: async () => {
    mayDie();
    await session.repair.commit();
    mayDie();
  },
};
const before = await session.introspect();
const findDrifts = async (actual: typeof before.snapshot) => (await findCatalogDrifts(engine, expected, actual)).drifts;
const plan = makePlan(await findDrifts(before.snapshot), expected.snapshot, before.snapshot, engine.rules);
await applyPlan({ ...session, repair }, plan, { before, findDrifts, ...deps });
await session.close();
