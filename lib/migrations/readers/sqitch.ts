import { createHash } from 'node:crypto';
import { invalidMigration } from '../invalid-migration.ts';
import type { FolderFile, Migration, MigrationFolder, MigrationReader } from '../migration.ts';

/** A change or a tag of the plan: `users [appschema] 2026-01-01T10:00:00Z Ada <ada@example.com> # Why`. */
const planned = /^(?<sign>[+-]?)(?<name>@?[^\s@[\]#]+)\s*(?:\[[^\]]*\]\s*)?\d{4}-\d\d-\d\dT\S+\s+[^<]*<[^>]*>/;

/**
 * Sqitch: `sqitch.plan` lists the changes in their order, and `deploy/<change>.sql` holds what each does. A change that was
 * reworked has its former script under the name of the tag that came after it.
 * Source: https://sqitch.org/docs/manual/sqitchtutorial/
 */
export const sqitch: MigrationReader = {
  name: 'sqitch',
  title: 'Sqitch',
  recognises: ({ files }) => files.some(({ name }) => name === 'sqitch.plan'),
  read: (folder) => {
    const plan = folder.files.find(({ name }) => name === 'sqitch.plan');
    if (plan === undefined) {
      throw invalidMigration(
        { path: `${folder.path}/sqitch.plan`, line: 0 },
        'is not there',
        'Name the folder that holds sqitch.plan, not its deploy folder.',
      );
    }
    const steps = readPlan(plan);
    return steps.flatMap((step, i): readonly Migration[] => {
      if (step.isTag) return [];
      const earlier = steps.slice(0, i).filter(({ name }) => name === step.name).length;
      const file = scriptOf(folder, plan, step, reworkTag(steps, i));
      return [
        {
          file: { path: file.path, text: file.text },
          revision: {
            id: earlier === 0 ? step.name : `${step.name}#${earlier + 1}`,
            name: step.name,
            checksums: [createHash('sha1').update(file.bytes).digest('hex')],
          },
        },
      ];
    });
  },
};

interface Step {
  readonly name: string;
  readonly isTag: boolean;
  readonly line: number;
}

function readPlan(plan: FolderFile): readonly Step[] {
  return plan.text.split('\n').flatMap((content, i) => {
    const text = content.trim();
    if (text === '' || /^[#%]/.test(text)) return [];
    const { sign, name = '' } = planned.exec(text)?.groups ?? {};
    if (name === '' || sign === '-') {
      throw invalidMigration(
        { path: plan.path, line: i + 1 },
        sign === '-' ? 'takes a change back, which Driftline does not follow' : 'is no line of a plan',
        'Write the plan with `sqitch add`, `sqitch tag` and `sqitch rework`.',
      );
    }
    return [{ name: name.replace(/^@/, ''), isTag: name.startsWith('@'), line: i + 1 }];
  });
}

/** The tag before which a change stood that was reworked after it; undefined for one that is as it was. */
function reworkTag(steps: readonly Step[], i: number): string | undefined {
  const rest = steps.slice(i + 1);
  const isReworked = rest.some(({ name, isTag }) => !isTag && name === steps[i]?.name);
  return isReworked ? rest.find(({ isTag }) => isTag)?.name : undefined;
}

function scriptOf({ files }: MigrationFolder, plan: FolderFile, step: Step, tag: string | undefined): FolderFile {
  const wanted = `${step.name}${tag === undefined ? '' : `@${tag}`}.sql`;
  const file = files.find(({ name }) => name === `deploy/${wanted}` || name.endsWith(`/deploy/${wanted}`));
  if (file !== undefined) return file;
  throw invalidMigration(
    { path: plan.path, line: step.line },
    `plans ${step.name}, but there is no deploy/${wanted}`,
    'Bring the script back. Folders of other names than `deploy` are not looked at.',
  );
}
