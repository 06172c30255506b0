import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeData, openDataset, render } from '../../../../../src/dataset';
import type { DataConfig } from '../../../../../src/protocol/config';
import { sentenceOf, temporaryFolder } from '../../builders';

const iris = ['length,colour,species', '1,red,a', '2,blue,b', '3,red,a', '6,blue,b'].join('\n');

describe('tables', () => {
  const folder = temporaryFolder();
  const open = async (text: string | Uint8Array, config: Partial<DataConfig> = {}, name = 'table.csv') =>
    openDataset({ source: await folder.write(name, text), ...config });

  it('standardise numbers, spread categories, and keep the label apart', async () => {
    const { summary, values, columns, encoding, source } = await open(iris);
    const deviation = Math.sqrt(3.5);
    assert.deepEqual(encoding, {
      kind: 'columns',
      columns: [
        { name: 'length', type: 'numeric', mean: 3, deviation },
        { name: 'colour', type: 'category', categories: ['blue', 'red'] },
      ],
    });
    const length = (value: number) => Math.fround((value - 3) / deviation);
    assert.deepEqual(Array.from(values), [length(1), 0, 1, length(2), 1, 0, length(3), 0, 1, length(6), 1, 0]);
    assert.deepEqual([summary.kind, summary.shape, summary.dtype, summary.label], ['table', [3], 'mixed', 'species']);
    assert.deepEqual(
      columns.map(({ role }) => role),
      ['feature', 'feature', 'label'],
    );
    assert.deepEqual(Array.from(columns[2].values), [0, 1, 0, 1]);
    assert.deepEqual(source(2), { path: summary.source, line: 4 });
    assert.deepEqual(await describeData({ source: summary.source }), summary);
  });

  it('come back in their own units', async () => {
    const { values, encoding } = await open(iris);
    assert.ok(values instanceof Float32Array);
    assert.deepEqual(render(values, encoding), {
      kind: 'rows',
      count: 4,
      names: ['length', 'colour'],
      rows: [
        [1, 'red'],
        [2, 'blue'],
        [3, 'red'],
        [6, 'blue'],
      ],
    });
  });

  it('say what is missing and fill it in', async () => {
    const { values, columns, summary } = await open('a,b,c\n1,x,1\nNA,y,2\n3,?,3\n,x,4\n');
    assert.deepEqual(columns[1].categories, ['x', 'y', '(missing)']);
    assert.deepEqual(Array.from(columns[0].values), [1, Number.NaN, 3, Number.NaN]);
    assert.deepEqual(Array.from(values.subarray(10, 14)), [1, 0, 0, 1]);
    assert.deepEqual(summary.warnings, [
      { code: 'data.table.missing', params: { path: summary.source, count: 3, line: 3, column: 'a' } },
    ]);
  });

  it('leave columns without any value out', async () => {
    const { summary } = await open('a,b\n1,\n2,NA\n');
    assert.deepEqual(
      summary.columns.map(({ name }) => name),
      ['a'],
    );
    assert.equal(summary.warnings[0].code, 'data.table.emptyColumns');
  });

  it('take ids and long texts for what they are', async () => {
    const rows = Array.from({ length: 150 }, (_, i) => `${i + 1},name ${i},${i % 120}-word,${(i * 7) % 13}`);
    const { summary, columns } = await open(['id,name,text,value', ...rows].join('\n'));
    assert.deepEqual(summary.columns, [
      { name: 'id', role: 'id', type: 'numeric' },
      { name: 'name', role: 'id', type: 'category' },
      { name: 'text', role: 'id', type: 'category' },
      { name: 'value', role: 'feature', type: 'numeric' },
    ]);
    assert.equal(columns[1].categories?.length, 150);
    assert.deepEqual(
      summary.warnings.map(({ code, params }) => [code, params.count]),
      [['data.table.manyValues', 120]],
    );
  });

  it('take a label that is another in each of a hundred thousand rows for the name of the row', async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `${i % 7},name ${i}`);
    const { summary } = await open(['value,label', ...rows].join('\n'));
    assert.deepEqual(
      summary.columns.map(({ name, role }) => [name, role]),
      [
        ['value', 'feature'],
        ['label', 'id'],
      ],
    );
    assert.deepEqual(
      summary.warnings.map(({ code, params }) => [code, params.column, params.count]),
      [['data.table.manyLabels', 'label', 100_000]],
    );
    assert.notEqual(summary.label, 'label');
  });

  it('take numbers under such a name that do not rise for numbers', async () => {
    const { summary } = await open('id,value\n3,1\n1,2\n2,3\n');
    assert.equal(summary.columns[0].role, 'feature');
  });

  it('standardise over all rows, however many blocks they make', async () => {
    const count = 100_000;
    const rows = Array.from({ length: count }, (_, i) => `${i},${(i * 7) % 10}`).join('\n');
    const { values, columns, encoding } = await open(`t,u\n${rows}`);
    assert.ok(encoding.kind === 'columns' && encoding.columns[0].type === 'numeric');
    const { mean, deviation } = encoding.columns[0];
    assert.ok(Math.abs(mean - (count - 1) / 2) < 1e-7, String(mean));
    assert.ok(Math.abs(deviation - Math.sqrt((count ** 2 - 1) / 12)) < 1e-7, String(deviation));
    for (const row of [0, 40_000, count - 1]) assert.equal(values[2 * row], Math.fround((row - mean) / deviation));
    assert.deepEqual(
      columns[0].values,
      Float32Array.from({ length: count }, (_, i) => i),
    );
    assert.deepEqual(
      columns[1].values,
      Float32Array.from({ length: count }, (_, i) => (i * 7) % 10),
    );
  });

  it('keep texts apart whose hashes are the same', async () => {
    const { columns } = await open('word,n\ndeclinate,1\nmacallums,2\ndeclinate,3\n');
    assert.deepEqual(columns[0].categories, ['declinate', 'macallums']);
    assert.deepEqual(Array.from(columns[0].values), [0, 1, 0]);
  });

  it('colour by a category in their middle, which stays a feature', async () => {
    const { summary } = await open('a,kind,b\n1,x,2\n2,y,3\n3,x,4\n');
    assert.deepEqual([summary.label, summary.shape], ['kind', [4]]);
  });

  it('use the label and leave out the columns that they are told to', async () => {
    const { summary, columns } = await open('a,b,rank\n1,5,3\n2,6,1\n4,7,3\n', { labels: 'rank', ignore: ['a'] });
    assert.deepEqual(
      summary.columns.map(({ name, role }) => [name, role]),
      [
        ['b', 'feature'],
        ['rank', 'label'],
      ],
    );
    assert.deepEqual(columns[1].categories, ['1', '3']);
  });

  it('come with any separator, decimal comma, byte order mark, line ends, and header or none', async () => {
    const ways: [text: string, names: string[]][] = [
      ['a,b\n1.5,2\n2.5,4\n', ['a', 'b']],
      ['\uFEFFa;b\r\n1,5;2\r\n2,5;4\r\n', ['a', 'b']],
      ['a\tb\n1.5\t2\n2.5\t4', ['a', 'b']],
      ['a|b\r1.5|2\r2.5|4\r', ['a', 'b']],
      ['"a", "b"\n"1.5", 2 \n\n 2.5 ,"4"\n\n', ['a', 'b']],
      ['1.5,2\n2.5,4\n', ['column_1', 'column_2']],
      ['a,a\n1.5,2\n2.5,4\n', ['a', 'a (2)']],
    ];
    for (const [text, names] of ways) {
      const { columns } = await open(text);
      assert.deepEqual(
        columns.map(({ name, values }) => [name, Array.from(values)]),
        [
          [names[0], [1.5, 2.5]],
          [names[1], [2, 4]],
        ],
        JSON.stringify(text),
      );
    }
  });

  it('tell a header of numbers from data, and R’s header without the name of the row names', async () => {
    const pandas = await open('0,1,2\n0.5,1.5,2.5\n3.5,4.5,1.5\n');
    assert.deepEqual([pandas.summary.examples, pandas.columns[2].name], [2, '2']);
    const years = await open('country,1990,1991,1992\nA,1,2,3\nB,2,3,5\n');
    assert.deepEqual(
      years.columns.map(({ name }) => name),
      ['country', '1990', '1991', '1992'],
    );
    const r = await open('a,b\nr1,1,2\nr2,3,4\nr3,4,5\n');
    assert.deepEqual(
      r.columns.map(({ name, role }) => [name, role]),
      [
        ['column_1', 'id'],
        ['a', 'feature'],
        ['b', 'feature'],
      ],
    );
  });

  it('read by content, whatever the name says', async () => {
    assert.equal((await open(iris, {}, 'iris.npy')).summary.format, 'csv');
  });

  it('find each row’s line below quoted line ends', async () => {
    const { source, columns } = await open('note,a\r\n"one\r\ntwo",1\r\n\r\n"say ""hi""\n\n",2\n"x",3\n');
    assert.deepEqual(
      [0, 1, 2].map((index) => source(index)?.line),
      [2, 5, 8],
    );
    assert.deepEqual(columns[0].categories, ['one\r\ntwo', 'say "hi"\n\n', 'x']);
  });

  it('read back any cells, however they are quoted', async () => {
    const word = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('a"b', '",', 'x\ny', 'ü', '1,5', 'a\r\nb'));
    const text = word.map((value) => `_${value}_`);
    const row = fc.tuple(text, fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 3, maxLength: 12 }),
        fc.constantFrom(',', ';', '\t'),
        async (rows, separator) => {
          const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
          const lines = rows.map(([name, value]) => `${quoted(name)}${separator}${value}`);
          const { columns } = await open(`${['name', 'value'].join(separator)}\r\n${lines.join('\n')}`);
          const [names, values] = columns;
          assert.deepEqual(
            Array.from(names.values, (code) => names.categories?.[code]),
            rows.map(([name]) => name),
          );
          assert.deepEqual(
            values.values,
            Float32Array.from(rows, ([, value]) => Number(String(value))),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keep large numbers apart, which single precision would not', async () => {
    const { values } = await open('t,x\n1700000000,1\n1700000001,2\n1700000002,3\n');
    assert.ok(Math.abs(values[0] + Math.sqrt(1.5)) < 1e-6, String(values[0]));
  });

  it('keep the first rows only, where a limit is set', async () => {
    assert.deepEqual((await open(iris, { limit: 2 })).summary.examples, 2);
  });

  it('say what is wrong, in which line and column', async () => {
    const mixed = ['a,b', ...Array.from({ length: 20 }, (_, i) => `${i},${i}`), 'oops,3'].join('\n');
    const cases: [text: string | Uint8Array, code: string, says: RegExp, config?: Partial<DataConfig>][] = [
      ['a,b\n', 'data.table.headerOnly', /line 1/],
      ['a,b\n1,2\n', 'data.oneExample', /single example/],
      ['a,b\n1,2\n3\n4,5\n', 'data.table.ragged', /line 3: 1 cells instead of 2/],
      ['a,b\n1,2\n"3\n",4\n4,5,6\n', 'data.table.ragged', /line 5: 3 cells instead of 2/],
      ['a,b\n1,2\n3,4\n5,"6\n7,8\n', 'data.table.quote', /line 4/],
      ['a,b\n1,2\n3,"4"x\n', 'data.table.quote', /line 3/],
      [mixed, 'data.table.notANumber', /line 22, column a: "oops"/],
      ['a,b\n1,2\ninf,3\n', 'data.table.infinite', /line 3, column a/],
      ['a,b\nx1,\nx2,\nx3,\n', 'data.table.noFeatures', /no column to learn from/],
      ['a,b\nNaN,\nNaN,\n', 'data.table.noFeatures', /no column to learn from/],
      [
        iris,
        'data.table.noColumn',
        /no column named kind\. Its columns are length, colour, species/,
        { labels: 'kind' },
      ],
      [iris, 'data.table.noColumn', /width/, { ignore: ['width'] }],
    ];
    for (const [text, code, says, config] of cases) {
      const sentence = await sentenceOf(open(text, config));
      assert.equal(sentence.code, code, sentence.message);
      assert.match(sentence.message, says);
      assert.ok(sentence.message.includes(folder.path), sentence.message);
    }
  });

  it('stop when they are called off', async () => {
    const controller = new AbortController();
    const rows = Array.from({ length: 50_000 }, (_, i) => `${i},${i % 3}`).join('\n');
    const source = await folder.write('long.csv', `a,b\n${rows}`);
    const opening = openDataset({ source }, { signal: controller.signal, onProgress: () => controller.abort() });
    assert.equal((await sentenceOf(opening)).code, 'process.cancelled');
  });
});
