import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { Optimizer, updateRule } from '../../../src/optimise';
import { clipByNorm } from '../../../src/optimise/clipping';
import { type Convention, OptimizerName } from '../../../src/protocol/config';

const rate = 0.05;
const start = [1, -2, 3, 0.5, 0, 4, -1];

/** Gradients of sum((w - 0.3)^2) for two variables of different shapes. */
function problem() {
  const variables = new Map<string, tf.Variable>([
    ['a', tf.variable(tf.tensor2d(start.slice(0, 4), [2, 2]))],
    ['b', tf.variable(tf.tensor1d(start.slice(4)))],
  ]);
  const gradients = () => [...variables.values()].map((w) => tf.mul(tf.sub(w, 0.3), 2));
  const values = () => [...variables.values()].flatMap((variable) => [...variable.dataSync()]);
  return { variables, gradients, values };
}

type Problem = ReturnType<typeof problem>;

function take(optimizer: Optimizer, { gradients }: Problem, steps: number): void {
  for (let i = 0; i < steps; i++) {
    tf.tidy(() => optimizer.apply(gradients(), optimizer.numbers([rate])));
    optimizer.advance(1);
  }
}

function assertNear(actual: readonly number[], expected: readonly number[], tolerance = 2e-6): void {
  for (const [i, value] of actual.entries()) {
    assert.ok(Math.abs(value - expected[i]) <= tolerance, `${value} against ${expected[i]} at ${i}`);
  }
}

/**
 * Weights after 20 steps in float64 by torch.optim of PyTorch 2.13.0 with lr=0.05, eps=1e-7, weight_decay=0.1 (AdamW),
 * momentum=0.9 (SGD), alpha=0.9 and momentum=0.5 (RMSprop). Its epsilon stands elsewhere, which is less than 1e-6 here.
 */
const byPyTorch: Readonly<Record<OptimizerName, readonly number[]>> = {
  adam: [0.205232879, -1.033521592, 2.027419542, 0.348630585, 0.316421183, 3.01880435, -0.073636198],
  adamw: [0.179302931, -0.895260728, 1.795919314, 0.345765987, 0.309709736, 2.691067567, -0.030330503],
  adamax: [0.347072962, -1.114487767, 2.097036788, 0.282788812, 0.360280516, 3.069290014, -0.200210085],
  sgd: [0.541267214, -0.492735132, 1.230602111, 0.36893349, 0.196599765, 1.57526956, -0.148067683],
  rmsprop: [0.299499515, 0.00333456, 0.854657084, 0.299960617, 0.300029985, 1.653085941, 0.301848781],
};

/** The same with eps=0.01, which tells where it stands, and RMSprop's own alpha, 0.99. */
const byPyTorchsEpsilon = {
  adam: [0.20978932, -1.035754028, 2.029321138, 0.345100777, 0.322973994, 3.020187421, -0.077441843],
  adamw: [0.183225886, -0.897410108, 1.797756997, 0.342564902, 0.315855311, 2.69240691, -0.033961617],
  adamax: [0.349666913, -1.116155882, 2.098519021, 0.28040103, 0.360462567, 3.070443645, -0.202556466],
  rmsprop: [0.300478324, 0.297741224, 0.298500573, 0.300313657, 0.300340113, 0.330554667, 0.299359043],
};

/** The same of Adam and SGD with weight_decay=0.1, which these add to the gradients. */
const byPyTorchsDecay = {
  adam: [0.198049039, -1.033789237, 2.02724193, 0.33183312, 0.289103946, 3.018720066, -0.07487196],
  sgd: [0.521772483, -0.469671946, 1.182735436, 0.356531745, 0.191291007, 1.513216913, -0.13919047],
};

/** The same with betas=(0.5, 0.9). */
const byPyTorchQuickly = {
  adam: [0.333628829, -1.070111189, 2.058100587, 0.300279599, 0.299990167, 3.040634978, -0.143111016],
  adamw: [0.314415332, -0.937392745, 1.834684686, 0.299279384, 0.298149133, 2.720727321, -0.103010684],
  adamax: [0.29337767, -0.974114028, 1.979226938, 0.300270871, 0.300597679, 2.986040465, 0.06008793],
};

/** One number's weight after `steps` steps, by the formulas of the papers in float64. */
const byFormula: Readonly<Record<OptimizerName, (w: number, steps: number) => number>> = {
  adam: (w, steps) => adamFormula(w, steps, 0),
  adamw: (w, steps) => adamFormula(w, steps, 0.1),
  adamax(w, steps) {
    let [m, u] = [0, 0];
    for (let t = 1; t <= steps; t++) {
      const g = 2 * (w - 0.3);
      m = 0.9 * m + 0.1 * g;
      u = Math.max(0.999 * u, Math.abs(g));
      w -= ((rate / (1 - 0.9 ** t)) * m) / (u + 1e-7);
    }
    return w;
  },
  sgd(w, steps) {
    let b = 0;
    for (let t = 1; t <= steps; t++) {
      b = 0.9 * b + 2 * (w - 0.3);
      w -= rate * b;
    }
    return w;
  },
  rmsprop(w, steps) {
    let [s, b] = [0, 0];
    for (let t = 1; t <= steps; t++) {
      const g = 2 * (w - 0.3);
      s = 0.9 * s + 0.1 * g * g;
      b = 0.5 * b + (rate * g) / Math.sqrt(s + 1e-7);
      w -= b;
    }
    return w;
  },
};

