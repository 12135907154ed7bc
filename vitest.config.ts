import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** A folder that collects a JSON report of every run, for whoever adds several runs up. */
const reports = process.env.DRIFTLINE_TEST_REPORTS;

/** Needs what `test/lambda-runtime/run.ts` installs first. */
const lambdaRuntime = {
  test: {
    name: 'lambda-runtime',
    include: ['test/lambda-runtime/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};

/** Needs what `test/browser/run.ts` installs first. */
const browser = {
  test: { name: 'browser', include: ['test/browser/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
};

/** Real PostgreSQL servers, one for each major, for the projects that need them. */
const globalSetup = ['test/support/global-servers.ts'];

/** Needs what `test/tools/run.ts` installs first. */
const tools = {
  test: {
    name: 'tools',
    include: ['test/tools/*.test.ts'],
    globalSetup,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};

export default defineConfig({
  test: {
    reporters: reports === undefined ? ['default'] : ['default', 'json'],
    // Most of a test's time goes by in servers and other processes: Vitest's own number would leave processors idle.
    maxWorkers: availableParallelism() + 1,
    outputFile: { json: join(reports ?? '.', `${process.pid}.json`) },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/architecture.test.ts'],
          // Pure functions take milliseconds, but a busy machine may let them wait.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'laws',
          include: ['test/laws/**/*.test.ts'],
          globalSetup,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'acceptance',
          include: ['test/acceptance/**/*.test.ts'],
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lambda',
          include: ['test/lambda/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'infra',
          include: ['test/infra/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'packaging',
          include: ['test/packaging/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      ...(process.env.DRIFTLINE_TOOLS === undefined ? [] : [tools]),
      ...(process.env.DRIFTLINE_LAMBDA_RUNTIME === undefined ? [] : [lambdaRuntime]),
      ...(process.env.DRIFTLINE_BROWSER === undefined ? [] : [browser]),
    ],
  },
});
