import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeData, fingerprint, openDataset } from '../../../src/dataset';
import { need } from '../../harness/need';

const shared = resolve('../shared/data');

/** A test on real data, skipped where they are not at hand. */
function onReal(name: string, files: string, test: (path: string) => Promise<void>): void {
  const path = join(shared, files);
  it(name, function () {
    need(this, existsSync(path), `${files} at hand`);
    return test(path);
  });
}

describe('real data', () => {
  onReal('MNIST loads with its labels', 'mnist', async (source) => {
    const { summary, values, columns } = await openDataset({ source });
    assert.deepEqual([summary.examples, summary.shape, summary.name], [60_000, [28, 28, 1], 'mnist train']);
    assert.deepEqual(Array.from(columns[0].values.subarray(0, 8)), [5, 0, 4, 1, 9, 2, 1, 3]);
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i];
    assert.equal(sum / values.length, 33.318421449829934);
    assert.equal(fingerprint({ values }).length, 64);
    const test = await describeData({ source: join(source, 't10k-images-idx3-ubyte.gz') });
    assert.equal(test.examples, 10_000);
  });

  onReal('Adult loads without a header', 'adult/adult.data', async (source) => {
    const { summary, columns, encoding } = await openDataset({ source });
    assert.deepEqual([summary.examples, summary.shape, summary.label], [32_561, [108], 'column_15']);
    assert.deepEqual(columns[14].categories, ['<=50K', '>50K']);
    assert.equal(
      columns[14].values.reduce((sum, value) => sum + value, 0),
      7841,
    );
    assert.equal(encoding.kind, 'columns');
    assert.equal(summary.warnings[0].params.count, 1836 + 1843 + 583);
  });

  onReal('yeast expression loads with its gaps', 'yeast-expression/gasch_complete_dataset.tsv', async (source) => {
    const { summary, columns } = await openDataset({ source });
    assert.deepEqual([summary.examples, summary.shape], [6152, [174]]);
    assert.deepEqual(
      columns.slice(0, 2).map(({ role }) => role),
      ['id', 'id'],
    );
    assert.equal(columns[0].categories?.[columns[0].values[1]], 'YAL002W');
  });
});
