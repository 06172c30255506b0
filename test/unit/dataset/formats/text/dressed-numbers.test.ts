import assert from 'node:assert/strict';
import { openDataset } from '../../../../../src/dataset';
import type { DataConfig } from '../../../../../src/protocol/config';
import { sentenceOf, temporaryFolder } from '../../builders';
import { readTable } from './reading';

describe('numbers that stand among other signs', () => {
  const folder = temporaryFolder();
  const write = (text: string) => folder.write('t.csv', text);
  const open = async (text: string, config: Partial<DataConfig> = {}) =>
    openDataset({ source: await write(text), ...config });
  /** A column beside one of plain numbers: quoted where it has to be. */
  const column = async (cells: readonly string[], separator = ',') => {
    const text = ['b\ta', ...cells.map((cell, i) => `${i}\t"${cell}"`)].join('\n').replaceAll('\t', separator);
    const { rows, data } = await readTable(await write(`${text}\n`));
    const { type } = data.columns[1];
    return { type, numbers: rows.map((row) => row[1]), codes: data.warnings.map(({ code }) => code), data };
  };

  it('are numbers, and what was understood is said', async () => {
    const cases: [cells: string[], numbers: number[], doubt?: true][] = [
      [
        ['45.3%', '7%', '0', '12.25 %'],
        [45.3, 7, 0, 12.25],
      ],
      [
        ['$1,234', '$56', '$7,890.50', '$0.99'],
        [1234, 56, 7890.5, 0.99],
      ],
      [
        ['€ 12,50', '1.234,00 €', '€ 3,99'],
        [12.5, 1234, 3.99],
      ],
      [
        ['(1,500.00)', '2,000.25', '-3.5'],
        [-1500, 2000.25, -3.5],
      ],
      [
        ['1.234,5', '12,25', '1.000.000,0'],
        [1234.5, 12.25, 1_000_000],
      ],
      [
        ['1 234', '1\u00a0234\u00a0567', '12'],
        [1234, 1_234_567, 12],
      ],
      [
        ["1'234.5", '2’345', '17'],
        [1234.5, 2345, 17],
      ],
      [
        ['1_000', '20_000.5', '3'],
        [1000, 20_000.5, 3],
      ],
      [
        ['1,23,456', '12,34,56,789', '5'],
        [123_456, 123_456_789, 5],
      ],
      [
        ['12 kg', '3.5 kg', '1e2 kg'],
        [12, 3.5, 100],
      ],
      [
        ['20°C', '-3.5°C', '0°C'],
        [20, -3.5, 0],
      ],
      [
        ['−5,5', '+2,25', '0,125'],
        [-5.5, 2.25, 0.125],
      ],
      [['1,234', '5,678', '910'], [1234, 5678, 910], true],
    ];
    for (const [cells, numbers, doubt] of cases) {
      const read = await column(cells);
      assert.deepEqual(read.numbers, numbers, cells.join());
      const doubtful = doubt ? ['data.table.doubtfulNumbers'] : [];
      assert.deepEqual(read.codes, ['data.table.dressed', ...doubtful], cells.join());
    }
    const { data } = await column(['$1,234', '$5']);
    assert.deepEqual(
      { ...data.warnings[0].params, path: '' },
      { path: '', columns: 'a', column: 'a', text: '$1,234', value: 1234 },
    );
  });

  it('stay words where they differ in more than their digits', async () => {
    for (const cells of [
      ['12 kg', '500 g', '3 kg'],
      ['$5', '€6', '$7'],
      ['5%', '0.05', '7%'],
      ['007%', '012%', '013%'],
      ['12A', '13A', '14A'],
      ['1,234', '1,5', '1,234,567'],
      ['s1', 's2', 's3'],
      ['1.2.3', '1.2.4', '1.3.0'],
      ['1,2345', '1,23,4', '2'],
    ]) {
      const text = `b\ta\n${cells.map((cell, i) => `${i}\t${cell}`).join('\n')}\n`;
      const { data } = await readTable(await write(text));
      assert.notEqual(data.columns[1].type, 'numeric', cells.join());
      assert.ok(!data.warnings.some(({ code }) => code === 'data.table.dressed'), cells.join());
    }
    for (const [cells, first, second] of [
      [['12 kg', '500 g', '3 kg'], '12 kg', '500 g'],
      [['8.7K', '1.2M', '3M'], '8.7K', '1.2M'],
      [['5%', '0.05', '7%'], '5%', '0.05'],
    ] as const) {
      const text = `b\ta\n${cells.map((cell, i) => `${i}\t${cell}`).join('\n')}\n`;
      const { data } = await readTable(await write(text));
      const said = data.warnings.find(({ code }) => code === 'data.table.differentNumbers')?.params;
      assert.deepEqual([said?.column, said?.first, said?.second], ['a', first, second]);
    }
  });

  it('are numbers in a table whose decimal sign is a comma', async () => {
    const { numbers, codes } = await column(['1.234', '12', '1.234.567'], ';');
    assert.deepEqual([numbers, codes], [[1234, 12, 1_234_567], ['data.table.dressed']]);
    const points = await readTable(await write('a;b\n0,5;1.234,5\n1,25;2.000\n0,125;17\n'));
    assert.deepEqual(points.rows, [
      [0.5, 1234.5],
      [1.25, 2000],
      [0.125, 17],
    ]);
  });

  it('are doubted where commas stand before three digits throughout a table', async () => {
    const doubtOf = async (text: string) =>
      (await readTable(await write(text))).data.warnings.find(({ code }) => code === 'data.table.doubtfulNumbers');
    const { value, other, column: name } = (await doubtOf('a;b\n1,234;5\n2,345;6\n'))?.params ?? {};
    assert.deepEqual([value, other, name], [1.234, 1234, 'a']);
    assert.equal(await doubtOf('a;b\n1,234;5\n2,34;6\n'), undefined);
    assert.equal(await doubtOf('a;b\n0,234;5\n2,345;6\n'), undefined);
    const thousands = await readTable(await write('a;b\n1,234;5\n1,234,567;6\n'));
    assert.deepEqual(thousands.rows, [
      [1234, 5],
      [1_234_567, 6],
    ]);
  });

  it('are no header, and names of quantiles are', async () => {
    const bare = await readTable(await write('$1,5%\n$2,7%\n$3,9%\n'));
    assert.deepEqual(bare.rows.length, 3);
    const { data } = await readTable(await write('25%,75%\n1,2\n3,4\n5,6\n'));
    assert.deepEqual(
      data.columns.map(({ name }) => name),
      ['25%', '75%'],
    );
  });

  it('are features of order one, encoded alike for a finished model', async () => {
    const text = `price,class\n${Array.from({ length: 40 }, (_, i) => `"$${i + 1},000",${i % 2 ? 'a' : 'b'}`).join('\n')}\n`;
    const { encoding, values } = await open(text);
    assert.ok(encoding.kind === 'columns' && encoding.columns[0].type === 'numeric');
    assert.equal(encoding.columns[0].mean, 20_500);
    assert.ok(Math.max(...values) < 2);
    const again = await openDataset({ source: await write('price,class\n20500,a\n') }, { encoding });
    assert.deepEqual(Array.from(again.values), [0]);
  });

  it('hold a word that is refused, or missing where a person says what becomes of gaps', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `"$${i + 1},000",${i + 0.5}`);
    const text = `price,x\n${[...rows, 'sold,1', '"$5,000",broken', '"$6,000",Infinity'].join('\n')}\n`;
    const refused = await sentenceOf(open(text));
    assert.equal(refused.code, 'data.table.notANumber');
    assert.match(refused.message, /line 33, column x: "broken" is no number.*such cells: 1.*set missing/);
    const imputed = await open(text, { missing: 'impute' });
    assert.deepEqual(imputed.summary.examples, 33);
    assert.deepEqual(
      Array.from(imputed.values.slice(60)).map((value) => value === 0),
      [true, false, false, true, false, true],
    );
    const strays = imputed.summary.warnings.filter(({ code }) => code === 'data.table.strays');
    assert.deepEqual(
      strays.map(({ params }) => [params.column, params.line, params.value]),
      [
        ['price', 32, 'sold'],
        ['x', 33, 'broken'],
      ],
    );
    const dropped = await open(text, { missing: 'drop' });
    assert.equal(dropped.summary.examples, 30);
    assert.ok(dropped.values.every(Number.isFinite));
  });

  it('stay a measure with a word among them, though the column may be the label', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${i + 0.5},${i % 3}`);
    const { data } = await readTable(await write(`x,y,class\n${[...rows, '30,lost,none'].join('\n')}\n`));
    assert.deepEqual(
      data.columns.map(({ type }) => type),
      ['numeric', 'numeric', 'category'],
    );
    const said = data.warnings.filter(({ code }) => code === 'data.table.strays');
    assert.deepEqual(
      said.map(({ params }) => [params.column, params.value]),
      [['y', 'lost']],
    );
    const old = await readTable(
      await write(`x\n${Array.from({ length: 30 }, (_, i) => `${i + 1}`).join('\n')}\n1.#INF\n`),
    );
    assert.deepEqual(
      old.data.columns.map(({ type }) => type),
      ['numeric'],
    );
  });

  it('are counted where they are infinite', async () => {
    const text = 'a,b\n1,2\ninf,3\n2,-Infinity\n3,Infinity\n';
    const { code, message } = await sentenceOf(open(text));
    assert.equal(code, 'data.table.infinite');
    assert.match(message, /line 3, column a.*such cells: 1/);
    const { data } = await readTable(await write(text));
    assert.deepEqual(
      data.warnings.map(({ code, params }) => [code, params.column, params.count, params.line]),
      [
        ['data.table.infinite', 'a', 1, 3],
        ['data.table.infinite', 'b', 2, 4],
      ],
    );
    const { values, encoding } = await open(text, { missing: 'impute' });
    assert.ok(encoding.kind === 'columns' && encoding.columns[0].type === 'numeric');
    assert.equal(encoding.columns[0].mean, 2);
    assert.ok(values.every(Number.isFinite));
  });
});
