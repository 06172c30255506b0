import assert from 'node:assert/strict';
import { umapDefaults } from '../../../src/protocol/layout';
import { fromShared, kindOf, toShared } from '../../../webview/space/shared-camera';

const points = Float32Array.from([0, 0, 0, 1, 2, 3, -1, 4, 2, 2, -3, 1]);
/** Seven times as large, and elsewhere. */
const others = points.map((value, at) => 7 * value + [100, -20, 5][at % 3]);

function near(actual: readonly number[], expected: readonly number[]): void {
  for (const [at, value] of expected.entries()) assert.ok(Math.abs(actual[at] - value) < 1e-4, `${actual} at ${at}`);
}

describe('A camera that panels share', () => {
  it('sees other points as those that it was at, whatever their scale and place', () => {
    const shared = toShared({ position: [3, 1, 9], target: [0.5, 1, 0] }, 'pca', points);
    const same = fromShared(shared, points);
    near(same.position, [3, 1, 9]);
    near(same.target, [0.5, 1, 0]);
    const { position, target } = fromShared(shared, others);
    near(position, [121, -13, 68]);
    near(target, [103.5, -13, 5]);
  });

  it('is of use where points are one, or none', () => {
    for (const few of [new Float32Array(), Float32Array.from([5, 5, 5]), new Float32Array(6).fill(Number.NaN)]) {
      const { position, target } = toShared({ position: [1, 2, 3], target: [0, 0, 0] }, 'pca', few);
      assert.ok([...position, ...target].every(Number.isFinite));
      near(fromShared({ layout: 'pca', position, target }, few).position, [1, 2, 3]);
    }
  });

  it('is for layouts of the same kind and as many dimensions', () => {
    assert.deepEqual(
      [
        kindOf({ kind: 'pca' }),
        kindOf({ kind: 'axes', axes: [4, 0, 1] }),
        kindOf({ kind: 'axes', axes: [0, 1, -1] }),
        kindOf({ ...umapDefaults, dims: 2 }),
        kindOf({ kind: 'columns', columns: ['x', 'y'] }),
      ],
      ['pca', 'axes-3', 'axes-2', 'umap-2', 'columns-2'],
    );
  });
});
