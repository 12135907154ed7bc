import { registerHooks } from 'node:module';

/** Lets `import ... from 'driftline'` in an example be the sources, as it is the package for whoever installed it. */
const source = new URL('../../lib/index.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'driftline' ? { url: source, shortCircuit: true } : next(specifier, context),
});
