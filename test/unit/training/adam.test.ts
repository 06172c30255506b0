import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { Adam, adamConstants, applyAdam } from '../../../src/optimise/adam';
import { random } from '../../../src/random';

/** Gradients of sum((w - target)^2) for two variables of different shapes. */
function problem() {
  const variables = new Map<string, tf.Variable>([
    ['a', tf.variable(tf.tensor2d([1, -2, 3, 0.5], [2, 2]))],
    ['b', tf.variable(tf.tensor1d([0, 4, -1]))],
  ]);
  const gradients = () => {
    const { grads } = tf.variableGrads(
      () => tf.addN([...variables.values()].map((w) => tf.sum(tf.square(tf.sub(w, 0.3))))) as tf.Scalar,
      [...variables.values()],
    );
    return new Map([...variables].map(([name, variable]) => [name, grads[variable.name]]));
  };
  const values = () => [...variables.values()].map((variable) => [...variable.dataSync()]);
  return { variables, gradients, values };
}

function step(adam: Adam, gradients: ReadonlyMap<string, tf.Tensor>): void {
  applyAdam(adam.slots, [...gradients.values()], 0.05 * adam.corrections(1)[0], adamConstants);
  adam.advance(1);
}

describe('Adam', () => {
  before(() => tf.setBackend('cpu'));

  it('takes the steps of the formula in float64', () => {
    const { variables, gradients, values } = problem();
    const adam = new Adam(variables);
    const w = values().flat();
    const m = w.map(() => 0);
    const v = w.map(() => 0);
    for (let t = 1; t <= 20; t++) {
      step(adam, gradients());
      w.forEach((value, i) => {
        const g = 2 * (value - 0.3);
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
        w[i] -= (((0.05 * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t)) * m[i]) / (Math.sqrt(v[i]) + 1e-7);
      });
    }
    for (const [i, value] of values().flat().entries()) {
      assert.ok(Math.abs(value - w[i]) < 1e-6, `${value} against ${w[i]}`);
    }
  });

  // Its float32 products of beta2 are off by 6e-8 of 1, and so by 6e-5 of 1 - beta2: that much the steps differ.
  it("takes the same steps as tfjs's own, to the rounding of its bias correction", () => {
    const ours = problem();
    const theirs = problem();
    const adam = new Adam(ours.variables);
    const reference = tf.train.adam(0.05, 0.9, 0.999, 1e-7);
    for (let i = 0; i < 20; i++) {
      step(adam, ours.gradients());
      const gradients = theirs.gradients();
      reference.applyGradients(
        [...theirs.variables].map(([name, { name: id }]) => ({ name: id, tensor: gradients.get(name)! })),
      );
    }
    const [a, b] = [ours.values().flat(), theirs.values().flat()];
    for (const [i, value] of a.entries()) assert.ok(Math.abs(value - b[i]) < 6e-5, `${value} against ${b[i]}`);
  });

  it('goes on bit by bit from its stored state', () => {
    const whole = problem();
    const adam = new Adam(whole.variables);
    for (let i = 0; i < 5; i++) step(adam, whole.gradients());
    const state = adam.state();

    const resumed = problem();
    for (const [name, variable] of resumed.variables) variable.assign(whole.variables.get(name)!.clone());
    const restored = new Adam(resumed.variables);
    restored.restore(state);
    for (let i = 0; i < 5; i++) {
      step(adam, whole.gradients());
      step(restored, resumed.gradients());
    }
    assert.deepEqual(resumed.values(), whole.values());
  });

  it('leaves no tensor behind', () => {
    const { variables, gradients } = problem();
    const adam = new Adam(variables);
    tf.tidy(() => step(adam, gradients()));
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) tf.tidy(() => step(adam, gradients()));
    assert.equal(tf.memory().numTensors, before);
  });

  it('refuses a state of another shape', () => {
    const { variables } = problem();
    const adam = new Adam(variables);
    const state = new Map(adam.state());
    state.set('a/first', { shape: [3], values: new Float32Array(3) });
    assert.throws(() => adam.restore(state), /a\/first/);
  });
});

describe('random', () => {
  it('gives the same stream for the same seeds and another for others', () => {
    const draw = (...seeds: number[]) => {
      const next = random(...seeds);
      return Array.from({ length: 4 }, next);
    };
    assert.deepEqual(draw(1, 2), draw(1, 2));
    assert.notDeepEqual(draw(1, 2), draw(2, 1));
    assert.notDeepEqual(draw(1, 2), draw(1, 3));
  });
});
