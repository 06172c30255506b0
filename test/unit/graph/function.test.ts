import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { CompileError, compile } from '../../../src/graph';
import { reachable } from '../../../src/graph/graph';
import { nativeBackend } from '../../../src/graph/native';
import { type Call, Session } from '../../../src/graph/session';
import { chooseBackend } from '../../../src/runtime/backend';
import { leftovers } from '../compute/builders';

/** Compares with what the function gives when it is called as it is, to the last bit. */
function assertSame<A extends tf.Tensor[]>(compute: (...args: A) => tf.Tensor, ...args: A): void {
  assertClose(compute, args, 0);
}

/** The same, with a tolerance relative to the largest value. */
function assertClose<A extends tf.Tensor[]>(compute: (...args: A) => tf.Tensor, args: A, tolerance = 1e-5): void {
  const compiled = compile('test', compute);
  try {
    const expected = compute(...args);
    // The first call records, the second does not.
    for (const actual of [compiled(...args), compiled(...args)]) {
      assert.deepEqual(actual.shape, expected.shape);
      assert.equal(actual.dtype, expected.dtype);
      const [values, wanted] = [actual, expected].map((tensor) => Array.from(tensor.dataSync()));
      const allowed = tolerance * wanted.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      for (const [i, value] of wanted.entries()) {
        assert.ok(Math.abs(values[i] - value) <= allowed, `${values[i]} against ${value} at ${i}`);
      }
    }
  } finally {
    compiled.dispose();
  }
}

/** What recording a function is refused for. */
function assertRefused(compute: (x: tf.Tensor1D) => unknown, reason: RegExp): void {
  const compiled = compile('The test', compute);
  const error = { name: 'CompileError', message: reason };
  assert.throws(() => compiled(tf.tensor1d([1, 2, 3])), error);
  assert.equal(compiled.traceCount(), 0);
  compiled.dispose();
}

