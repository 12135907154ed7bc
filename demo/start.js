// Plain JavaScript on purpose: it must run, and speak plainly, on a Node that knows no types.

import { createRequire } from 'node:module';

const oldest = [22, 18];

const obstacle = findObstacle();
if (obstacle === undefined) {
  await import('./main.ts');
} else {
  console.error(obstacle.join('\n'));
  process.exitCode = 1;
}

/** What keeps the demonstration from starting, in lines to print; undefined when nothing does. */
function findObstacle() {
  const missing = ['pg', 'pg18', '@electric-sql/pglite', 'zod'].filter((name) => !isInstalled(name));
  if (missing.length > 0) {
    return [
      `The project's packages are not installed (${missing.join(', ')}). Install them, then start again:`,
      '',
      '    npm ci && npm start',
    ];
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return undefined;
  return [
    `This is Node ${process.versions.node} (${process.execPath}); Driftline needs ${oldest.join('.')} or newer.`,
    '',
    'The project brings its own Node 24, the development dependency "node", which npm start uses by itself. Its program',
    'is not there, most likely because npm was told to run no install scripts. Let it run this one, then start again:',
    '',
    '    npm rebuild node --ignore-scripts=false && npm start',
    '',
    'Or install Node 24 on this machine: https://nodejs.org',
  ];
}

/** @param {string} name */
function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
