import assert from 'node:assert/strict';
import { choicesOf } from '../../../../src/measures/health/code-choices';

describe('the choices that discrete codes stand for', () => {
  it('are vectors of one codebook, for all parts of a code', () => {
    const values = Float32Array.of(1, 2, 3, 4, 3, 4, 3, 4, 1, 2, 5, 6);
    const discrete = { name: 'quantised', groups: 2, width: 2, codes: 8, commitment: 0.25, decay: 0.99 } as const;
    const [list, ...others] = choicesOf({ values, dims: 4 }, discrete);
    assert.deepEqual([...list.numbers], [0, 1, 1, 1, 0, 2]);
    assert.deepEqual([list.codes, others.length], [8, 0]);
  });

  it('are levels of each dimension by itself', () => {
    const values = Float32Array.of(-1, 0.5, 1, 0.5, -1, 0);
    const lists = choicesOf({ values, dims: 2 }, { name: 'scalar-quantised', levels: [2, 5] });
    assert.deepEqual(
      lists.map(({ numbers, codes }) => [[...numbers], codes]),
      [
        [[0, 1, 0], 2],
        [[0, 0, 1], 5],
      ],
    );
  });

  it('are the most probable classes of each variable', () => {
    const values = Float32Array.of(0.2, 0.5, 0.3, 1, 0, 0, 0, 0, 1, 0.1, 0.1, 0.8);
    const lists = choicesOf({ values, dims: 6 }, { name: 'gumbel', variables: 2, classes: 3 });
    assert.deepEqual(
      lists.map(({ numbers }) => [...numbers]),
      [
        [1, 2],
        [0, 2],
      ],
    );
  });
});
