import { chmodSync, rmSync, symlinkSync } from 'node:fs';

// So that `npx driftline` in the checkout finds the program where it looks first. Otherwise npm links the checkout into
// its own cache, once, and later runs what that link points to, executable or not.
const program = 'dist/bin/driftline.js';
chmodSync(program, 0o755);
if (process.platform !== 'win32') {
  rmSync('node_modules/.bin/driftline', { force: true });
  symlinkSync(`../../${program}`, 'node_modules/.bin/driftline');
}
