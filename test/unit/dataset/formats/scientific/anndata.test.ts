import assert from 'node:assert/strict';
import { describeData, openDataset } from '../../../../../src/dataset';
import { givenLayouts } from '../../../../../src/protocol/column-layout';
import { sentenceOf, temporaryFolder } from '../../builders';
import { bytesOf, open } from '../arrays/readers';
import { type Attributes, type Hdf5Array, hdf5 } from './hdf5-writer';

/** 3 cells × 4 genes. */
const dense = [0, 2, 0, 0, 1, 0, 0, 3, 0, 0, 4, 0];
const words = (...data: string[]): Hdf5Array => ({ data, shape: [data.length] });

const csr = {
  data: { data: Float32Array.of(2, 1, 3, 4), shape: [4] },
  indices: { data: Int32Array.of(1, 0, 3, 2), shape: [4] },
  indptr: { data: Int32Array.of(0, 1, 3, 4), shape: [4] },
};
const csc = {
  data: { data: Float32Array.of(1, 2, 4, 3), shape: [4] },
  indices: { data: Int32Array.of(1, 0, 2, 1), shape: [4] },
  indptr: { data: Int32Array.of(0, 1, 2, 3, 4), shape: [5] },
};

const frames: Record<string, Hdf5Array> = {
  'obs/_index': words('c1', 'c2', 'c3'),
  'obs/depth': { data: Float64Array.of(0.5, 1.5, 2.5), shape: [3] },
  'obs/cell_type/codes': { data: Int8Array.of(1, -1, 0), shape: [3] },
  'obs/cell_type/categories': words('B', 'T'),
  'obs/batch/codes': { data: Int8Array.of(0, 1, 1), shape: [3] },
  'obs/batch/categories': words('x', 'y'),
  'var/_index': words('g1', 'g2', 'g3', 'depth'),
  'obsm/X_umap': { data: Float64Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] },
};
const groups: Record<string, Attributes> = {
  '': { 'encoding-type': 'anndata', 'encoding-version': '0.1.0' },
  obs: { _index: '_index', 'column-order': ['cell_type', 'depth', 'batch'] },
  var: { _index: '_index' },
};

