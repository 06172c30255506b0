import assert from 'node:assert/strict';
import { fingerprint, openDataset } from '../../../../src/dataset';
import { temporaryFolder } from '../builders';

describe('data without some examples', () => {
  const folder = temporaryFolder();

  it('have the deviations of those that stay, time stamps and constants among them', async () => {
    const stamps = Array.from({ length: 100 }, (_, i) => 1.7e15 + 10 * i);
    const rows = stamps.map((stamp, i) => `${stamp},${i === 99 ? '' : 0.1},${i},${i === 99 ? 5 : 7e9}`);
    const source = await folder.write('t.csv', `t,constant,x,changes\n${rows.join('\n')}\n`);
    const all = await openDataset({ source });
    const list = { version: 1, data: 't', examples: 100, fingerprint: fingerprint(all) } as const;
    const exclusion = { list: { ...list, exclude: [[50, 99]] as [number, number][] }, path: 't.exclude.json' };
    const { encoding, values } = await openDataset({ source }, { exclusion });
    assert.ok(encoding.kind === 'columns');
    const deviations = encoding.columns.map((column) => (column.type === 'numeric' ? column.deviation : Number.NaN));
    const ofFirst = Math.sqrt((50 * 50 - 1) / 12);
    assert.ok(Math.abs(deviations[0] / (10 * ofFirst) - 1) < 1e-5, `${deviations}`);
    assert.equal(deviations[1], 1);
    assert.ok(Math.abs(deviations[2] / ofFirst - 1) < 1e-9);
    assert.equal(deviations[3], 1);
    assert.ok(values.every((value) => Math.abs(value) < 2));
  });

  it('have the labels of those that stay, also of those that memory does not hold, as they were corrected', async () => {
    const count = 9000;
    const kindOf = (i: number) => 'abc'[i % 3];
    const rows = Array.from({ length: count }, (_, i) => `${Array(40).fill(i).join()},${kindOf(i)}`);
    const names = Array.from({ length: 40 }, (_, i) => `x${i}`).join();
    const config = {
      source: await folder.write('t.csv', `${names},kind\n${rows.join('\n')}\n`),
      labels: 'kind',
      memory: 1,
    };
    const all = await openDataset(config);
    assert.ok(all.stream && all.labels);
    const print = fingerprint(all);
    const list = { version: 1, data: 't', examples: count, fingerprint: print } as const;
    const exclusion = {
      list: {
        ...list,
        exclude: [
          [10, 19],
          [8000, 8500],
        ] as [number, number][],
      },
      path: 't.exclude.json',
    };
    // One of these is left out, and one has no say in what is shown.
    const corrections = { examples: count, fingerprint: print, labels: { 5: 'c', 15: 'c', 4001: 'a' } };
    const { columns, labels, stream, summary } = await openDataset({ ...config, corrections }, { exclusion });
    const given: Readonly<Record<number, string>> = corrections.labels;
    const stays = Array.from({ length: count }, (_, i) => i).filter(
      (i) => !(i >= 10 && i <= 19) && !(i >= 8000 && i <= 8500),
    );
    const column = columns.find(({ name }) => name === 'kind');
    const namesOf = (values: Float32Array) => Array.from(values, (value) => column?.categories?.[value]);
    const told = namesOf(labels ?? new Float32Array());
    assert.deepEqual(
      told,
      stays.map((i) => given[i] ?? kindOf(i)),
    );
    assert.equal(stream?.examples, stays.length);
    assert.deepEqual(
      namesOf(column?.values ?? new Float32Array()),
      Array.from({ length: summary.examples }, (_, index) => told[stream?.placeOf(index) ?? -1]),
    );
  });
});
