import assert from 'node:assert/strict';
import { openDataset } from '../../../../src/dataset';
import { openStored } from '../../../../src/dataset/formats/place';
import { sentenceOf, temporaryFolder } from '../builders';

/** Records of labels and 3,072 bytes: red is the record's number, green the row, blue the column. */
function records(count: number, labels: (i: number) => number[], first = 0): Buffer {
  const parts = Array.from({ length: count }, (_, i) => {
    const pixels = Array.from({ length: 3072 }, (_, at) => {
      const place = at % 1024;
      return [first + i, Math.floor(place / 32), place % 32][Math.floor(at / 1024)];
    });
    return Buffer.from([...labels(first + i), ...pixels]);
  });
  return Buffer.concat(parts);
}

const ten = Array.from({ length: 10 }, (_, i) => `class ${i}`);

describe('The binary version of CIFAR', () => {
  const folder = temporaryFolder();

  it('is images in colour with the names of their classes', async () => {
    const source = await folder.write(
      'data_batch_1.bin',
      records(20, (i) => [i % 10]),
    );
    const bare = await openDataset({ source });
    assert.deepEqual([bare.summary.kind, bare.summary.shape, bare.summary.label], ['images', [32, 32, 3], 'label']);
    assert.deepEqual([...bare.values.slice(3072, 3078)], [1, 0, 0, 1, 0, 1]);
    await folder.write('batches.meta.txt', `${ten.join('\n')}\n\n`);
    const { columns, summary } = await openDataset({ source });
    assert.deepEqual([columns[0].categories, columns[0].values[3], summary.format], [ten, 3, 'cifar']);
    const stored = await openStored(source, { task: {} });
    assert.deepEqual([stored.values.shape, stored.values.dtype], [[20, 3, 32, 32], 'uint8']);
  });

  it('is all batches of its folder but that to test with', async () => {
    for (const batch of [1, 2, 3])
      await folder.write(
        `data_batch_${batch}.bin`,
        records(4, (i) => [i % 10], 4 * batch),
      );
    await folder.write(
      'test_batch.bin',
      records(2, () => [9]),
    );
    await folder.write('batches.meta.txt', ten.join('\n'));
    await folder.write('readme.html', '<META HTTP-EQUIV="REFRESH" CONTENT="0;URL=there">');
    const { summary, columns } = await openDataset({ source: folder.path });
    assert.deepEqual([summary.examples, summary.warnings[0].code], [12, 'data.folder.part']);
    assert.deepEqual([...columns[0].values.slice(0, 3)], [4, 5, 6]);
  });

  it('has two labels where there are 100 classes', async () => {
    const source = await folder.write(
      'train.bin',
      records(30, (i) => [i % 20, 99 - i]),
    );
    const { summary, columns } = await openDataset({ source });
    assert.deepEqual([summary.examples, summary.label], [30, 'label']);
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['coarse_label', 'label'],
    );
    const limited = await openDataset({ source, memory: 1, ignore: ['coarse_label'] });
    assert.deepEqual(
      limited.columns.map(({ name }) => name),
      ['label'],
    );
  });

  it('is not what only has its name, its size or its labels', async () => {
    const whole = records(3, (i) => [i]);
    for (const [name, bytes] of [
      ['other.bin', whole],
      ['train.bin', whole.subarray(0, whole.length - 1)],
      ['train.bin', records(3, () => [200])],
    ] as const) {
      const opening = openDataset({ source: await folder.write(name, bytes) });
      assert.notEqual((await sentenceOf(opening)).code, 'data.oneExample', name);
    }
  });
});
