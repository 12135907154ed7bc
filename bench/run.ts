import { parseArgs } from 'node:util';
import { type Bench, describeMachine, renderReport } from './bench-report.ts';
import * as catalog from './catalog.ts';
import * as lambda from './lambda.ts';
import * as page from './page.ts';
import * as repair from './repair.ts';
import * as sqlite from './sqlite.ts';
import * as values from './values.ts';

const benches: readonly Bench[] = [catalog, lambda, page, repair, sqlite, values];

const usage = `Usage: npm run bench -- NAME [--json] [--runs N] [--tables N] [--large N] [--rows N]

${benches.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n')}

  --json      one JSON document on standard output, all else on standard error
  --runs N    how often each contender runs (5)
  --tables N  size of the generated schema (1100)
  --large N   size of the schema by which its growth is measured (10000)
  --rows N    rows of a generated table (20000000)`;

/** A whole number above zero, or undefined when the text is none. */
function count(text: string): number | undefined {
  return /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}

async function main(args: string[]): Promise<number> {
  const { positionals, values: options } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      runs: { type: 'string', default: '5' },
      tables: { type: 'string', default: '1100' },
      large: { type: 'string', default: '10000' },
      rows: { type: 'string', default: '20000000' },
    },
  });
  const [runs, tables, large, rows] = [options.runs, options.tables, options.large, options.rows].map(count);
  const bench = benches.find(({ name }) => name === positionals[0]);
  if (!bench || positionals.length !== 1 || !runs || !tables || !large || !rows) {
    console.error(usage);
    return positionals.length === 0 ? 0 : 1;
  }
  const progress = (line: string) => console.error(line);
  const report = await bench.run({ runs, tables, large, rows, progress });
  const machine = describeMachine();
  if (options.json) console.log(JSON.stringify({ bench: bench.name, machine, ...report }, null, 2));
  else console.log(`\n${renderReport(bench, report, machine)}`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
