#!/usr/bin/env node
/** The oldest Node.js that runs Driftline; older ones are told so before anything that they cannot read is loaded. */
const oldest = [22, 18] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  process.stderr.write(
    `error: Driftline needs Node.js ${oldest.join('.')} or later; this is ${process.versions.node}\n` +
      'help: Install a current Node.js, or run Driftline with it: /path/to/node node_modules/driftline/dist/bin/driftline.js\n',
  );
  process.exitCode = 1;
} else {
  const { runCli } = await import('../lib/cli/run-cli.ts');
  const { cleanupsDone } = await import('../lib/cleanups.ts');
  const interruption = new AbortController();
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(128 + number);
      interruption.abort();
    });
  }
  const { stdout, stderr, stdin, env } = process;
  process.exitCode = await runCli(process.argv.slice(2), {
    stdout,
    stderr,
    stdin,
    env,
    cwd: process.cwd(),
    signal: interruption.signal,
  });
  await cleanupsDone();
  // What was interrupted may still hold connections or an embedded database, which would keep the process alive.
  if (interruption.signal.aborted) process.exit();
}

export {};
