import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { compile } from '../../../src/graph';
import { Graph } from '../../../src/graph/graph';
import { repeat } from '../../../src/graph/loop';
import { nativeBackend } from '../../../src/graph/native';
import { integer, placeholder } from '../../../src/graph/operations';
import { record } from '../../../src/graph/recorder';
import { type Cell, scan } from '../../../src/graph/scan';
import { Session } from '../../../src/graph/session';
import { chooseBackend } from '../../../src/runtime/backend';
import { assertNear, backends, hasNativeLibrary, numbers } from '../model/fixtures';

const [batch, inputs, width] = [3, 2, 4];

/** Elman 1990: tanh(x W + h U + b). */
const elman: Cell = (x, h, [w, u, b]) =>
  tf.tanh(tf.add(tf.add(tf.matMul(x, w as tf.Tensor2D), tf.matMul(h, u as tf.Tensor2D)), b));

const sizes = { w: inputs * width, u: width * width, b: width };

interface Problem {
  readonly length: number;
  readonly xs: readonly number[];
  readonly first: readonly number[];
  readonly w: readonly number[];
  readonly u: readonly number[];
  readonly b: readonly number[];
  /** By which the states are weighed in the loss, differently at each place. */
  readonly dy: readonly number[];
}

function problemOf(length: number): Problem {
  return {
    length,
    xs: numbers(length * batch * inputs, 1),
    first: numbers(batch * width, 2),
    w: numbers(sizes.w, 3),
    u: numbers(sizes.u, 4),
    b: numbers(sizes.b, 5),
    dy: numbers(length * batch * width, 6),
  };
}

function tensorsOf({ length, xs, first, w, u, b, dy }: Problem) {
  return [
    tf.tensor3d([...xs], [length, batch, inputs]),
    tf.tensor2d([...first], [batch, width]),
    tf.tensor2d([...w], [inputs, width]),
    tf.tensor2d([...u], [width, width]),
    tf.tensor1d([...b]),
    tf.tensor3d([...dy], [length, batch, width]),
  ] as const;
}

/** The states, and the gradients of the loss by sequences, first state and weights: in float64, number by number. */
function reference({ length, xs, first, w, u, b, dy }: Problem): number[][] {
  const states: number[] = [];
  const before = (t: number, n: number, i: number) => (t === 0 ? first[n * width + i] : states[at(t - 1, n, i)]);
  const at = (t: number, n: number, j: number) => (t * batch + n) * width + j;
  for (let t = 0; t < length; t++) {
    for (let n = 0; n < batch; n++) {
      for (let j = 0; j < width; j++) {
        let sum = b[j];
        for (let i = 0; i < inputs; i++) sum += xs[(t * batch + n) * inputs + i] * w[i * width + j];
        for (let i = 0; i < width; i++) sum += before(t, n, i) * u[i * width + j];
        states[at(t, n, j)] = Math.tanh(sum);
      }
    }
  }
  const [dxs, dfirst, dw, du, db] = [xs, first, w, u, b].map((values) => values.map(() => 0));
  let later = first.map(() => 0);
  for (let t = length - 1; t >= 0; t--) {
    const earlier = first.map(() => 0);
    for (let n = 0; n < batch; n++) {
      for (let j = 0; j < width; j++) {
        const slope = (dy[at(t, n, j)] + later[n * width + j]) * (1 - states[at(t, n, j)] ** 2);
        db[j] += slope;
        for (let i = 0; i < inputs; i++) {
          dxs[(t * batch + n) * inputs + i] += slope * w[i * width + j];
          dw[i * width + j] += slope * xs[(t * batch + n) * inputs + i];
        }
        for (let i = 0; i < width; i++) {
          earlier[n * width + i] += slope * u[i * width + j];
          du[i * width + j] += slope * before(t, n, i);
        }
      }
    }
    later = earlier;
  }
  for (const [i, value] of later.entries()) dfirst[i] = value;
  return [states, dxs, dfirst, dw, du, db];
}

/** The same of a function of sequences, first state and weights. */
function valueAndGradients(f: (...args: tf.Tensor[]) => tf.Tensor): (...args: tf.Tensor[]) => readonly tf.Tensor[] {
  return (...args) => {
    const dy = args.at(-1) as tf.Tensor;
    const { value, grads } = tf.valueAndGrads(f)(args.slice(0, -1), dy);
    return [value, ...grads];
  };
}

const scanned = valueAndGradients((xs, first, ...weights) =>
  scan(elman, xs as tf.Tensor3D, first as tf.Tensor2D, weights),
);

