import assert from 'node:assert/strict';
import { openDataset } from '../../../../../src/dataset';
import { parseVector } from '../../../../../src/dataset/formats/csv/vector-cells';
import type { DataConfig } from '../../../../../src/protocol/config';
import { temporaryFolder } from '../../builders';
import { readTable } from './reading';

describe('vectors in cells of a table', () => {
  const folder = temporaryFolder();
  const write = (text: string) => folder.write('t.csv', text);
  const open = async (text: string, config: Partial<DataConfig> = {}) =>
    openDataset({ source: await write(text), ...config });
  const table = (cells: readonly string[]) =>
    `name,size,embedding\n${cells.map((cell, i) => `n${i},${i},"${cell}"`).join('\n')}\n`;

  it('are told however a program prints them', () => {
    const cases: [cell: string, numbers: readonly number[]][] = [
      ['[0.1, 0.25]', [0.1, 0.25]],
      ['[ 1.   -2.5e-3\n  7. ]', [1, -0.0025, 7]],
      ['(1, 2,)', [1, 2]],
      ['array([0.5, 1. ])', [0.5, 1]],
      ['array([0.5, 1. ], dtype=float32)', [0.5, 1]],
      ['tensor([1., 2.])', [1, 2]],
      ["tensor([1., 2.], device='cuda:0')", [1, 2]],
      ['[np.float64(0.5), np.float64(1.5)]', [0.5, 1.5]],
      ['[null, NaN, 3]', [Number.NaN, Number.NaN, 3]],
      ['70 80 82 72 58 58 60 63', [70, 80, 82, 72, 58, 58, 60, 63]],
    ];
    for (const [cell, numbers] of cases) {
      const vector = parseVector(cell);
      assert.ok(vector instanceof Float64Array, cell);
      assert.deepEqual(Array.from(vector), numbers, cell);
    }
    assert.equal(parseVector('[0.1 0.2 ... 0.9]'), 'cut');
    for (const cell of ['', 'word', '[1]', '[a, b]', '[[1, 2], [3, 4]]', '1 2 3', '(12) 345', '{"a": 1}', '[]']) {
      assert.equal(parseVector(cell), null, cell);
    }
  });

  it('are the examples, described by the other columns', async () => {
    const { summary, values, columns, encoding, source } = await open(table(['[1, 10]', '[3, 30]', '[5, 20]']));
    assert.deepEqual([summary.kind, summary.shape, summary.examples], ['vectors', [2], 3]);
    assert.ok(encoding.kind === 'columns');
    assert.deepEqual(
      encoding.columns.map(({ name }) => name),
      ['x1', 'x2'],
    );
    const deviation = Math.sqrt(8 / 3);
    assert.deepEqual(
      Array.from(values).filter((_, i) => i % 2 === 0),
      [1, 3, 5].map((x) => Math.fround((x - 3) / deviation)),
    );
    assert.deepEqual(
      columns.map(({ name, role }) => [name, role]),
      [
        ['name', 'id'],
        ['size', 'factor'],
        ['x1', 'feature'],
        ['x2', 'feature'],
      ],
    );
    assert.equal(source(1)?.line, 3);
    const said = summary.warnings.find(({ code }) => code === 'data.table.vectors');
    assert.deepEqual([said?.params.column, said?.params.width], ['embedding', 2]);
    const { data, rows } = await readTable(await write(table(['[1, 10]', '[3, 30]', '[5, 20]'])));
    assert.deepEqual(rows, [
      [1, 10],
      [3, 30],
      [5, 20],
    ]);
    assert.ok(data.warnings.some(({ code }) => code === 'data.table.vectors'));
  });

  it('are read from disk where memory does not hold them', async () => {
    const cells = Array.from({ length: 30_000 }, (_, i) => `[${i}, ${i % 7}, ${i % 11}, 1.5]`);
    const held = await open(table(cells));
    const streamed = await open(table(cells), { memory: 1 });
    assert.equal(streamed.stream?.examples, 30_000);
    const all = await streamed.stream?.read(0, 30_000);
    await streamed.stream?.close();
    assert.deepEqual(all && Array.from(all.slice(0, 400)), Array.from(held.values.slice(0, 400)));
  });

  it('leave the table as it is where a person says so, or a model was trained on it', async () => {
    const text = table(['[1, 10]', '[3, 30]', '[5, 20]']);
    const { summary, encoding } = await open(text, { ignore: ['embedding'] });
    assert.deepEqual([summary.kind, summary.shape], ['table', [1]]);
    const again = await openDataset({ source: await write(text) }, { encoding });
    assert.deepEqual([again.summary.kind, again.summary.shape], ['table', [1]]);
  });

  it('are text where one is cut off or has another length, which is said with its line', async () => {
    for (const [cells, code, line] of [
      [['[1, 2]', '[1, 2, 3]', '[4, 5]'], 'data.table.vectorsUnequal', 3],
      [['[1, 2]', 'none of it', '[4, 5]'], 'data.table.vectorsUnequal', 3],
      [['[1 2 ... 3]', '[1 2 ... 4]', '[4 5 ... 6]'], 'data.table.vectorsCut', 2],
    ] as const) {
      const { summary } = await open(table(cells));
      assert.equal(summary.kind, 'table');
      const said = summary.warnings.find((warning) => warning.code === code);
      assert.deepEqual([said?.params.column, said?.params.line], ['embedding', line]);
    }
  });

  it('may be missing', async () => {
    const { values } = await open(table(['[1, 10]', '', '[5, 20]']));
    assert.deepEqual(Array.from(values.slice(2, 4)), [0, 0]);
  });
});
