import { globSync, rmSync } from 'node:fs';

// The `node` package brings the C headers of Node.js, 67 MB that only builders of native addons need.
for (const folder of globSync('node_modules/node/node_modules/node-*/include')) {
  rmSync(folder, { recursive: true, force: true });
}
