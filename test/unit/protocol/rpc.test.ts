import assert from 'node:assert/strict';
import { UserError } from '../../../src/protocol/errors';
import { Connection, type Handlers } from '../../../src/protocol/rpc';
import type { Transport } from '../../../src/protocol/transport';

interface Arithmetic {
  add(params: { a: number; b: number }): number;
  divide(params: { a: number; b: number }): number;
  wait(params: Record<string, never>): string;
}
interface News {
  tick(params: { count: number }): void;
}
interface ClientSides {
  calls: Arithmetic;
  serves: object;
  emits: object;
  hears: News;
}
interface ServerSides {
  calls: object;
  serves: Arithmetic;
  emits: News;
  hears: object;
}

/** Two ends of a channel in this process that copies messages as processes do. */
function channel(): [Transport, Transport, (reason: string) => void] {
  const messages: ((message: unknown) => void)[][] = [[], []];
  const closes: ((reason: string) => void)[] = [];
  const end = (self: number): Transport => ({
    send: (message) => {
      const copy = structuredClone(message);
      setImmediate(() => {
        for (const listener of messages[1 - self]) listener(copy);
      });
    },
    onMessage: (listener) => messages[self].push(listener),
    onClose: (listener) => closes.push(listener),
  });
  const close = (reason: string) => {
    for (const listener of closes) listener(reason);
  };
  return [end(0), end(1), close];
}

function pair(handlers: Partial<Handlers<Arithmetic>> = {}) {
  const [near, far, close] = channel();
  const server = new Connection<ServerSides>(far, {
    add: ({ a, b }) => a + b,
    divide: ({ a, b }) => {
      if (b === 0) throw new UserError('data.missing', { path: 'nowhere' });
      return a / b;
    },
    wait: (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    ...handlers,
  });
  return { client: new Connection<ClientSides>(near, {}), server, close };
}

describe('Connection', () => {
  it('answers calls, each with its own result', async () => {
    const { client } = pair();
    const sums = await Promise.all([1, 2, 3].map((a) => client.call('add', { a, b: 10 })));
    assert.deepEqual(sums, [11, 12, 13]);
  });

  it("brings a person's error across with its code and parameters", async () => {
    const { client } = pair();
    await assert.rejects(client.call('divide', { a: 1, b: 0 }), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, 'data.missing');
      assert.match(error.message, /nowhere/);
      return true;
    });
  });

  it('says an unexpected error in one sentence, and keeps the stack for the log', async () => {
    const { client } = pair({
      add: () => {
        throw new TypeError('oh dear');
      },
    });
    await assert.rejects(client.call('add', { a: 1, b: 1 }), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, 'internal');
      assert.doesNotMatch(error.message, /\n/);
      assert.match(String(error.cause), /TypeError: oh dear\n/);
      return true;
    });
  });

  it('rejects every pending and later call when the transport closes, with the reason', async () => {
    const { client, close } = pair();
    const pending = client.call('wait', {});
    close('it crashed');
    await assert.rejects(pending, /it crashed/);
    await assert.rejects(client.call('add', { a: 1, b: 1 }), /it crashed/);
  });

  it('cancels a call on the other side', async () => {
    const { client } = pair();
    const controller = new AbortController();
    const pending = client.call('wait', {}, controller.signal);
    setTimeout(() => controller.abort(), 5);
    await assert.rejects(pending, (error: unknown) => error instanceof UserError && error.code === 'process.cancelled');
  });

  it('refuses methods that are not served, inherited ones among them', async () => {
    const { client } = pair();
    await assert.rejects(client.call('toString' as 'add', { a: 1, b: 1 }), /No method toString/);
  });

  it('delivers events until their listener is taken off', async () => {
    const { client, server } = pair();
    const counts: number[] = [];
    const stop = client.on('tick', ({ count }) => counts.push(count));
    server.emit('tick', { count: 1 });
    await client.call('add', { a: 0, b: 0 });
    stop();
    server.emit('tick', { count: 2 });
    await client.call('add', { a: 0, b: 0 });
    assert.deepEqual(counts, [1]);
  });

  it('keeps typed arrays', async () => {
    const { client } = pair({ add: (() => Float32Array.of(1, 2)) as never });
    assert.deepEqual(await client.call('add', { a: 1, b: 1 }), Float32Array.of(1, 2));
  });
});
