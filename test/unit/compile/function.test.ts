import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { compile } from '../../../src/compile';
import { chooseBackend } from '../../../src/runtime/backend';

/** Compares with what the function gives when it is called as it is. */
function assertSame<A extends tf.Tensor[]>(compute: (...args: A) => tf.Tensor, ...args: A): void {
  const compiled = compile('test', compute);
  try {
    const expected = compute(...args);
    // The first call records, the second does not.
    for (const actual of [compiled(...args), compiled(...args)]) {
      assert.deepEqual(actual.shape, expected.shape);
      assert.equal(actual.dtype, expected.dtype);
      assert.deepEqual([...actual.dataSync()], [...expected.dataSync()]);
    }
  } finally {
    compiled.dispose();
  }
}

describe('compile', () => {
  before(() => chooseBackend('tensorflow'));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it('computes what the function computes', () => {
    const x = tf.tensor2d([1, -2, 3, 4, -5, 6], [2, 3]);
    const w = tf.tensor2d([0.5, 1, -1, 2, 0, 1], [3, 2]);
    assertSame((x, w) => tf.relu(tf.add(tf.matMul(x, w), tf.tensor1d([1, -1]))), x, w);
    assertSame((x) => tf.softmax(x), x);
    assertSame((x) => tf.expandDims(tf.sum(tf.reshape(x, [3, 2]), 0), 1), x);
    assertSame((x) => tf.where(tf.greater(x, 0), x, tf.zerosLike(x)), x);
    assertSame((x) => tf.cast(tf.greater(x, 0), 'int32'), x);
    assertSame((x) => tf.concat(tf.split(x, 3, 1).reverse(), 1), x);
    assertSame((x, w) => tf.mul(x.slice([0, 1], [2, 2]), w.slice([1, 0], [2, 2]).transpose()), x, w);
  });

  it('returns its argument, a constant and a variable', () => {
    const x = tf.tensor1d([1, 2]);
    const v = tf.variable(tf.tensor1d([3, 4]));
    const compiled = compile('test', (x: tf.Tensor) => ({
      x,
      constant: tf.tensor1d([5, 6]),
      list: [v, null] as const,
    }));
    for (let i = 0; i < 2; i++) {
      const { x: same, constant, list } = compiled(x);
      assert.deepEqual([...same.dataSync(), ...constant.dataSync()], [1, 2, 5, 6]);
      assert.deepEqual([...(list[0]?.dataSync() ?? [])], [3, 4]);
      assert.equal(list[1], null);
    }
    compiled.dispose();
    v.dispose();
  });
});
