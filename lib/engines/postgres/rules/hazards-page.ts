import { type Hazard, hazardCodes, neverAllowed } from '../../../plan/hazard.ts';
import { hazards } from './hazards.ts';
import { unmendable } from './unmendable.ts';

/** Writes the page of all hazards that a plan can name, in Markdown: by code, each with what it costs and the safer way. */
export function hazardsPage(): string {
  const all: readonly Hazard[] = Object.values(hazards);
  const sections = hazardCodes.flatMap((code) => {
    const ofCode = all.filter((hazard) => hazard.code === code);
    if (ofCode.length === 0) return [];
    const rule = neverAllowed.includes(code)
      ? 'No policy allows it: it always waits for a person.'
      : `It waits for a person unless the environment has \`allow: [${code}]\`.`;
    const told = ofCode.flatMap(({ message, saferWay }) => [
      `- ${message}`,
      ...(saferWay === undefined ? [] : [`  - safer: ${saferWay}`]),
    ]);
    return [`## ${code}`, '', rule, '', ...told, ''];
  });
  const left = Object.entries(unmendable).map(([what, reason]) => `- ${what}: ${reason}`);
  return [
    '# Hazards',
    '',
    'What a statement of a plan may hurt, as plans for PostgreSQL tell it. Written by `node schema/write.ts`.',
    '',
    ...sections,
    '## What no statement mends',
    '',
    'A plan for PostgreSQL mends every drift that a comparison can tell, but for these.',
    '',
    ...left,
    '',
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