function under(group: string, arrays: Record<string, Hdf5Array>): Record<string, Hdf5Array> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${group}/${name}`, array]));
}

const sparseGroup = (encoding: string): Attributes => ({ 'encoding-type': encoding, shape: [3, 4] });

describe('AnnData files', () => {
  const folder = temporaryFolder();

  async function written(x: Record<string, Hdf5Array>, more: Record<string, Attributes> = {}): Promise<string> {
    return folder.write('cells.h5ad', await hdf5({ ...x, ...frames }, { ...groups, ...more }));
  }

  const matrices: [name: string, arrays: Record<string, Hdf5Array>, groups: Record<string, Attributes>][] = [
    ['dense', { X: { data: Float32Array.from(dense), shape: [3, 4] } }, {}],
    ['CSR', under('X', csr), { X: sparseGroup('csr_matrix') }],
    ['CSC', under('X', csc), { X: sparseGroup('csc_matrix') }],
  ];
  for (const [name, arrays, more] of matrices) {
    it(`are X (${name}), named by genes and described by obs`, async () => {
      const { summary, columns, encoding, values } = await openDataset({
        source: await written(arrays, more),
        counts: true,
      });
      assert.deepEqual(Array.from(values), dense);
      assert.deepEqual([summary.name, summary.label, summary.examples], ['cells X', 'cell_type', 3]);
      const [kind, index, depth, batch] = columns;
      assert.deepEqual(
        [kind.name, kind.categories, Array.from(kind.values)],
        ['cell_type', ['B', 'T'], [1, Number.NaN, 0]],
      );
      assert.deepEqual([index.role, index.categories], ['id', ['c1', 'c2', 'c3']]);
      assert.deepEqual([depth.name, depth.type, Array.from(depth.values)], ['depth', 'numeric', [0.5, 1.5, 2.5]]);
      assert.deepEqual([batch.name, batch.role, batch.categories], ['batch', 'factor', ['x', 'y']]);
      const axes = columns.filter(({ name }) => name.startsWith('X_'));
      assert.deepEqual(
        axes.map(({ name, type, values }) => [name, type, Array.from(values)]),
        [
          ['X_umap-0', 'numeric', [1, 3, 5]],
          ['X_umap-1', 'numeric', [2, 4, 6]],
        ],
      );
      const given = givenLayouts(summary.columns).find(({ name }) => name === 'X_umap');
      assert.deepEqual(given?.columns, ['X_umap-0', 'X_umap-1']);
      // A gene that is called as a column of obs.
      assert.ok(encoding.kind === 'columns');
      assert.deepEqual(
        encoding.columns.map((column) => column.name),
        ['g1', 'g2', 'g3', 'depth (2)'],
      );
    });
  }

  it('have layers and embeddings to choose from, and other columns as labels', async () => {
    const arrays = {
      ...under('X', csr),
      ...under('layers/counts', csc),
    };
    const source = await written(arrays, { X: sparseGroup('csr_matrix'), 'layers/counts': sparseGroup('csc_matrix') });
    const layer = await describeData({ source, array: 'layers/counts', labels: 'batch' });
    assert.deepEqual([layer.shape, layer.label], [[4], 'batch']);
    const umap = await openDataset({ source, array: 'obsm/X_umap' });
    assert.deepEqual(
      umap.summary.columns.filter(({ role }) => role === 'feature').map(({ name }) => name),
      ['x1', 'x2'],
    );
    const { values, labels } = await open(source, { labels: 'batch' });
    assert.deepEqual(await bytesOf(values), Buffer.from(Float32Array.from(dense).buffer));
    assert.deepEqual(labels?.dtype === 'str' && (await labels.words({})), ['x', 'y', 'y']);
    const fitted = await openDataset({ source }, { encoding: (await openDataset({ source })).encoding });
    assert.equal(fitted.summary.examples, 3);
  });

  it('of older versions, which have categories in a group of their own, are read', async () => {
    const older: Record<string, Hdf5Array> = {
      X: { data: Float32Array.from(dense), shape: [3, 4] },
      'obs/index': words('c1', 'c2', 'c3'),
      'obs/louvain': { data: Int8Array.of(0, 1, 0), shape: [3] },
      'obs/__categories/louvain': words('0', '1'),
      'var/index': words('g1', 'g2', 'g3', 'g4'),
    };
    const source = await folder.write(
      'old.h5ad',
      await hdf5(older, { obs: { _index: 'index' }, var: { _index: 'index' } }),
    );
    const { summary, columns } = await openDataset({ source });
    assert.deepEqual([summary.label, columns[0].categories], ['louvain', ['0', '1']]);
  });

  it('whose sparse parts do not fit are refused', async () => {
    const indices = { data: Int32Array.of(1, 0, 7, 2), shape: [4] };
    const source = await written(under('X', { ...csr, indices }), { X: sparseGroup('csr_matrix') });
    const { code, message } = await sentenceOf(openDataset({ source }));
    assert.equal(code, 'data.sparse.shape', message);
    assert.ok(message.includes('(X)'), message);
  });

  it('of Cell Ranger have cells as examples, with names beside them', async () => {
    const source = await folder.write(
      'filtered_feature_bc_matrix.h5',
      await hdf5({
        'matrix/data': { data: Int32Array.of(2, 1, 3, 4), shape: [4] },
        'matrix/indices': csr.indices,
        'matrix/indptr': csr.indptr,
        'matrix/shape': { data: Int32Array.of(4, 3), shape: [2] },
        'matrix/barcodes': words('AAC-1', 'AAG-1', 'AAT-1'),
        'matrix/features/name': words('g1', 'g2', 'g3', 'g4'),
      }),
    );
    const { summary, values } = await openDataset({ source, counts: true });
    assert.deepEqual(Array.from(values), dense);
    assert.deepEqual(
      summary.columns.map(({ name, role }) => `${name} ${role}`),
      ['barcode id', 'g1 feature', 'g2 feature', 'g3 feature', 'g4 feature'],
    );
  });
});
