import assert from 'node:assert/strict';
import { type Encoding, encodeNpy, openDataset, render } from '../../../../../src/dataset';
import type { DataConfig } from '../../../../../src/protocol/config';
import { formatSentence } from '../../../../../src/protocol/errors';
import { sentenceOf, temporaryFolder } from '../../builders';

const flowers = 'no,size,kind,note,species\n1,2,x,u,a\n2,4,y,v,b\n3,6,x,w,a\n4,8,y,u2,b\n';

describe('The roles of columns', () => {
  const folder = temporaryFolder();
  const open = async (text: string, config: Partial<DataConfig> = {}, encoding?: Encoding) =>
    openDataset({ source: await folder.write('t.csv', text), ...config }, { encoding });
  const rolesOf = async (text: string, config?: Partial<DataConfig>) => {
    const { summary } = await open(text, config);
    return [Object.fromEntries(summary.columns.map(({ name, role }) => [name, role])), summary.label];
  };

  it('are inferred, and are what a person says instead', async () => {
    assert.deepEqual(await rolesOf(flowers), [
      { no: 'feature', size: 'feature', kind: 'feature', note: 'id', species: 'label' },
      'species',
    ]);
    const roles = { no: 'id', kind: 'label', note: 'feature', species: 'ignore' } as const;
    assert.deepEqual(await rolesOf(flowers, { roles }), [
      { no: 'id', size: 'feature', kind: 'label', note: 'feature' },
      'kind',
    ]);
    const { encoding } = await open(flowers, { roles });
    assert.deepEqual(encoding.kind === 'columns' && encoding.columns.map(({ name }) => name), ['size', 'note']);
  });

  it('see the label beside places: y is none beside x', async () => {
    const rows = (last: string) =>
      Array.from({ length: 40 }, (_, i) => `${i / 7},${-i / 3}${last === '' ? '' : `,${i % 3}`}`);
    const places = { x: 'feature', y: 'feature' };
    assert.deepEqual(await rolesOf(['x,y,label', ...rows('label')].join('\n')), [
      { ...places, label: 'label' },
      'label',
    ]);
    assert.deepEqual(await rolesOf(['x,y,cluster', ...rows('cluster')].join('\n')), [
      { ...places, cluster: 'label' },
      'cluster',
    ]);
    assert.deepEqual(await rolesOf(['x,y', ...rows('')].join('\n')), [places, undefined]);
    const usual = Array.from({ length: 40 }, (_, i) => `${i / 7},${-i / 3},${i % 2}`);
    assert.deepEqual(await rolesOf(['x1,x2,y', ...usual].join('\n')), [
      { x1: 'feature', x2: 'feature', y: 'label' },
      'y',
    ]);
    const [, label] = await rolesOf(['x,y,label', ...rows('label')].join('\n'), { labels: 'y' });
    assert.equal(label, 'y');
  });

  it('take the numbers of shuffled rows in a first column without a name for ids', async () => {
    const table = (index: (i: number) => number, rows = 100) =>
      [',a,b', ...Array.from({ length: rows }, (_, i) => `${index(i)},${i / 8},${i % 7}`)].join('\n');
    const role = async (text: string) => {
      const { summary } = await open(text);
      return summary.columns[0].role;
    };
    assert.equal(await role(table((i) => i)), 'id');
    assert.equal(await role(table((i) => (i * 37) % 100)), 'id');
    assert.equal(await role(table((i) => (i * 377) % 1000, 70)), 'id');
    assert.equal(await role(table((i) => (i * 1777) % 3000, 3000)), 'id');
    // Numbers that occur twice, reach not so far, or are negative are amounts.
    assert.equal(await role(table((i) => (i * 37) % 99)), 'feature');
    assert.equal(await role(table((i) => i % 10)), 'feature');
    assert.equal(await role(table((i) => ((i * 37) % 100) - 1)), 'feature');
    const named = table((i) => (i * 37) % 100).replace(',a,b', 'size,a,b');
    assert.equal(await role(named), 'feature');
  });

  it('let time stamps of microseconds be of order one, and constants zero', async () => {
    const stamps = Array.from({ length: 160 }, (_, i) => 1.7e15 + 10 * i);
    const deviation = Math.sqrt(stamps.reduce((sum, _, i) => sum + (10 * i - 795) ** 2, 0) / 160);
    const table = await open(['t,c,d', ...stamps.map((stamp, i) => `${stamp},0.1,${i % 7}`)].join('\n'));
    const array = await openDataset({
      source: await folder.write(
        't.npy',
        encodeNpy(Float64Array.from(stamps.flatMap((stamp, i) => [stamp, 0.1, i % 7])), [160, 3]),
      ),
    });
    for (const { encoding, values } of [table, array]) {
      assert.ok(encoding.kind === 'columns');
      const [time, constant] = encoding.columns;
      assert.ok(time.type === 'numeric' && constant.type === 'numeric');
      assert.ok(Math.abs(time.deviation / deviation - 1) < 1e-3, String(time.deviation));
      assert.equal(constant.deviation, 1);
      assert.ok(Math.abs(values[0] + 1.72) < 0.01 && Math.abs(values[159 * 3] - 1.72) < 0.01);
      for (let i = 0; i < 160; i++) assert.ok(Math.abs(values[3 * i + 1]) < 1e-12);
    }
  });

  it('go before labels and ignore, which say the same in other words', async () => {
    const asked = { labels: 'kind', ignore: ['note'], roles: { kind: 'feature', note: 'id' } } as const;
    const [roles, label] = await rolesOf(flowers, { ...asked, ignore: [...asked.ignore] });
    assert.deepEqual(roles, { no: 'feature', size: 'feature', kind: 'feature', note: 'id', species: 'feature' });
    assert.equal(label, 'kind');
  });

  it('let numbers and texts come together in what is no feature', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i === 7 ? 'A7' : i},${i % 4}`).join('\n');
    const sentence = await sentenceOf(open(`code,value\n${rows}\n`));
    assert.match(sentence.message, /line 9, column code: "A7"/);
    for (const role of ['id', 'label', 'ignore'] as const) {
      const { summary, columns } = await open(`code,value\n${rows}\n`, { roles: { code: role } });
      assert.deepEqual(summary.shape, [1]);
      if (role !== 'ignore') assert.equal(columns[0].categories?.[columns[0].values[7]], 'A7');
    }
  });

  it('make features of many texts where that is asked for, up to a bound', async () => {
    const text = (count: number) =>
      `word,n\n${Array.from({ length: 2 * count }, (_, i) => `w${i % count},${i}`).join('\n')}\n`;
    assert.deepEqual((await open(text(150))).summary.shape, [1]);
    assert.deepEqual((await open(text(150), { roles: { word: 'feature' } })).summary.shape, [151]);
    const wide = await open(text(1500), { roles: { word: 'feature' } });
    assert.deepEqual(wide.summary.shape, [1501]);
    const [warning] = wide.summary.warnings;
    assert.deepEqual(
      [warning.code, warning.params?.count, warning.params?.megabytes],
      ['data.table.wideColumn', 1500, 18],
    );
    const ones = wide.values.subarray(2 * 1501, 3 * 1501).indexOf(1);
    assert.deepEqual(wide.encoding.kind === 'columns' && wide.encoding.columns[0], {
      name: 'word',
      type: 'category',
      categories: wide.columns[0].categories,
    });
    assert.equal(wide.columns[0].categories?.[ones], 'w2');
    const many = await sentenceOf(open(text(65_537), { roles: { word: 'feature' } }));
    assert.match(many.message, /column word has 65537 different texts, more than 65536/);
  });

  it('name only columns that are there', async () => {
    const { message } = await sentenceOf(open(flowers, { roles: { width: 'ignore' } }));
    assert.match(message, /no column named width/);
  });
});

describe('Missing cells', () => {
  const folder = temporaryFolder();
  const open = async (text: string, config: Partial<DataConfig> = {}, encoding?: Encoding) =>
    openDataset({ source: await folder.write('t.csv', text), ...config }, { encoding });
  const gaps = 'a,kind,class\n1,x,u\n,y,v\n3,z,u\n5,?,v\n7,x,\n9,y,v\n';

  it('are imputed, or their rows are left out', async () => {
    const imputed = await open(gaps);
    assert.equal(imputed.summary.examples, 6);
    assert.deepEqual(imputed.summary.shape, [5]);
    const dropped = await open(gaps, { missing: 'drop' });
    assert.equal(dropped.summary.examples, 4);
    assert.deepEqual(Array.from(dropped.columns[0].values), [1, 3, 7, 9]);
    assert.deepEqual(dropped.encoding, {
      kind: 'columns',
      columns: [
        { name: 'a', type: 'numeric', mean: 5, deviation: Math.sqrt(10) },
        { name: 'kind', type: 'category', categories: ['x', 'y', 'z'] },
      ],
    });
    assert.deepEqual(
      [0, 1, 2, 3].map((row) => dropped.source(row)?.line),
      [2, 4, 6, 7],
    );
    assert.match(dropped.summary.warnings.map(formatSentence).join(), /2 of 6 rows lack a value/);
    // Only what the model would see counts: a label may be missing.
    assert.deepEqual(Array.from(dropped.columns[2].values), [0, 0, Number.NaN, 1]);
  });

  it('take categories along that occur nowhere else', async () => {
    const { encoding } = await open('a,kind\n1,x\n,rare\n3,x\n5,y\n7,y\n', {
      missing: 'drop',
      roles: { kind: 'feature' },
    });
    assert.deepEqual(encoding.kind === 'columns' && encoding.columns[1], {
      name: 'kind',
      type: 'category',
      categories: ['x', 'y'],
    });
  });

  it('leave no row at all in some tables, which is said', async () => {
    const { code } = await sentenceOf(open('a,b\n1,\n,2\n3,\n,4\n', { missing: 'drop' }));
    assert.equal(code, 'data.table.allDropped');
  });

  it('are left out for a model of earlier, too', async () => {
    const { encoding } = await open('a,b\n1,2\n3,4\n5,9\n');
    const { summary, values } = await open('b,a\n2,1\n4,\n9,5\n', { missing: 'drop' }, encoding);
    assert.equal(summary.examples, 2);
    const full = await open('a,b\n1,2\n3,4\n5,9\n', {}, encoding);
    assert.deepEqual(
      Array.from(values),
      [0, 1, 4, 5].map((i) => full.values[i]),
    );
  });
});

describe('Columns of dates', () => {
  const folder = temporaryFolder();
  const open = async (text: string, config: Partial<DataConfig> = {}, encoding?: Encoding) =>
    openDataset({ source: await folder.write('t.csv', text), ...config }, { encoding });

  it('are numbers of days, or of seconds where there are times, and say so', async () => {
    const { columns, encoding, summary } = await open(
      'day,time,n\n1970-01-03,1970-01-01T00:00:05Z,1\n,1970-01-01 00:01,2\n1970-02-01,1970-01-02,5\n',
    );
    assert.deepEqual(Array.from(columns[0].values), [2, Number.NaN, 31]);
    assert.deepEqual(Array.from(columns[1].values), [5, 60, 86_400]);
    assert.deepEqual(encoding.kind === 'columns' && encoding.columns.map((column) => 'unit' in column && column.unit), [
      'days',
      'seconds',
      false,
    ]);
    assert.match(summary.warnings.map(formatSentence).join(), /columns that hold dates: 2, first day/);
  });

  it('are seconds where times come late', async () => {
    const { columns } = await open('t,n\n1970-01-02,1\n1970-01-01 00:00:05,2\n1970-01-03,3\n');
    assert.deepEqual(Array.from(columns[0].values), [86_400, 5, 172_800]);
  });

  it('are shown as dates', async () => {
    const { values, encoding } = await open('day,time\n2020-02-28,2020-01-01 10:30\n2020-03-01,2020-01-01 10:45:30\n');
    assert.ok(values instanceof Float32Array);
    const shown = render(values, encoding);
    assert.deepEqual(shown.kind === 'rows' && shown.rows, [
      ['2020-02-28', '2020-01-01 10:30:00'],
      ['2020-03-01', '2020-01-01 10:45:30'],
    ]);
  });

  it('agree on the order of day and month, however late it shows', async () => {
    const { columns, summary } = await open('d,n\n3/4/1970,1\n5/6/1970,2\n13/1/1970,3\n');
    assert.deepEqual(Array.from(columns[0].values), [92, 155, 12]);
    assert.ok(!summary.warnings.some(({ code }) => code === 'data.table.monthFirst'));
    const open_ = await open('d,n\n3/4/1970,1\n5/6/1970,2\n');
    assert.deepEqual(Array.from(open_.columns[0].values), [62, 125]);
    assert.ok(open_.summary.warnings.some(({ code }) => code === 'data.table.monthFirst'));
    const neither = await open('d,n\n3/14/1970,1\n14/3/1970,2\n3/14/1970,3\n');
    assert.deepEqual(neither.columns[0].categories, ['14/3/1970', '3/14/1970']);
  });

  it('are words where not all are dates', async () => {
    const { columns } = await open('d,n\n1970-01-03,1\nsoon,2\n1970-01-03,3\n');
    assert.deepEqual(columns[0].categories, ['1970-01-03', 'soon']);
  });

  it('suit a model that counts in another unit, and no model of numbers', async () => {
    const { encoding } = await open('t,n\n1970-01-02 00:00,1\n1970-01-04 00:00,2\n1970-01-06 00:00,2\n');
    const { values } = await open('t,n\n1970-01-02,1\n1970-01-06,2\n', {}, encoding);
    assert.ok(Math.abs(values[0] + values[2]) < 1e-6 && values[2] > 1);
    const { code } = await sentenceOf(open('t,n\n5,1\n6,2\n', {}, encoding));
    assert.equal(code, 'data.encoding.cells');
  });
});
