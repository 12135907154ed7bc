import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * What befalls a connection at one of its queries. `cutBefore`: it ends before the server has the query. `cutAfter`: the
 * server has it, and the answer is lost. `hang`: nothing comes or goes any more, and nobody says so. A function: what it
 * does is done before the server gets the query.
 */
export type Fault = 'cutBefore' | 'cutAfter' | 'hang' | Mischief;

/** @param port of the connection as the server sees it: `client_port` in pg_stat_activity */
export type Mischief = (port: number) => Promise<void>;

/** A TCP proxy before a PostgreSQL server, on 127.0.0.1, which knows where a query begins. */
export interface FaultProxy {
  readonly port: number;
  /** Queries of clients so far. */
  readonly queries: () => number;
  /**
   * Lets this befall the connection that sends the query of this number, or of this text. Counting begins anew, with the
   * next query that holds the words of `from`.
   */
  readonly arm: (fault: Fault, at: number | string, from?: string) => void;
  readonly stop: () => Promise<void>;
}

/**
 * Follows the messages of a client: one without a type at first, then a type and a length each. Connections are in
 * plain text.
 *
 * @see https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export async function startFaultProxy(serverPort: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let count = 0;
  let beginning = '';
  let armed: { readonly fault: Fault; readonly at: number | string } | undefined;

  const serve = (client: Socket) => {
    const server = connect(serverPort, '127.0.0.1');
    const both = [client, server];
    let isDead = false;
    let waiting = Buffer.alloc(0);
    let hasStarted = false;
    for (const socket of both) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        for (const other of both) other.destroy();
      });
    }
    const befall = (fault: Fault, query: Buffer) => {
      if (typeof fault === 'function') {
        armed = undefined;
        void fault(server.localPort ?? 0).then(() => server.write(query));
        return;
      }
      isDead = fault === 'hang';
      if (fault === 'cutAfter') {
        server.once('data', () => client.destroy());
        server.removeListener('data', answer);
        server.write(query);
      } else if (fault === 'cutBefore') client.destroy();
    };
    const answer = (bytes: Buffer) => {
      if (!isDead) client.write(bytes);
    };
    server.on('data', answer);
    client.on('data', (bytes: Buffer) => {
      waiting = Buffer.concat([waiting, bytes]);
      while (!isDead) {
        const headLength = hasStarted ? 1 : 0;
        if (waiting.length < headLength + 4) return;
        const length = headLength + waiting.readUInt32BE(headLength);
        if (waiting.length < length) return;
        const message = waiting.subarray(0, length);
        waiting = waiting.subarray(length);
        const isQuery = hasStarted && message[0] === 'Q'.charCodeAt(0);
        hasStarted = true;
        const text = isQuery ? message.toString('utf8', 5, length - 1) : '';
        if (text.includes(beginning)) beginning = '';
        if (isQuery && beginning === '') count++;
        if (isQuery && armed !== undefined && [count, text].includes(armed.at)) {
          return befall(armed.fault, message);
        }
        server.write(message);
      }
    });
  };

  const listener = createServer(serve).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new RangeError('a TCP socket without a port');
  return {
    port: address.port,
    queries: () => count,
    arm: (fault, at, from = '') => {
      count = 0;
      beginning = from;
      armed = { fault, at };
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}