/** tf.unstack has no gradient where there is one place (tfjs 4.22). */
function placesOf(xs: tf.Tensor): tf.Tensor2D[] {
  const [length, ...rest] = xs.shape;
  return Array.from({ length }, (_, t) => tf.reshape(tf.slice(xs, [t, 0, 0], [1, ...rest]), rest as [number, number]));
}

const unrolled = valueAndGradients((xs, first, ...weights) => {
  const states: tf.Tensor2D[] = [];
  for (const x of placesOf(xs)) {
    states.push(elman(x, states.at(-1) ?? (first as tf.Tensor2D), weights));
  }
  return tf.stack(states);
});

function assertAllNear(actual: readonly tf.Tensor[], expected: readonly ArrayLike<number>[]): void {
  assert.equal(actual.length, expected.length);
  for (const [i, values] of expected.entries()) assertNear(actual[i].dataSync(), values, 1e-5);
}

for (const backend of backends()) {
  describe(`scan on ${backend}`, () => {
    before(() => chooseBackend(backend));
    beforeEach(() => tf.engine().startScope());
    afterEach(() => tf.engine().endScope());

    for (const length of [1, 2, 9]) {
      it(`gives the states and the gradients of the recurrence, of ${length} places`, () => {
        const problem = problemOf(length);
        assertAllNear(scanned(...tensorsOf(problem)), reference(problem));
      });
    }

    it('is one operation among others for the gradient', () => {
      const [xs, first, ...rest] = tensorsOf(problemOf(5));
      const weights = rest.slice(0, 3);
      const loss = (run: typeof scan) => (u: tf.Tensor) => {
        const once = run(elman, tf.mul(xs, 2), first, [weights[0], tf.mul(u, 0.5), weights[2]]);
        const last = tf.reshape<tf.Rank.R2>(tf.slice(once, [4, 0, 0], [1, batch, width]), [batch, width]);
        const again = run(elman, tf.slice(once, [0, 0, 0], [5, batch, inputs]), last, [weights[0], u, weights[2]]);
        return tf.sum(tf.square(again)) as tf.Scalar;
      };
      const inSteps: typeof scan = (cell, xs, state, weights = []) => {
        const states: tf.Tensor2D[] = [];
        for (const x of placesOf(xs)) states.push(cell(x, states.at(-1) ?? state, weights));
        return tf.stack(states) as tf.Tensor3D;
      };
      const [actual, expected] = [scan, inSteps].map((run) => tf.grad(loss(run))(weights[1]));
      assertNear(actual.dataSync(), expected.dataSync(), 1e-5);
    });

    it('passes a state on, and gives no gradient by what a cell does not read', () => {
      const [xs, first, w, , , dy] = tensorsOf(problemOf(4));
      const idle = valueAndGradients((xs, first, w) => scan((_, h) => h, xs as tf.Tensor3D, first as tf.Tensor2D, [w]));
      const [states, dxs, dfirst, dw] = idle(xs, first, w, dy);
      assertNear(states.dataSync(), tf.tile(tf.expandDims(first, 0), [4, 1, 1]).dataSync(), 0);
      assertNear(dfirst.dataSync(), tf.sum(dy, 0).dataSync(), 1e-6);
      assert.ok([...dxs.dataSync(), ...dw.dataSync()].every((value) => value === 0));
    });

    it('leaves no tensors behind', () => {
      const tensors = tensorsOf(problemOf(6));
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        scanned(...tensors);
      });
      assert.equal(tf.memory().numTensors, before);
    });

    it('refuses a second derivative', () => {
      const [xs, first, ...weights] = tensorsOf(problemOf(3)).slice(0, 5);
      const loss = (u: tf.Tensor) =>
        tf.sum(scan(elman, xs as tf.Tensor3D, first as tf.Tensor2D, [weights[0], u, weights[2]])) as tf.Scalar;
      assert.throws(() => tf.grad((u) => tf.sum(tf.grad(loss)(u)))(weights[1]), /no second derivative/);
    });
  });
}

