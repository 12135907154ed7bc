import { globSync, rmSync } from 'node:fs';

/** Parts of installed packages that nothing here uses, so that a newcomer's install stays under 700 MB. */
const unused = [
  // 67 MB: C headers, for those who build native addons.
  'node_modules/node/node_modules/node-*/include',
  // 21 MB: descriptions from which the CDK's libraries for other languages are made.
  'node_modules/aws-cdk-lib/.jsii*.gz',
];

for (const path of unused.flatMap((pattern) => globSync(pattern))) rmSync(path, { recursive: true, force: true });
