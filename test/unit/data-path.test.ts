import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { placesOf } from '../../src/data-path';

describe('The places of data', () => {
  const at = (path: string) => resolve('/work', path);

  it('are the data, their labels and what is validated with, wherever those are said to be', () => {
    const held = { source: at('held/x.npy'), labels: '../../home/secret.npy' };
    assert.deepEqual(placesOf({ source: at('data/x.npy'), labels: at('labels.npy'), validation: held }), [
      at('data/x.npy'),
      at('labels.npy'),
      at('held/x.npy'),
      at('../home/secret.npy'),
    ]);
    const beside = { source: at('data/x.npy'), labels: '../y.npy', validation: { source: '../elsewhere' } };
    assert.deepEqual(placesOf(beside), [at('data/x.npy'), at('y.npy'), resolve('../elsewhere')]);
  });

  it('are not names of columns, or built-in data', () => {
    assert.deepEqual(placesOf({ source: at('rows.csv'), labels: 'kind' }), [at('rows.csv')]);
    assert.deepEqual(placesOf({ source: 'builtin:digits', validation: { source: 'builtin:shapes' } }), []);
  });
});
