import { performance } from 'node:perf_hooks';
import pg from 'pg';

/**
 * An application that reads and writes one table all the time over several connections, beside a report that keeps the
 * table open for seconds now and then. It stops when its standard input ends, and says how long its statements took.
 */
const { url, rows, connections }: { url: string; rows: number; connections: number } = JSON.parse(
  process.argv[1] ?? '{}',
);

let isOver = false;
process.stdin.on('end', () => {
  isOver = true;
});
process.stdin.resume();

const open = async () => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
};

const statements = [
  'update accounts set balance = balance + 1 where id = $1',
  'select balance from accounts where id = $1',
  'insert into accounts (owner, balance) values ($1, 0)',
];

const took: number[] = [];
const work = async (seed: number) => {
  const client = await open();
  for (let turn = seed; !isOver; turn++) {
    const id = 1 + ((turn * 7919 + seed * 104_729) % rows);
    const started = performance.now();
    await client.query(statements[turn % statements.length] ?? '', [id]);
    took.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await client.end();
};

const report = async () => {
  const client = await open();
  while (!isOver) {
    await client.query('begin; select count(*) from accounts where id < 1000');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await client.query('commit');
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  await client.end();
};

await Promise.all([report(), ...Array.from({ length: connections }, (_, i) => work(i))]);
took.sort((a, b) => a - b);
const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))];
console.log(JSON.stringify({ statements: took.length, p50: at(0.5), p999: at(0.999), max: took.at(-1) }));
