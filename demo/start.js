// Plain JavaScript on purpose: it must run, and speak plainly, on the Node that has no types yet.

const oldest = [22, 18];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isOldEnough = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);

if (isOldEnough) {
  await import('./main.ts');
} else {
  console.error(
    [
      `This is Node ${process.versions.node} (${process.execPath}); Driftline needs ${oldest.join('.')} or newer.`,
      '',
      'The project brings its own Node 24, the development dependency "node", which npm start uses by itself. It is not',
      'there, most likely because npm was told to run no install scripts. Let it run that one, then start again:',
      '',
      '    npm rebuild node --ignore-scripts=false && npm start',
      '',
      'Or install Node 24 on this machine: https://nodejs.org',
    ].join('\n'),
  );
  process.exitCode = 1;
}