describe('scan in a graph', () => {
  before(async function () {
    if (!hasNativeLibrary()) this.skip();
    await chooseBackend('tensorflow');
  });
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  for (const length of [1, 2, 9, 64]) {
    it(`is a loop with the states and the gradients of the recurrence, of ${length} places`, () => {
      const problem = problemOf(length);
      const compiled = compile('scan', scanned);
      try {
        const tensors = tensorsOf(problem);
        for (let call = 0; call < 2; call++) assertAllNear(compiled(...tensors), reference(problem));
        assertAllNear(
          compiled(...tensors),
          unrolled(...tensors).map((tensor) => tensor.dataSync()),
        );
      } finally {
        compiled.dispose();
      }
    });
  }

  it('takes as many operations to record, whatever the length', () => {
    const counts = [3, 60].map((length) => {
      const compiled = compile('scan', scanned);
      try {
        return countOperations(() => compiled(...tensorsOf(problemOf(length))));
      } finally {
        compiled.dispose();
      }
    });
    assert.ok(counts[0] > 10);
    assert.equal(counts[1], counts[0]);
  });

  it('reads variables and constants that the loops around it read too', () => {
    const [xs, first, w, u, b] = tensorsOf(problemOf(5));
    const variable = tf.variable(u, false);
    const compute = () => {
      const run = () => scan((x, h) => tf.add(elman(x, h, [w, variable, b]), tf.scalar(0.5)), xs, first);
      return [run(), tf.matMul(first, variable), run(), tf.add(first, tf.scalar(0.5))];
    };
    const compiled = compile('scan', compute);
    try {
      for (const changed of [u, tf.mul(u, -2)]) {
        variable.assign(changed as tf.Tensor2D);
        assertAllNear(
          compiled(),
          compute().map((tensor) => tensor.dataSync()),
        );
      }
    } finally {
      compiled.dispose();
      variable.dispose();
    }
  });

  it('can be inside of another scan', () => {
    const [xs, first, w, u, b] = tensorsOf(problemOf(5));
    const inner: Cell = (x, h, weights) => {
      const states = scan(elman, tf.stack([x, tf.neg(x)]) as tf.Tensor3D, h, weights);
      return tf.reshape(tf.slice(states, [1, 0, 0], [1, batch, width]), [batch, width]);
    };
    const states = (xs: tf.Tensor3D, first: tf.Tensor2D) => scan(inner, xs, first, [w, u, b]);
    const expected = scan(elman, tf.reshape(tf.stack([xs, tf.neg(xs)], 1), [10, batch, inputs]), first, [w, u, b]);
    const compiled = compile('scan', states);
    try {
      for (const actual of [states(xs, first), compiled(xs, first)]) {
        assertNear(actual.dataSync(), tf.gather(expected, tf.tensor1d([1, 3, 5, 7, 9], 'int32')).dataSync(), 1e-5);
      }
    } finally {
      compiled.dispose();
    }
  });

  it('is a loop inside of a loop, as a step of training has it', () => {
    const [xs, first, w, u, b, dy] = tensorsOf(problemOf(7));
    const turns = 5;
    const gradients = (first: tf.Tensor2D) => {
      const [states, dxs, dfirst] = scanned(xs, first, w, u, b, dy);
      const next = tf.add(tf.reshape(tf.slice(states, [6, 0, 0], [1, batch, width]), [batch, width]), dfirst);
      return { next: tf.sub(next, tf.mean(dxs)), states };
    };
    const graph = new Graph();
    const given = placeholder(graph, first);
    const { state } = repeat(graph, integer(graph, turns), [given], null, (_, [now]) => {
      const example = tf.zeros<tf.Rank.R2>([batch, width]);
      const readVariable = () => assert.fail();
      const surroundings = { name: 'scan', bindings: [[example, now] as const], readVariable };
      const next = record(graph, surroundings, (outputOf) => outputOf(gradients(example).next));
      return { state: [next], effects: [] };
    });
    const session = Session.load('scan', { run: { feeds: [given], fetches: state } });
    try {
      const backend = nativeBackend();
      const [actual] = session.run('run', backend.getInputTensorIds([first]));
      let expected: tf.Tensor2D = first;
      for (let turn = 0; turn < turns; turn++) expected = gradients(expected).next as tf.Tensor2D;
      assertNear(backend.createOutputTensor(actual).dataSync(), expected.dataSync(), 1e-4);
    } finally {
      session.dispose();
    }
  });
});

/** Operations that the library runs meanwhile, one by one. */
function countOperations(run: () => void): number {
  const backend = nativeBackend();
  const { executeSingleOutput, executeMultipleOutputs } = backend;
  let count = 0;
  Object.assign(backend, {
    executeSingleOutput(...args: Parameters<typeof executeSingleOutput>) {
      count++;
      return executeSingleOutput.apply(backend, args);
    },
    executeMultipleOutputs(...args: Parameters<typeof executeMultipleOutputs>) {
      count++;
      return executeMultipleOutputs.apply(backend, args);
    },
  });
  try {
    run();
  } finally {
    Reflect.deleteProperty(backend, 'executeSingleOutput');
    Reflect.deleteProperty(backend, 'executeMultipleOutputs');
  }
  return count;
}
