import pg from 'pg';

/** The part of pg-introspection that is measured; its package is installed only for the benches. */
interface PgIntrospection {
  readonly makeIntrospectionQuery: () => string;
  readonly parseIntrospectionResults: (results: string) => { readonly classes: readonly unknown[] };
}

const packageName: string = 'pg-introspection';
const { makeIntrospectionQuery, parseIntrospectionResults }: PgIntrospection = await import(packageName);
const { url } = JSON.parse(process.argv[1] ?? '{}');

const started = performance.now();
const client = new pg.Client({ connectionString: url });
await client.connect();
const { rows } = await client.query<{ introspection: string }>(makeIntrospectionQuery());
const { classes } = parseIntrospectionResults(rows[0]?.introspection ?? '');
await client.end();

console.log(
  JSON.stringify({
    ms: performance.now() - started,
    peakMemoryMb: process.resourceUsage().maxRSS / 1024,
    found: classes.length,
  }),
);
