import pg from 'pg';

const others: pg.Client[] = [];

/** Opens another session on a database, which {@link endOthers} ends. */
export async function anotherSession(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  others.push(client);
  return client;
}

/** Ends the sessions that a test has opened beside the repair's. */
export async function endOthers(): Promise<void> {
  await Promise.all(others.splice(0).map((other) => other.end()));
}