describe('compile', () => {
  before(() => chooseBackend('tensorflow'));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it('computes what the function computes', () => {
    const x = tf.tensor2d([1, -2, 3, 4, -5, 6], [2, 3]);
    const w = tf.tensor2d([0.5, 1, -1, 2, 0, 1], [3, 2]);
    assertSame((x, w) => tf.relu(tf.add(tf.matMul(x, w), tf.tensor1d([1, -1]))), x, w);
    assertSame((x, w) => tf.matMul(x, w, true, true), x, w);
    assertSame((x, w) => tf.matMul(tf.expandDims(x, 0), tf.expandDims(w, 0)), x, w);
    assertSame((x) => tf.softmax(x), x);
    assertSame((x) => tf.expandDims(tf.sum(tf.reshape(tf.reshape(x, [6]), [3, 2]), 0), 1), x);
    assertSame((x) => tf.add(tf.reshape(x, [3, 2]), tf.tensor2d([1, 2], [1, 2])), x);
    assertSame((x) => tf.where(tf.greater(x, 0), x, tf.zerosLike(x)), x);
    assertSame((x) => tf.cast(tf.greater(x, 0), 'int32'), x);
    assertSame((x) => tf.cast(tf.cast(x, 'float32'), 'int32'), x);
    assertSame((x) => tf.concat(tf.split(x, 3, 1).reverse(), 1), x);
    assertSame((x) => tf.topk(x, 2).values, x);
    assertSame((x, w) => tf.mul(x.slice([0, 1], [2, 2]), w.slice([1, 0], [2, 2]).transpose()), x, w);
  });

  it('computes convolutions and their gradients', () => {
    const filter = tf.randomNormal<tf.Rank.R4>([3, 4, 3, 5], 0, 1, 'float32', 5);
    const all = (x: tf.Tensor4D, filter: tf.Tensor4D) => {
      const results: tf.Tensor[] = [];
      for (const padding of ['same', 'valid'] as const) {
        for (const stride of [1, 2, [2, 1] as [number, number]]) {
          const convolve = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.conv2d(x, filter, stride, padding);
          const sum = (x: tf.Tensor, filter: tf.Tensor) =>
            tf.sum(tf.square(convolve(x as tf.Tensor4D, filter as tf.Tensor4D)));
          results.push(convolve(x, filter), ...tf.grads(sum)([x, filter]));
        }
      }
      return tf.concat(results.map((result) => tf.div(tf.reshape(result, [-1]), tf.max(tf.abs(result)))));
    };
    // Sizes that the stride divides, that leave something over, and that are no more than the filter.
    for (const [height, width] of [
      [8, 6],
      [7, 9],
      [3, 4],
    ]) {
      assertClose(all, [tf.randomNormal<tf.Rank.R4>([2, height, width, 3], 0, 1, 'float32', 4), filter]);
    }
  });

  it('computes transposed convolutions to few channels, of all kinds of sizes', () => {
    const transposed = (image: [number, number, number, number], stride: number, padding: 'same' | 'valid') =>
      [
        (dy: tf.Tensor4D, filter: tf.Tensor4D) => tf.conv2dTranspose(dy, filter, image, stride, padding),
        image,
      ] as const;
    for (const [[compute, [batch, , , channels]], [rows, columns], [height, width]] of [
      [transposed([2, 14, 14, 1], 2, 'same'), [7, 7], [4, 4]],
      [transposed([2, 7, 9, 3], 2, 'same'), [4, 5], [4, 4]],
      [transposed([2, 9, 9, 1], 3, 'same'), [3, 3], [3, 3]],
      [transposed([2, 10, 8, 2], 2, 'valid'), [3, 2], [6, 6]],
      // Kernels that the stride does not divide, that are no squares, and pixels that no kernel reaches.
      [transposed([2, 8, 8, 1], 2, 'same'), [4, 4], [3, 3]],
      [transposed([2, 8, 8, 1], 2, 'same'), [4, 4], [4, 2]],
      [transposed([2, 11, 11, 2], 2, 'valid'), [4, 4], [4, 4]],
    ] as const) {
      assertClose(compute, [
        tf.randomNormal<tf.Rank.R4>([batch, rows, columns, 5], 0, 1, 'float32', 4),
        tf.randomNormal<tf.Rank.R4>([height, width, channels, 5], 0, 1, 'float32', 5),
      ]);
    }
  });

  it('computes softplus of numbers of any size', () => {
    const softplus = (x: tf.Tensor) => tf.softplus(x);
    assertClose(softplus, [tf.tensor1d([-90, -15, -1, 0, 1e-4, 1])], 1e-6);
    assertClose(softplus, [tf.tensor1d([-200, 15, 90, 200])], 1e-6);
    const undefinedNumber = compile('test', softplus);
    assert.ok(Number.isNaN(undefinedNumber(tf.tensor1d([Number.NaN])).dataSync()[0]));
    undefinedNumber.dispose();
  });

  it('computes gradients that the function takes', () => {
    const x = tf.tensor1d([1, -2, 3]);
    assertSame((x) => tf.grad((x) => tf.sum(tf.mul(tf.sigmoid(x), tf.square(x))))(x), x);
  });

  it('returns its argument, a constant and a variable, in lists and objects', () => {
    const x = tf.tensor1d([1, 2]);
    const v = tf.variable(tf.tensor1d([3, 4]));
    const compiled = compile('test', (x: tf.Tensor) => ({
      x,
      constant: tf.tensor1d([5, 6]),
      list: [v, null] as const,
      name: 'plain',
    }));
    for (let i = 0; i < 2; i++) {
      const { x: same, constant, list, name } = compiled(x);
      assert.deepEqual([...same.dataSync(), ...constant.dataSync()], [1, 2, 5, 6]);
      assert.deepEqual([...(list[0]?.dataSync() ?? [])], [3, 4]);
      assert.equal(list[1], null);
      assert.equal(name, 'plain');
    }
    compiled.dispose();
    v.dispose();
  });

  it('reads variables, and assigns to them, as they are at each call', () => {
    const v = tf.variable(tf.tensor1d([1, 2]));
    const compiled = compile('test', (x: tf.Tensor1D) => {
      const before = tf.mul(v, 1);
      v.assign(tf.add(v, x));
      return [before, tf.mul(v, 10)];
    });
    const x = tf.tensor1d([1, 1]);
    const values = () => [...compiled(x).map((tensor) => [...tensor.dataSync()]), [...v.dataSync()]];
    assert.deepEqual(values(), [
      [1, 2],
      [20, 30],
      [2, 3],
    ]);
    v.assign(tf.tensor1d([5, 6]));
    assert.deepEqual(values(), [
      [5, 6],
      [60, 70],
      [6, 7],
    ]);
    compiled.dispose();
    v.dispose();
  });

  it('keeps arguments apart that were one tensor at first', () => {
    const [a, b] = [tf.tensor1d([1, 2]), tf.tensor1d([10, 20])];
    const v = tf.variable(a);
    const compiled = compile('test', (x: tf.Tensor1D, y: tf.Tensor1D) => tf.add(tf.sub(x, y), v));
    assert.deepEqual([...compiled(a, a).dataSync()], [1, 2]);
    assert.deepEqual([...compiled(b, a).dataSync()], [10, 20]);
    assert.deepEqual([...compiled(a, b).dataSync()], [-8, -16]);
    compiled.dispose();
    v.dispose();
  });

  it('compiles steps of the optimisers of tfjs, with their state', () => {
    const makers = [
      () => tf.train.sgd(0.1),
      () => tf.train.momentum(0.1, 0.9),
      () => tf.train.rmsprop(0.01),
      () => tf.train.adam(0.01),
      () => tf.train.adagrad(0.1),
    ];
    for (const make of makers) {
      const train = (finish: (step: (x: tf.Tensor1D) => void) => void) => {
        const optimizer = make();
        const w = tf.variable(tf.tensor1d([1, -2, 3]));
        const step = (x: tf.Tensor1D) => void optimizer.minimize(() => tf.sum(tf.square(tf.sub(w, x))), false, [w]);
        // The optimiser makes its variables in its first step.
        step(tf.tensor1d([1, 1, 1]));
        finish(step);
        return [...w.dataSync()];
      };
      const xs = [tf.tensor1d([1, 2, 3]), tf.tensor1d([0, -1, 2]), tf.tensor1d([2, 0, 0])];
      const expected = train((step) => xs.forEach(step));
      const actual = train((step) => {
        const compiled = compile('test', step);
        for (const x of xs) compiled(x);
        compiled.dispose();
      });
      for (const [i, value] of actual.entries()) assert.ok(Math.abs(value - expected[i]) < 1e-6);
    }
  });

  it('makes a graph for each combination of types and shapes', () => {
    let runs = 0;
    const compiled = compile('test', (x: tf.Tensor) => {
      runs++;
      return tf.neg(x);
    });
    for (const shape of [[2], [3], [2], [2, 1]]) compiled(tf.ones(shape));
    assert.equal(compiled.traceCount(), 3);
    assert.equal(runs, 3);
    compiled(tf.ones([2], 'int32'));
    assert.equal(compiled.traceCount(), 4);
    compiled.dispose();
    assert.equal(compiled.traceCount(), 0);
  });

  it('refuses what depends on values, by name', () => {
    assertRefused((x) => (x.dataSync()[0] > 0 ? x : tf.neg(x)), /^The test cannot be compiled: it reads the values/);
    assertRefused((x) => (tf.sum(x).bufferSync().get() > 0 ? x : tf.neg(x)), /reads the values/);
    const v = tf.variable(tf.scalar(1));
    assertRefused((x) => (v.dataSync()[0] > 0 ? x : tf.neg(x)), /reads the values/);
    v.dispose();
  });

  it('adds no operation twice that has the same inputs, attributes and place', () => {
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const load = Session.load;
    const count = (compute: (x: tf.Tensor2D) => tf.Tensor): Map<string, number> => {
      const counts = new Map<string, number>();
      Session.load = ((name, calls) => {
        const fetches = Object.values<Call>(calls).flatMap((call) => call.fetches);
        for (const { op } of reachable(fetches)) counts.set(op, (counts.get(op) ?? 0) + 1);
        return load.call(Session, name, calls);
      }) as typeof Session.load;
      try {
        assertSame(compute, x);
      } finally {
        Session.load = load;
      }
      return counts;
    };
    const twice = count((x) => tf.add(tf.sum(tf.matMul(x, x), 1), tf.exp(tf.sum(tf.matMul(x, x), 1))));
    assert.deepEqual(
      ['MatMul', 'Sum', 'Exp'].map((op) => twice.get(op)),
      [1, 1, 1],
    );
    const different = count((x) => tf.add(tf.matMul(x, x), tf.matMul(x, x, true)));
    assert.equal(different.get('MatMul'), 2);
    // One over -0 and one over 0 are not the same.
    const signed = count((x) =>
      tf.sub(tf.sigmoid(tf.div(1, tf.mul(x, tf.scalar(0)))), tf.sigmoid(tf.div(1, tf.mul(x, tf.scalar(-0))))),
    );
    assert.equal(signed.get('Mul'), 2);
  });

  it('refuses asynchronous functions, by name', () => {
    assertRefused(async (x) => ((await x.data())[0] > 0 ? x : tf.neg(x)), /asynchronous/);
  });

  it('refuses random numbers, by name', () => {
    assertRefused((x) => tf.add(x, tf.randomNormal([3])), /random numbers/);
    assertRefused((x) => tf.add(x, tf.randomUniform([3])), /random numbers/);
    assertRefused((x) => tf.dropout(x, 0.5), /random numbers/);
    assertRefused((x) => tf.multinomial(x, 3, 1), /Multinomial/);
    assert.ok(Math.random() < 1);
  });

  it('refuses to make variables', () => {
    const before = Object.keys(tf.engine().registeredVariables).length;
    assertRefused((x) => tf.add(x, tf.variable(tf.scalar(1))), /makes a variable/);
    assert.equal(Object.keys(tf.engine().registeredVariables).length, before);
  });

  it('names the operation that failed', () => {
    assertRefused((x) => {
      const { binding } = nativeBackend();
      const type = [{ name: 'T', type: binding.TF_ATTR_TYPE, value: 1 }];
      return nativeBackend().executeSingleOutput('NoSuchOperation', type, [x]);
    }, /operation NoSuchOperation failed/);
  });

  it('leaves the backend as it was, whether it succeeds or fails', () => {
    const v = tf.variable(tf.scalar(1));
    const compiled = compile('The test', (x: tf.Tensor1D) => {
      v.assign(tf.scalar(2));
      x.dataSync();
    });
    assert.throws(() => compiled(tf.tensor1d([1])), CompileError);
    assert.equal(v.dataSync()[0], 1);
    assert.deepEqual(
      Object.keys(nativeBackend()).filter((key) => /^(execute|read)/.test(key)),
      [],
    );
    assert.deepEqual([...tf.neg(tf.tensor1d([1])).dataSync()], [-1]);
    v.dispose();
  });

  it('releases graphs, tensors and temporary files', () => {
    const { binding } = nativeBackend();
    const before = { graphs: binding.getNumOfSavedModels(), tensors: tf.memory().numTensors };
    const x = tf.tensor1d([1, 2]);
    const compiled = compile('test', (x: tf.Tensor1D) => tf.square(tf.add(x, 1)));
    const files = leftovers(() => {
      for (let i = 0; i < 3; i++) compiled(x).dispose();
    });
    assert.deepEqual(files, []);
    assert.equal(binding.getNumOfSavedModels(), before.graphs + 1);
    compiled.dispose();
    compiled.dispose();
    x.dispose();
    assert.deepEqual({ graphs: binding.getNumOfSavedModels(), tensors: tf.memory().numTensors }, before);
  });
});
