import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { NativeExamples } from '../../../src/compile/examples';
import { nativeBackend } from '../../../src/compile/native';
import { CompiledTraining } from '../../../src/compile/training';
import { objective } from '../../../src/model/objective';
import { chooseBackend } from '../../../src/runtime/backend';
import { Adam } from '../../../src/training/adam';
import { gatherBatch } from '../../../src/training/batches';
import { allModels, blocks, build, freshSlots } from './builders';

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
const batchSize = 8;
const seed = 11;
const rate = 0.001;

/** The noise that the graph draws, drawn by the same operation on its own. */
function noise(shape: readonly number[], step: number): tf.Tensor2D {
  const { binding } = nativeBackend();
  const attributes = [
    { name: 'dtype', type: binding.TF_ATTR_TYPE, value: 1 },
    { name: 'T', type: binding.TF_ATTR_TYPE, value: 3 },
    { name: 'Tseed', type: binding.TF_ATTR_TYPE, value: 3 },
  ];
  return nativeBackend().executeSingleOutput('StatelessRandomNormal', attributes, [
    tf.tensor1d([...shape], 'int32'),
    tf.tensor1d([seed, step], 'int32'),
  ]) as tf.Tensor2D;
}

const beta = (step: number) => 0.1 * (step + 1);

function batchesOf(steps: number): Int32Array {
  return Int32Array.from({ length: steps * batchSize }, (_, i) => (i * 7 + 3) % 50);
}

function compiledSteps(steps: number, first = 0) {
  return {
    batchSize,
    batches: batchesOf(first + steps).subarray(first * batchSize),
    seeds: Int32Array.from({ length: 2 * steps }, (_, i) => (i % 2 === 0 ? seed : first + (i >> 1))),
    betas: Float32Array.from({ length: steps }, (_, i) => beta(first + i)),
    rates: Float32Array.from({ length: steps }, (_, i) => {
      const t = first + i + 1;
      return (rate * Math.sqrt(1 - adam.beta2 ** t)) / (1 - adam.beta1 ** t);
    }),
  };
}

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const allowed = tolerance * Math.max(1, Math.abs(expected[i]));
    assert.ok(Math.abs(actual[i] - expected[i]) <= allowed, `${what}[${i}]: ${actual[i]} against ${expected[i]}`);
  }
}

describe('CompiledTraining', () => {
  before(() => chooseBackend('tensorflow'));

  for (const modelCase of allModels()) {
    it(`takes the steps of ${modelCase.name} as they are taken operation by operation`, () => {
      const steps = 10;
      const freeBits = modelCase.config.likelihood === 'gaussian' ? 0.2 : 0;
      const dataset = blocks(50, modelCase.shape, modelCase.kind);

      const plain = build(modelCase);
      const optimizer = new Adam(plain.variables, rate);
      const expected = { loss: 0, reconstruction: 0, kl: 0 };
      for (let step = 0; step < steps; step++) {
        tf.tidy(() => {
          const batch = batchesOf(steps).subarray(step * batchSize, (step + 1) * batchSize);
          const x = gatherBatch(dataset as never, batch);
          const draw = noise([batchSize, modelCase.config.latent], step);
          const { value, grads } = tf.variableGrads(() => {
            const terms = objective(plain, x, draw, { beta: beta(step), freeBits });
            expected.reconstruction += terms.reconstruction.dataSync()[0];
            expected.kl += terms.kl.dataSync()[0];
            return terms.loss;
          }, [...plain.variables.values()]);
          expected.loss += value.dataSync()[0];
          optimizer.apply(new Map([...plain.variables].map(([name, { name: id }]) => [name, grads[id]])));
        });
      }

      const model = build(modelCase);
      const examples = new NativeExamples(dataset);
      const slots = freshSlots(model);
      const training = new CompiledTraining({ model, examples, slots, adam, freeBits });
      const sums = training.run(compiledSteps(steps));

      assert.equal(sums.steps, steps);
      for (const term of ['loss', 'reconstruction', 'kl'] as const) {
        assertClose([sums[term]], [expected[term]], 1e-5, term);
      }
      for (const [name, variable] of plain.variables) {
        const actual = model.variables.get(name);
        assertClose(actual?.dataSync() ?? [], variable.dataSync(), 2e-5, name);
      }
      training.dispose();
      examples.dispose();
      optimizer.dispose();
      for (const { first, second } of slots) tf.dispose([first, second]);
      plain.dispose();
      model.dispose();
    });
  }
});
