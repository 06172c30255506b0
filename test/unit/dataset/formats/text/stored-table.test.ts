import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openStoredTable } from '../../../../../src/dataset/formats/csv/csv-source';
import { sentenceOf, temporaryFolder } from '../../builders';
import { readTable } from './reading';

describe('Tables as they are stored', () => {
  const folder = temporaryFolder();
  const read = async (text: string | Uint8Array, labels?: string) =>
    readTable(await folder.write('t.csv', text), labels);

  it('are their columns of numbers side by side, the label apart, texts named and left out', async () => {
    const { data, rows, labels, warnings } = await read(
      'id,size,note,species\n1,2.5,fine day,a\n2,NA,bad day,b\n3,-1e-3,bad day,a\n4,inf,fine day,\n',
    );
    assert.deepEqual(data.values.shape, [4, 2]);
    assert.equal(data.values.dtype, 'float64');
    assert.deepEqual(rows, [
      [1, 2.5],
      [2, Number.NaN],
      [3, -0.001],
      [4, Number.POSITIVE_INFINITY],
    ]);
    assert.deepEqual(labels, ['a', 'b', 'a', '']);
    assert.deepEqual(data.columns, [
      { name: 'id', role: 'id', type: 'numeric', dtype: 'int64', missing: 0 },
      { name: 'size', role: 'feature', type: 'numeric', dtype: 'float64', missing: 1 },
      { name: 'note', role: 'feature', type: 'category', dtype: 'str', missing: 0 },
      { name: 'species', role: 'label', type: 'category', dtype: 'str', missing: 1 },
    ]);
    assert.match(warnings.join(), /columns that hold texts: 1, first note/);
  });

  it('take the column of the labels by name', async () => {
    const { data, labels } = await read('a,b,c\n1,7,x\n2,8,y\n3,9,x\n', 'b');
    assert.deepEqual(labels, [7n, 8n, 9n]);
    assert.deepEqual([data.values.dtype, data.values.shape], ['int64', [3, 1]]);
    const missing = openStoredTable(await folder.write('t.csv', 'a,b\n1,2\n2,3\n'), { labels: 'd', task: {} });
    assert.match((await sentenceOf(missing)).message, /no column named d/);
  });

  it('keep a single column of integers of 64 bits exact', async () => {
    const column = (numbers: readonly bigint[]) => `big\n${numbers.join('\n')}\n`;
    const signed = fc.array(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), { minLength: 2 });
    await fc.assert(
      fc.asyncProperty(signed, async (numbers) => {
        const { data, rows } = await read(column(numbers));
        assert.equal(data.values.dtype, 'int64');
        assert.deepEqual(rows.flat(), numbers);
      }),
      { numRuns: 50 },
    );
    const { data, rows } = await read(column([2n ** 63n, 2n ** 64n - 1n, 0n]));
    assert.equal(data.values.dtype, 'uint64');
    assert.deepEqual(rows.flat(), [2n ** 63n, 2n ** 64n - 1n, 0n]);
  });

  it('tell 64 bits from more, to the last unit', async () => {
    const cases: [lowest: bigint, highest: bigint, dtype: string][] = [
      [-(2n ** 63n), 2n ** 63n - 1n, 'int64'],
      [-1n, 2n ** 63n, 'float64'],
      [-(2n ** 63n) - 1n, 0n, 'float64'],
      [0n, 2n ** 63n, 'uint64'],
      [0n, 2n ** 64n - 1n, 'uint64'],
      [0n, 2n ** 64n, 'float64'],
    ];
    for (const [lowest, highest, dtype] of cases) {
      const { data } = await read(`n\n1\n${lowest}\n${highest}\n`);
      assert.equal(data.values.dtype, dtype, `${lowest} … ${highest}`);
    }
  });

  it('are doubles where a number has a point, or one is missing', async () => {
    assert.equal((await read('n,k\n1.0,x\n2.0,x\n3.0,y\n')).data.values.dtype, 'float64');
    assert.equal((await read('n,k\n1e0,x\n2,x\n3,y\n')).data.values.dtype, 'float64');
    const { data, rows } = await read('n,k\n1,x\n,x\n3,y\n');
    assert.equal(data.values.dtype, 'float64');
    assert.deepEqual(rows, [[1], [Number.NaN], [3]]);
  });

  it('count missing cells and equal rows, words included', async () => {
    const { missing, duplicates } = await read('a,kind\n1,x\n1,y\n1,x\n,y\nNA,y\n2,?\n');
    assert.equal(missing, 3);
    assert.equal(duplicates, 2);
    assert.equal((await read('a,b\n1,2\n1,3\n1,2\n')).duplicates, 1);
  });

  it('can be looked at where all are words, but not written as numbers', async () => {
    const words = await openStoredTable(await folder.write('w.csv', 'a;b\nx;u\ny;v\nx;u\n'), { task: {} });
    assert.deepEqual(words.values.shape, [3, 0]);
    assert.equal(await words.duplicates?.({}), 1);
    const writing = (async () => {
      for await (const _ of words.values.bytes({}));
    })();
    assert.equal((await sentenceOf(writing)).code, 'data.table.noNumbers');
  });

  it('leave the empty column out that separators at the ends of lines make', async () => {
    const { data, rows } = await read('a,b,\n1,2,\n3,4,\n');
    assert.deepEqual(data.values.shape, [2, 2]);
    assert.deepEqual(rows, [
      [1, 2],
      [3, 4],
    ]);
    const short = await read('a,b\n1,2,\n3,4,\n');
    assert.deepEqual(
      short.data.columns.slice(0, 2).map(({ name }) => name),
      ['a', 'b'],
    );
    assert.deepEqual(short.rows, rows);
    const named = await read('a,b,c\n1,2,\n3,4,\n');
    assert.deepEqual(named.data.values.shape, [2, 2]);
  });

  it('take a text among numbers for missing, and say so with its line', async () => {
    const text = `a,b\n${Array.from({ length: 30 }, (_, i) => `${i},${i}`).join('\n')}\n3,4x\n`;
    const { data, rows } = await read(text);
    assert.deepEqual(rows.at(-1), [3, Number.NaN]);
    assert.equal(data.columns[1].missing, 1);
    const params = { column: 'b', count: 1, value: '4x', line: 32 };
    assert.deepEqual(
      data.warnings.map(({ code, params: { path: _, ...said } }) => [code, said]),
      [['data.table.strays', params]],
    );
  });
});