function adamFormula(w: number, steps: number, decay: number, epsilon = 1e-7): number {
  let [m, v] = [0, 0];
  for (let t = 1; t <= steps; t++) {
    const g = 2 * (w - 0.3);
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    w -= rate * decay * w;
    w -= (((rate * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t)) * m) / (Math.sqrt(v) + epsilon);
  }
  return w;
}

const decays: Partial<Record<OptimizerName, number>> = { adamw: 0.1 };
const momentum: Partial<Record<OptimizerName, number>> = { sgd: 0.9, rmsprop: 0.5 };
const optimizerOf = (name: OptimizerName, { variables }: Problem) =>
  new Optimizer([{ rule: updateRule({ name, weightDecay: decays[name], momentum: momentum[name] }), variables }]);

describe('optimisers', () => {
  before(() => tf.setBackend('cpu'));

  it('keep the divisor of Adam above an epsilon of its own', () => {
    const trained = problem();
    const rule = updateRule({ name: 'adam', epsilon: 0.05 });
    take(new Optimizer([{ rule, variables: trained.variables }]), trained, 20);
    assertNear(
      trained.values(),
      start.map((weight) => adamFormula(weight, 20, 0, 0.05)),
    );
  });

  for (const name of OptimizerName.options) {
    describe(name, () => {
      it('takes the steps of its formula in float64, and those of PyTorch', () => {
        const trained = problem();
        take(optimizerOf(name, trained), trained, 20);
        assertNear(
          trained.values(),
          start.map((weight) => byFormula[name](weight, 20)),
        );
        assertNear(trained.values(), byPyTorch[name]);
      });

      it('goes on bit by bit from its stored state', () => {
        const whole = problem();
        const optimizer = optimizerOf(name, whole);
        take(optimizer, whole, 5);
        const state = optimizer.state();
        const resumed = problem();
        for (const [key, variable] of resumed.variables) variable.assign(whole.variables.get(key)!.clone());
        const restored = optimizerOf(name, resumed);
        restored.restore(state);
        take(optimizer, whole, 5);
        take(restored, resumed, 5);
        assert.deepEqual(resumed.values(), whole.values());
      });
    });
  }

  // Its float32 products of beta2 are off by 6e-8 of 1, and so by 6e-5 of 1 - beta2: that much the steps differ.
  it("takes the same steps of Adam as tfjs's own, to the rounding of its bias correction", () => {
    const [ours, theirs] = [problem(), problem()];
    take(optimizerOf('adam', ours), ours, 20);
    const reference = tf.train.adam(rate, 0.9, 0.999, 1e-7);
    for (let i = 0; i < 20; i++) {
      const gradients = theirs.gradients();
      reference.applyGradients(
        [...theirs.variables.values()].map((variable, k) => ({ name: variable.name, tensor: gradients[k] })),
      );
    }
    assertNear(ours.values(), theirs.values(), 6e-5);
  });

  it('has other running means of Adam where they are asked for, as PyTorch', () => {
    for (const [name, expected] of Object.entries(byPyTorchQuickly)) {
      const trained = problem();
      const weightDecay = decays[name as OptimizerName];
      const rule = updateRule({ name: name as OptimizerName, weightDecay, beta1: 0.5, beta2: 0.9 });
      take(new Optimizer([{ rule, variables: trained.variables }]), trained, 20);
      assertNear(trained.values(), expected);
    }
  });

  it("has PyTorch's form where that is asked for, its epsilon in its place", () => {
    for (const [name, expected] of Object.entries(byPyTorchsEpsilon) as [OptimizerName, number[]][]) {
      const trained = problem();
      const config = { name, epsilon: 0.01, momentum: momentum[name], weightDecay: decays[name] };
      const rule = updateRule({ ...config, convention: 'pytorch' });
      take(new Optimizer([{ rule, variables: trained.variables }]), trained, 20);
      assertNear(trained.values(), expected);
      const other = problem();
      take(new Optimizer([{ rule: updateRule(config), variables: other.variables }]), other, 20);
      assert.ok(Math.abs(other.values()[0] - expected[0]) > 1e-5, name);
    }
  });

  it('adds what the weights are to gradients where that decays them, as PyTorch', () => {
    for (const [name, expected] of Object.entries(byPyTorchsDecay) as [OptimizerName, number[]][]) {
      const trained = problem();
      const rule = updateRule({ name, weightDecay: 0.1, momentum: momentum[name] });
      take(new Optimizer([{ rule, variables: trained.variables }]), trained, 20);
      assertNear(trained.values(), expected);
    }
  });

  it("has the rate within the running mean of SGD by Keras's form, and outside of it by the others'", () => {
    const rates = Array.from({ length: 20 }, (_, i) => rate / (1 + i));
    const trainedBy = (convention: Convention) => {
      const trained = problem();
      const optimizer = new Optimizer([
        { rule: updateRule({ name: 'sgd', convention }), variables: trained.variables },
      ]);
      for (const own of rates) {
        tf.tidy(() => optimizer.apply(trained.gradients(), optimizer.numbers([own])));
        optimizer.advance(1);
      }
      return trained.values();
    };
    const within = start.map((weight) => {
      let [w, m] = [weight, 0];
      for (const own of rates) {
        m = 0.9 * m - own * 2 * (w - 0.3);
        w += m;
      }
      return w;
    });
    assertNear(trainedBy('keras'), within);
    // torch.optim.SGD with momentum=0.9 at these rates.
    const outside = [0.385103658, 0.020373694, 0.628256967, 0.324315331, 0.263527004, 0.749833622, 0.141950349];
    for (const convention of ['tensorflow', 'pytorch'] as const) assertNear(trainedBy(convention), outside);
  });

  it('is Adam, of the usual constants, where nothing is said', () => {
    const [usual, adam] = [problem(), problem()];
    take(new Optimizer([{ rule: updateRule(), variables: usual.variables }]), usual, 3);
    take(optimizerOf('adam', adam), adam, 3);
    assert.deepEqual(usual.values(), adam.values());
  });

  it('leaves no tensor behind', () => {
    const trained = problem();
    for (const name of OptimizerName.options) {
      const before = tf.memory().numTensors;
      const optimizer = optimizerOf(name, trained);
      take(optimizer, trained, 3);
      optimizer.dispose();
      assert.equal(tf.memory().numTensors, before, name);
    }
  });

  describe('of several players', () => {
    // The gradients of a player depend on its own variables alone.
    const both = ([model, other]: readonly Problem[]) => ({
      variables: new Map([
        ...model.variables,
        ...[...other.variables].map(([name, w]) => [`other/${name}`, w] as const),
      ]),
      gradients: () => [...model.gradients(), ...other.gradients()],
      values: () => [...model.values(), ...other.values()],
    });
    const [slow, quick] = [updateRule({ name: 'adamw', weightDecay: 0.1 }), updateRule({ name: 'sgd', momentum: 0.5 })];
    it('takes the steps of each by its own rule, at its own rate, and as often as it should', () => {
      for (const [steps, own] of [
        [1, 1],
        [3, 1],
        [4, 2],
        [8, 3],
      ]) {
        const together = [problem(), problem()];
        const [model, other] = together;
        const optimizer = new Optimizer([
          { rule: quick, variables: model.variables },
          { rule: slow, variables: other.variables, rate: 0.5, every: 3 },
        ]);
        take(optimizer, both(together), steps);
        const [alone, elsewhere] = [problem(), problem()];
        take(new Optimizer([{ rule: quick, variables: alone.variables }]), alone, steps);
        take(new Optimizer([{ rule: slow, variables: elsewhere.variables, rate: 0.5 }]), elsewhere, own);
        assert.deepEqual(model.values(), alone.values());
        assert.deepEqual(other.values(), elsewhere.values());
        const halved = problem();
        const rates = new Optimizer([{ rule: slow, variables: halved.variables }]);
        for (let i = 0; i < own; i++) {
          tf.tidy(() => rates.apply(halved.gradients(), rates.numbers([0.5 * rate])));
          rates.advance(1);
        }
        assert.deepEqual(other.values(), halved.values());
      }
    });
  });

  it("refuses a state of another shape, and another optimiser's", () => {
    const trained = problem();
    const adam = optimizerOf('adam', trained);
    const state = new Map(adam.state());
    assert.throws(() => optimizerOf('rmsprop', trained).check(state), /a\/square/);
    state.set('a/first', { shape: [3], values: new Float32Array(3) });
    assert.throws(() => adam.restore(state), /a\/first/);
  });
});

describe('clipping of gradients', () => {
  before(() => tf.setBackend('cpu'));

  const clipped = (norm: number, ...gradients: number[][]) =>
    tf.tidy(() =>
      clipByNorm(
        gradients.map((values) => tf.tensor1d(values)),
        norm,
      ).map((gradient) => [...gradient.dataSync()]),
    );

  it('scales all gradients together down to the norm', () => {
    // |(3, 0, 4, 12)| = 13.
    const [a, b] = clipped(6.5, [3, 0], [4, 12]);
    assertNear([...a, ...b], [1.5, 0, 2, 6]);
  });

  it('leaves gradients of a smaller norm, and none at all, as they are', () => {
    assert.deepEqual(clipped(14, [3, 0], [4, 12]), [
      [3, 0],
      [4, 12],
    ]);
    assert.deepEqual(clipped(1, [0, 0], [0]), [[0, 0], [0]]);
  });

  it('does not hide what is no number', () => {
    assert.ok(clipped(1, [Number.NaN], [1]).flat().every(Number.isNaN));
  });
});
