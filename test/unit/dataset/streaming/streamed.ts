import assert from 'node:assert/strict';
import { openDataset } from '../../../../src/dataset';
import type { Dataset, ExampleStream } from '../../../../src/dataset/examples/dataset';
import type { DataConfig } from '../../../../src/protocol/config';

export type StreamedDataset = Dataset & { readonly stream: ExampleStream };

/** A data set that memory, of 1 MB if nothing is said, does not hold. */
export async function openStreamed(config: DataConfig): Promise<StreamedDataset> {
  const { stream, ...dataset } = await openDataset({ memory: 1, ...config });
  assert.ok(stream, 'It is not streamed.');
  return { ...dataset, stream };
}

/** The labels by name, as the label's column of a data set has them; undefined where that is none of categories. */
function labelNames({ columns, labels }: Pick<Dataset, 'columns' | 'labels'>, isStreamed: boolean) {
  const label = columns.find(({ role, type }) => role === 'label' && type === 'category');
  const values = isStreamed ? labels : label?.values;
  return values && Array.from(values, (value) => (Number.isNaN(value) ? null : label?.categories?.[value]));
}

/** What `dataset` streams, and what it holds, are the rows that `whole` has at these places, and their labels those of `whole`. */
export async function assertEqualRows(dataset: StreamedDataset, whole: Dataset): Promise<void> {
  const { stream, values, summary } = dataset;
  const { width } = stream;
  assert.equal(stream.examples, whole.summary.examples);
  assert.equal(summary.streamed, whole.summary.examples);
  assert.equal(width, whole.values.length / whole.summary.examples);
  assert.equal(stream.bytesPerExample, width * whole.values.BYTES_PER_ELEMENT);
  for (const [begin, end] of [
    [0, 1],
    [0, 700],
    [1234, 2345],
    [stream.examples - 3, stream.examples],
    [0, stream.examples],
  ]) {
    assert.deepEqual(await stream.read(begin, end), whole.values.slice(begin * width, end * width));
  }
  await stream.close();
  assert.deepEqual(labelNames(dataset, true), labelNames(whole, false));
  assert.equal(values.constructor, whole.values.constructor);
  for (let i = 0; i < summary.examples; i++) {
    const place = stream.placeOf(i);
    const row = values.subarray(i * width, (i + 1) * width);
    assert.deepEqual(row, whole.values.slice(place * width, (place + 1) * width), `example ${i}`);
  }
}
