import assert from 'node:assert/strict';
import { axisColumns, givenLayouts } from '../../../src/protocol/column-layout';
import type { ColumnInfo } from '../../../src/protocol/data';

const numbers = (...names: string[]): ColumnInfo[] => names.map((name) => ({ name, role: 'factor', type: 'numeric' }));
const found = (...names: string[]) => givenLayouts(numbers(...names)).map(({ name, columns }) => [name, ...columns]);

describe('Given layouts', () => {
  it('are told by names that differ in their axis alone', () => {
    assert.deepEqual(found('depth', 'X_umap-0', 'X_umap-1', 'X_pca-0', 'X_pca-1', 'X_pca-2'), [
      ['X_umap', 'X_umap-0', 'X_umap-1'],
      ['X_pca', 'X_pca-0', 'X_pca-1', 'X_pca-2'],
    ]);
    assert.deepEqual(found('tsne_2', 'tsne_1'), [['tsne', 'tsne_1', 'tsne_2']]);
    assert.deepEqual(found('UMAP1', 'UMAP2'), [['UMAP', 'UMAP1', 'UMAP2']]);
    assert.deepEqual(found('projection_x', 'projection_y'), [['projection', 'projection_x', 'projection_y']]);
    assert.deepEqual(found('x', 'y'), [['x, y', 'x', 'y']]);
    assert.deepEqual(found('mass', 'Z', 'X', 'Y'), [['X, Y, Z', 'X', 'Y', 'Z']]);
  });

  it('are no features that are merely counted, words that end alike, or single axes', () => {
    assert.deepEqual(found('x1', 'x2', 'x3', 'x4'), []);
    assert.deepEqual(found('pc1', 'pc3'), []);
    assert.deepEqual(found('galaxy', 'sex'), []);
    assert.deepEqual(found('y', 'z'), []);
    assert.deepEqual(found('7', '8'), []);
    assert.deepEqual(found('a_x', 'a_1'), []);
  });

  it('are of numbers of the data alone', () => {
    const words: ColumnInfo = { name: 'x', role: 'label', type: 'category', categories: ['a'] };
    const code: ColumnInfo = { name: 'z0', role: 'latent', type: 'numeric', quantity: 'z', dimension: 0 };
    const [y] = numbers('y');
    assert.deepEqual(axisColumns([words, code, y]), [y]);
    assert.deepEqual(givenLayouts([words, y]), []);
  });
});
