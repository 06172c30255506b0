import assert from 'node:assert/strict';
import { type DataType, fixedSizeList, float32, float64, int16, timestamp, utf8 } from '@uwdata/flechette';
import { openDataset } from '../../../../src/dataset';
import type { Dataset } from '../../../../src/dataset/examples/dataset';
import type { DataConfig } from '../../../../src/protocol/config';
import { random } from '../../../../src/random';
import { sentenceOf, temporaryFolder } from '../builders';
import { arrow } from '../formats/columnar/arrow-writer';
import { parquet, plain } from '../formats/columnar/parquet-writer';
import { assertEqualRows, openStreamed, type StreamedDataset } from './streamed';

const rows = 40_000;

interface Row {
  readonly length: number | null;
  readonly width: number;
  readonly colour: string | null;
  /** Seconds since 1970. */
  readonly at: number;
  readonly name: string;
  readonly species: string;
}

/** Rows without a pattern that a wrong offset could hide in. */
const table = Array.from({ length: rows }, (_, i): Row => {
  const next = random(5, i);
  return {
    length: next() % 50 === 0 ? null : (next() % 10_000) / 100,
    width: next() % 300,
    colour: next() % 90 === 0 ? null : (['red', 'green', 'blue', '7'][next() % 4] ?? null),
    at: 1_600_000_000 + (next() % 10_000_000),
    name: `n${next()}`,
    species: ['setosa', 'virginica'][next() % 2],
  };
});

const names = ['length', 'width', 'colour', 'at', 'name', 'species'] as const;

function csv(): string {
  const cell = (row: Row, name: (typeof names)[number]) =>
    name === 'at' ? new Date(row.at * 1000).toISOString() : (row[name] ?? 'NA');
  return [names.join(), ...table.map((row) => names.map((name) => cell(row, name)).join())].join('\n');
}

function arrowFile(): Uint8Array {
  const column = <T>(name: keyof Row, value = (cell: Row[keyof Row]): unknown => cell) =>
    table.map((row) => value(row[name]) as T);
  return arrow(
    {
      length: [float64(), column('length')],
      width: [float64(), column('width')],
      colour: [utf8(), column('colour')],
      at: [timestamp(), column('at', (seconds) => Number(seconds) * 1000)],
      name: [utf8(), column('name')],
      species: [utf8(), column('species')],
    },
    { rowsPerBatch: 3000 },
  );
}

function parquetFile(): Uint8Array {
  const text = { type: 'BYTE_ARRAY', converted: 0 } as const;
  return parquet(
    [
      {
        name: 'length',
        type: 'DOUBLE',
        values: table.map(({ length }) => (length === null ? null : plain.double(length))),
      },
      { name: 'width', type: 'DOUBLE', values: table.map(({ width }) => plain.double(width)) },
      { ...text, name: 'colour', values: table.map(({ colour }) => (colour === null ? null : plain.text(colour))) },
      { name: 'at', type: 'INT64', converted: 10, values: table.map(({ at }) => plain.int64(BigInt(at) * 1_000_000n)) },
      { ...text, name: 'name', values: table.map(({ name }) => plain.text(name)) },
      { ...text, name: 'species', values: table.map(({ species }) => plain.text(species)) },
    ],
    { rowsPerGroup: 7000, rowsPerPage: 500 },
  );
}

/** What is shown of the rows is what all of them have at these places. */
function assertEqualColumns({ columns, stream }: StreamedDataset, whole: Dataset): void {
  assert.deepEqual(
    columns.map(({ name, role, type }) => ({ name, role, type })),
    whole.columns.map(({ name, role, type }) => ({ name, role, type })),
  );
  for (const [place, { name, values, categories }] of columns.entries()) {
    const all = whole.columns[place];
    const said = Array.from(values, (value) => categories?.[value] ?? value);
    const expected = Array.from(values, (_, i) => all.values[stream.placeOf(i)]);
    assert.deepEqual(
      said,
      expected.map((value) => all.categories?.[value] ?? value),
      name,
    );
  }
}

