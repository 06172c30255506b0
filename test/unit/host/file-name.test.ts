import assert from 'node:assert/strict';
import { fileName, selectionEnding } from '../../../src/host/export/file-name';
import type { DataSummary } from '../../../src/protocol/data';

describe('the name of a file that is taken away', () => {
  it('has nothing that leads to another folder, or that a system refuses', () => {
    assert.equal(fileName('../a\\b: "c" <d>|e?*\n', '.csv'), 'a-b- -c- -d-e-.csv');
    assert.equal(fileName('..', '.png'), 'export.png');
    assert.equal(fileName('数字 vae', '.png'), '数字 vae.png');
    assert.equal(fileName('x'.repeat(300), '.npy').length, 84);
  });

  it('ends as what is in it', () => {
    const data = (kind: DataSummary['kind'], format: DataSummary['format']) => ({ kind, format }) as DataSummary;
    const config = { source: 'x' };
    assert.equal(selectionEnding('exclude', data('images', 'images'), config), '.exclude.json');
    assert.equal(selectionEnding('list', data('images', 'idx'), config), '.csv');
    assert.equal(selectionEnding('dataset', data('images', 'images'), config), '.csv');
    assert.equal(selectionEnding('dataset', data('images', 'images'), { ...config, tile: 8 }), '.npy');
    assert.equal(selectionEnding('dataset', data('images', 'idx'), config), '.npy');
    assert.equal(selectionEnding('dataset', data('table', 'parquet'), config), '.csv');
    assert.equal(selectionEnding('dataset', data('text', 'text'), config), '.txt');
  });
});
