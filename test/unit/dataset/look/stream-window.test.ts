import assert from 'node:assert/strict';
import { type Block, type Part, StreamWindow } from '../../../../src/dataset/look/stream-window';

describe('A window on a stream', () => {
  let opened = 0;
  let closed = 0;
  let taken = 0;
  beforeEach(() => {
    opened = 0;
    closed = 0;
    taken = 0;
  });

  /** Ten blocks of ten numbers each, one byte a number. */
  async function* blocks(): AsyncGenerator<Block<number[]>> {
    opened++;
    try {
      for (let block = 0; block < 10; block++) {
        taken++;
        yield { content: Array.from({ length: 10 }, (_, i) => block * 10 + i), units: 10, bytes: 10 };
      }
    } finally {
      closed++;
    }
  }

  const numbersOf = (parts: readonly Part<number[]>[]) =>
    parts.flatMap(({ content, from, to }) => content.slice(from, to));
  const range = (begin: number, end: number) => Array.from({ length: end - begin }, (_, i) => begin + i);

  it('shows any stretch, and reads no further than to its end', async () => {
    const window = new StreamWindow(blocks);
    assert.deepEqual(numbersOf(await window.read(15, 42, {})), range(15, 42));
    assert.deepEqual([opened, taken], [1, 5]);
    assert.deepEqual(numbersOf(await window.read(0, 3, {})), range(0, 3));
    assert.deepEqual([opened, taken], [1, 5]);
    assert.deepEqual(numbersOf(await window.read(95, 200, {})), range(95, 100));
    assert.deepEqual(numbersOf(await window.read(200, 300, {})), []);
    assert.deepEqual([opened, taken], [1, 10]);
  });

  it('lets go of the oldest where memory is short, and begins anew for them', async () => {
    const window = new StreamWindow(blocks, 30);
    assert.deepEqual(numbersOf(await window.read(75, 85, {})), range(75, 85));
    assert.deepEqual(numbersOf(await window.read(62, 70, {})), range(62, 70));
    assert.equal(opened, 1);
    assert.deepEqual(numbersOf(await window.read(5, 25, {})), range(5, 25));
    assert.deepEqual([opened, closed], [2, 1]);
  });

  it('holds a stretch that is larger than its memory', async () => {
    const window = new StreamWindow(blocks, 20);
    assert.deepEqual(numbersOf(await window.read(5, 95, {})), range(5, 95));
  });

  it('lets go of the stream when it is closed, and can be read again', async () => {
    const window = new StreamWindow(blocks);
    await window.read(0, 15, {});
    await window.close();
    assert.deepEqual([opened, closed], [1, 1]);
    assert.deepEqual(numbersOf(await window.read(0, 2, {})), [0, 1]);
    assert.equal(opened, 2);
  });

  it('tells how far it is, and stays where it is when called off', async () => {
    const window = new StreamWindow(blocks);
    const told: number[] = [];
    await window.read(0, 40, { onProgress: (fraction) => told.push(fraction) });
    assert.deepEqual(told, [0.25, 0.5, 0.75, 1]);
    await assert.rejects(window.read(50, 60, { signal: AbortSignal.abort() }), { code: 'process.cancelled' });
    assert.deepEqual(numbersOf(await window.read(45, 50, {})), range(45, 50));
    assert.deepEqual([opened, taken], [1, 5]);
  });
});