describe('Tables that memory does not hold', () => {
  const folder = temporaryFolder();

  const files = [
    ['table.csv', csv],
    ['table.arrow', arrowFile],
    ['table.parquet', parquetFile],
  ] as const;
  for (const [name, content] of files) {
    for (const missing of ['impute', 'drop'] as const) {
      it(`stream the rows of ${name} as they would be read whole, missing ones to ${missing}`, async () => {
        const config: DataConfig = { source: await folder.write(name, content()), missing };
        const dataset = await openStreamed({ ...config, memory: 1 });
        const whole = await openDataset(config);
        assert.ok(dataset.summary.examples < rows / 2);
        assert.deepEqual(dataset.encoding, whole.encoding);
        await assertEqualRows(dataset, whole);
        assertEqualColumns(dataset, whole);
        const place = dataset.stream.placeOf(1234);
        assert.deepEqual(dataset.source(1234), whole.source(place));
      });
    }
  }

  it('take no feature and no label of too many words', async () => {
    const source = await folder.write('table.parquet', parquetFile());
    const { message } = await sentenceOf(openDataset({ source, memory: 1, roles: { name: 'feature' } }));
    assert.match(message, /column name has > 10000 different texts/);
    const { summary } = await openDataset({ source, memory: 1, labels: 'name' });
    assert.equal(summary.columns.find(({ name }) => name === 'name')?.role, 'id');
  });

  it('say that they are a sample, and keep to the limit', async () => {
    const source = await folder.write('table.csv', csv());
    const { summary } = await openStreamed({ source, limit: 36_000 });
    assert.equal(summary.streamed, 36_000);
    assert.ok(summary.warnings.some(({ code }) => code === 'data.streamed'));
  });

  const elements = { float32: float32(), float64: float64(), int16: int16() } satisfies Record<string, DataType>;
  for (const [name, type] of Object.entries(elements)) {
    it(`stream vectors of ${name} as they would be read whole, and describe those that are shown`, async () => {
      const vectors = table
        .slice(0, 6000)
        .map(({ width }, i) => Array.from({ length: 60 }, (_, j) => (width * (i + j)) % 997));
      const content = arrow(
        {
          name: [utf8(), table.slice(0, 6000).map(({ name }) => name)],
          embedding: [fixedSizeList(type, 60), vectors],
          species: [utf8(), table.slice(0, 6000).map(({ species }) => species)],
        },
        { rowsPerBatch: 1700 },
      );
      const source = await folder.write('vectors.arrow', content);
      const dataset = await openStreamed({ source });
      const whole = await openDataset({ source });
      assert.deepEqual(dataset.encoding, whole.encoding);
      assert.equal(dataset.summary.label, 'species');
      await assertEqualRows(dataset, whole);
      assertEqualColumns(dataset, whole);
    });
  }

  it('stream vectors with missing elements, of which they tell the first', async () => {
    const list = (i: number) =>
      Array.from({ length: 60 }, (_, j) => (j === 7 && i % 1000 === 900 ? null : plain.double(i * j)));
    const values = Array.from({ length: 6000 }, (_, i) => list(i));
    const file = parquet([{ name: 'x', type: 'DOUBLE', list: true, values }], { rowsPerGroup: 2500, rowsPerPage: 300 });
    const source = await folder.write('vectors.parquet', file);
    const dataset = await openStreamed({ source });
    const whole = await openDataset({ source });
    await assertEqualRows(dataset, whole);
    const missing = whole.summary.warnings.find(({ code }) => code === 'data.vectors.missing');
    assert.deepEqual(missing?.params, { path: source, count: 6, row: 900 });
    assert.ok(dataset.summary.warnings.some((warning) => JSON.stringify(warning) === JSON.stringify(missing)));
  });

  it('are encoded as an earlier run has it', async () => {
    const source = await folder.write('table.csv', csv());
    const { encoding } = await openDataset({ source, limit: 500 });
    const { stream } = await openDataset({ source, memory: 1 }, { encoding });
    assert.ok(stream);
    const whole = await openDataset({ source }, { encoding });
    assert.deepEqual(await stream.read(0, stream.examples), whole.values);
    await stream.close();
  });
});
