import assert from 'node:assert/strict';
import type { ExampleStream } from '../../../src/dataset';
import { random } from '../../../src/random';
import { balancedOrder } from '../../../src/training/balance';
import { StreamedExamples } from '../../../src/training/streamed-examples';

const examples = 1000;
const width = 3;

/** Examples that say which they are: [i, i, i]. Counts what is read at once and altogether. */
function countingStream(memory: number) {
  const reads: [begin: number, end: number][] = [];
  const stream: ExampleStream = {
    examples,
    width,
    bytesPerExample: 4 * width,
    memory,
    placeOf: (index) => 10 * index,
    read: async (begin, end) => {
      reads.push([begin, end]);
      return Float32Array.from({ length: (end - begin) * width }, (_, i) => begin + Math.floor(i / width));
    },
    close: async () => undefined,
  };
  return { stream, reads };
}

/** Memory that a twentieth of the examples fill. */
const memory = (examples / 20) * 4 * width;
const validation = Int32Array.of(0, 7, 99);
const heldOut = [0, 70, 990];

async function takeAll(source: StreamedExamples, epoch: number, sizes: (left: number) => number): Promise<number[]> {
  const places: number[] = [];
  const taken = source.epoch(epoch);
  while (places.length < source.count) {
    const count = Math.min(sizes(source.count - places.length), source.count - places.length);
    const { indices, rows } = await taken.take(places.length, places.length + count);
    assert.ok(rows);
    assert.equal(rows.length, count * width);
    for (const index of indices) {
      const row = rows.subarray(index * width, (index + 1) * width);
      assert.ok(row.every((value) => value === row[0]));
      places.push(row[0]);
    }
  }
  await taken.close();
  return places;
}

describe('StreamedExamples', () => {
  const source = new StreamedExamples(countingStream(memory), validation, 5);

  it('gives every example once, but for those held out', async () => {
    assert.equal(source.count, examples - validation.length);
    const expected = Array.from({ length: examples }, (_, i) => i).filter((place) => !heldOut.includes(place));
    const places = await takeAll(source, 0, () => 64);
    assert.deepEqual(
      places.toSorted((a, b) => a - b),
      expected,
    );
  });

  it('gives the same order however much is taken at once', async () => {
    const next = random(3);
    const whole = await takeAll(source, 2, (left) => left);
    assert.deepEqual(await takeAll(source, 2, () => 1 + (next() % 90)), whole);
  });

  it('has another order in each epoch, and for each seed', async () => {
    const orders = [
      await takeAll(source, 0, () => 100),
      await takeAll(source, 1, () => 100),
      await takeAll(new StreamedExamples(countingStream(memory), validation, 6), 0, () => 100),
    ];
    assert.equal(new Set(orders.map((order) => order.join())).size, 3);
  });

  it('mixes neighbours far apart', async () => {
    const places = await takeAll(source, 0, () => 100);
    const distances = places.slice(1).map((place, i) => Math.abs(place - places[i]));
    assert.ok(distances.reduce((sum, distance) => sum + distance, 0) / distances.length > examples / 10);
  });

  it('goes on in the middle of an epoch as if it had come there', async () => {
    const whole = await takeAll(source, 4, () => 997);
    const { rows } = await source.epoch(4).take(613, 700);
    assert.deepEqual(
      Array.from({ length: 87 }, (_, i) => rows?.[i * width]),
      whole.slice(613, 700),
    );
  });

  // A tenth of all are of the second class, and they lie together; every seventh has none.
  const labels = Float32Array.from({ length: examples }, (_, i) => (i % 7 === 0 ? Number.NaN : Number(i >= 900)));

  it('gives each example with its own label, however much is taken at once', async () => {
    const labelled = new StreamedExamples({ ...countingStream(memory), labels }, validation, 5);
    const epoch = labelled.epoch(1);
    for (let begin = 0; begin < labelled.count; begin += 83) {
      const taken = await epoch.take(begin, Math.min(begin + 83, labelled.count));
      const expected = Array.from(taken.indices, (index) => labels[taken.rows?.[index * width] ?? -1]);
      assert.deepEqual([...(taken.labels ?? [])], expected);
    }
    await epoch.close();
    assert.equal((await source.epoch(1).take(0, 9)).labels, undefined);
  });

  it('gives by the balance of labels each as often as from memory, every epoch by other draws', async () => {
    const trained = Int32Array.from({ length: examples }, (_, i) => i).filter((place) => !heldOut.includes(place));
    const balanced = new StreamedExamples({ ...countingStream(memory), labels }, validation, 5, 0.8);
    const drawn: number[][] = [];
    for (const epoch of [0, 3]) {
      const places = await takeAll(balanced, epoch, () => 71);
      drawn.push(places.toSorted((a, b) => a - b));
      const inMemory = balancedOrder(trained, { values: labels }, 0.8, 5, epoch);
      assert.deepEqual(
        drawn.at(-1),
        [...inMemory].sort((a, b) => a - b),
      );
    }
    assert.notDeepEqual(drawn[0], drawn[1]);
    const rare = drawn[0].filter((place) => labels[place] === 1).length;
    assert.ok(rare > 200, `${rare} of the rare class`);
  });

  it('reads no more ahead than its memory holds', async () => {
    const { stream, reads } = countingStream(memory);
    const bounded = new StreamedExamples({ stream }, validation, 5);
    const taken = bounded.epoch(0);
    await taken.take(0, 1);
    await taken.close();
    const read = reads.reduce((sum, [begin, end]) => sum + end - begin, 0);
    assert.ok(read > 0 && read * 4 * width <= memory, `${read * 4 * width} of ${memory} bytes`);
  });

  it('tells who takes them that the examples cannot be read, and reads again when asked again', async () => {
    let broken = true;
    const { stream } = countingStream(memory);
    const read: ExampleStream['read'] = (begin, end) =>
      broken ? Promise.reject(new Error('gone')) : stream.read(begin, end);
    const taken = new StreamedExamples({ stream: { ...stream, read } }, validation, 5).epoch(0);
    await assert.rejects(taken.take(0, 10), /gone/);
    broken = false;
    assert.equal((await taken.take(0, 10)).indices.length, 10);
    await taken.close();
  });
});
