import assert from 'node:assert/strict';
import { cellError, columnSpread } from '../../../webview/reconstructions/row-error';

describe('The error of a cell', () => {
  const rows = {
    kind: 'rows',
    count: 4,
    names: ['height', 'colour', 'constant'],
    rows: [
      [1, 'red', 5],
      [3, 'blue', 5],
      [Number.NaN, 'red', 5],
      [5, 'red', 5],
    ],
  } as const;

  it('is the signed difference of numbers, the worse the more of their spread it is', () => {
    const spread = columnSpread(rows, 0);
    assert.ok(Math.abs(spread - Math.sqrt(8 / 3)) < 1e-12);
    assert.deepEqual(cellError(3, 3.5, 2), { difference: '−0.5', weight: 0.25 });
    assert.deepEqual(cellError(3, 2.5, 2), { difference: '+0.5', weight: 0.25 });
    assert.deepEqual(cellError(3, 3, 2), { difference: '0', weight: 0 });
    assert.equal(cellError(9, 1, 2).weight, 1);
  });

  it('is any difference where all values are one', () => {
    assert.equal(columnSpread(rows, 2), 0);
    assert.equal(cellError(5, 5, 0).weight, 0);
    assert.equal(cellError(5, 5.1, 0).weight, 1);
  });

  it('of a name is right or wrong', () => {
    assert.equal(columnSpread(rows, 1), 0);
    assert.deepEqual(cellError('red', 'red', 0), { difference: '', weight: 0 });
    assert.deepEqual(cellError('red', 'blue', 0), { difference: '', weight: 1 });
  });

  it('is none where the data have no value', () => {
    assert.deepEqual(cellError(Number.NaN, 1, 2), { difference: '', weight: 0 });
  });
});
