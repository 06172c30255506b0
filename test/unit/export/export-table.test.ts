import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { readNpy } from '../../../src/dataset/formats/npy/npy';
import { openParquetFile } from '../../../src/dataset/formats/parquet/parquet-file';
import type { ExportedRun } from '../../../src/export/example-table';
import { exportTable } from '../../../src/export/export-table';
import type { ColumnValues } from '../../../src/protocol/data';
import type { TableContent } from '../../../src/protocol/export';
import { sentenceOf, temporaryFolder } from '../dataset/builders';
import { readColumns } from '../dataset/formats/columnar/reading';

const columns: readonly ColumnValues[] = [
  {
    name: 'kind, "of"',
    role: 'label',
    type: 'category',
    categories: ['a', 'b,"c"\nd'],
    values: Float32Array.of(0, 1, Number.NaN),
  },
  { name: 'x', role: 'feature', type: 'numeric', values: Float32Array.of(0.1, Number.NaN, -1e30) },
];
const run: ExportedRun = {
  examples: 3,
  columns,
  column: async (name) => columns.find((column) => column.name === name)!,
  latents: async () => ({ latent: 2, means: Float32Array.of(1, 2, 3, 4, 5, 6) }),
  layout: async (_epoch, projection) => ({
    epoch: 1,
    positions: Float32Array.of(0.5, 1, 0, 1.5, 2, 0, 2.5, 3, 0),
    axes: projection.kind === 'axes' ? [{ latent: 0 }, { latent: 1 }, {}] : [{}, {}, {}],
  }),
};
const flat = { epoch: null, projection: { kind: 'axes', axes: [0, 1, -1] } } as const;
const content = (kind: TableContent['kind'], withColumns = false): TableContent => ({ ...flat, kind, withColumns });

describe('a table of examples', () => {
  const folder = temporaryFolder();

  it('is CSV with names, quotes and gaps, of those that are wanted', async () => {
    const path = join(folder.path, 'out.csv');
    const written = await exportTable(
      run,
      path,
      { format: 'csv', content: content('coordinates', true), examples: Uint32Array.of(0, 2) },
      {},
    );
    assert.deepEqual(written, { paths: [path], examples: 2 });
    assert.equal(await readFile(path, 'utf8'), 'example,x,y,"kind, ""of""",x_2\n0,0.5,1,a,0.1\n2,2.5,3,,-1e+30\n');
  });

  it('has codes once, though latent dimensions are columns', async () => {
    const path = join(folder.path, 'codes.csv');
    const dimensions = ['z0', 'z1'].map((name) => ({ ...columns[1], name, role: 'latent' as const }));
    const all = [...columns, ...dimensions];
    const wide = { ...run, columns: all, column: async (name: string) => all.find((column) => column.name === name)! };
    await exportTable(wide, path, { format: 'csv', content: content('latents', true), examples: null }, {});
    const [names] = (await readFile(path, 'utf8')).split('\n');
    assert.equal(names, 'example,z0,z1,"kind, ""of""",x');
  });

  it('is JSON with null for what is missing', async () => {
    const path = join(folder.path, 'out.json');
    await exportTable(run, path, { format: 'json', content: content('columns'), examples: null }, {});
    assert.deepEqual(JSON.parse(await readFile(path, 'utf8')), [
      { example: 0, 'kind, "of"': 'a', x: 0.1 },
      { example: 1, 'kind, "of"': 'b,"c"\nd', x: null },
      { example: 2, 'kind, "of"': null, x: -1e30 },
    ]);
  });

  it('is a .npy file of numbers alone', async () => {
    const path = join(folder.path, 'out.npy');
    await exportTable(
      run,
      path,
      { format: 'npy', content: content('latents', true), examples: Uint32Array.of(1, 2) },
      {},
    );
    const { shape, data } = await readNpy(path);
    assert.deepEqual(
      [shape, [...(data as Float32Array)]],
      [
        [2, 2],
        [3, 4, 5, 6],
      ],
    );
    const columnsAlone = exportTable(run, path, { format: 'npy', content: content('columns'), examples: null }, {});
    await assert.rejects(columnsAlone, { code: 'export.noNumbers' });
  });

  it('is Parquet that others read, in as many groups of rows as there have to be', async () => {
    const path = join(folder.path, 'out.parquet');
    const examples = 150_000;
    const many: ExportedRun = {
      ...run,
      examples,
      columns: [{ name: 'word', role: 'label', type: 'category' }],
      column: async () => ({
        ...columns[0],
        name: 'word',
        values: Float32Array.from({ length: examples }, (_, i) => (i % 3 === 2 ? Number.NaN : i % 3)),
      }),
      latents: async () => ({ latent: 1, means: Float32Array.from({ length: examples }, (_, i) => i / 4) }),
    };
    await exportTable(many, path, { format: 'parquet', content: content('latents', true), examples: null }, {});
    const bytes = await readFile(path);
    const rows = await parquetReadObjects({ file: Uint8Array.from(bytes).buffer });
    assert.equal(rows.length, examples);
    assert.deepEqual(rows[1], { example: 1, z0: 0.25, word: 'b,"c"\nd' });
    assert.deepEqual(rows[149_999], { example: 149_999, z0: 149_999 / 4, word: null });
    const ours = await readColumns(await openParquetFile(path, { ignore: [] }));
    assert.deepEqual(ours.example.slice(-1), [149_999]);
    assert.deepEqual(ours.word.slice(0, 3), ['a', 'b,"c"\nd', null]);
  });

  it('leaves nothing where it cannot be written', async () => {
    const path = join(folder.path, 'absent', 'out.csv');
    const failing = exportTable(run, path, { format: 'csv', content: content('latents'), examples: null }, {});
    assert.match((await sentenceOf(failing)).message, /out\.csv could not be written \(ENOENT/);
    const nothing = exportTable(
      run,
      join(folder.path, 'x.csv'),
      { format: 'csv', content: content('latents'), examples: Uint32Array.of() },
      {},
    );
    await assert.rejects(nothing, { code: 'export.nothing' });
    const broken: ExportedRun = { ...run, column: async () => Promise.reject(new Error('gone')) };
    const late = exportTable(
      broken,
      join(folder.path, 'y.csv'),
      { format: 'csv', content: content('columns'), examples: null },
      {},
    );
    await assert.rejects(late, /gone/);
    assert.deepEqual(await readdir(folder.path), []);
  });
});
