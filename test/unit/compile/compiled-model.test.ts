import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { CompiledModel } from '../../../src/compile';
import { statelessNormal } from '../../../src/compile/native-operations';
import { objective } from '../../../src/model/objective';
import { chooseBackend } from '../../../src/runtime/backend';
import { allModels, batchOf, blocks, build } from './builders';

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const allowed = tolerance * Math.max(1, Math.abs(expected[i]));
    assert.ok(Math.abs(actual[i] - expected[i]) <= allowed, `${actual[i]} against ${expected[i]} at ${i}`);
  }
}

const sequence = (begin: number, end: number) => Int32Array.from({ length: end - begin }, (_, i) => begin + i);

describe('CompiledModel', () => {
  before(() => chooseBackend('tensorflow'));

  for (const modelCase of allModels()) {
    it(`encodes, decodes and evaluates with a ${modelCase.name} as operation by operation`, () => {
      const examples = 600;
      const dataset = blocks(examples, modelCase.shape, modelCase.kind);
      const model = build(modelCase);
      const compiled = new CompiledModel(model, dataset, 0.1);
      tf.tidy(() => {
        // More than one batch, the last one not full; and, of fewer examples, one out of order.
        for (const indices of [sequence(0, examples), Int32Array.of(17, 3, 599)]) {
          const { mean, logVar } = model.encode(batchOf(dataset, indices));
          const { means, logVars } = compiled.encode(indices);
          assertClose(means, mean.dataSync());
          if (logVar === null) assert.equal(logVars, null);
          else assertClose(logVars ?? [], logVar.dataSync());
        }
        for (const count of [1, 5, 600]) {
          const codes = Float32Array.from({ length: count * model.config.latent }, (_, i) => Math.sin(i));
          const z = tf.tensor2d(codes, [count, model.config.latent]);
          assertClose(compiled.decode(codes), model.outputMean(model.decode(z)).dataSync());
        }
        for (const indices of [sequence(0, 64), sequence(100, 107)]) {
          const noise = statelessNormal<tf.Rank.R2>(
            [indices.length, model.config.latent],
            tf.tensor1d([5, 70], 'int32'),
          );
          const terms = objective(model, batchOf(dataset, indices), noise, { beta: 0.5, freeBits: 0.1 });
          const { loss, reconstruction, kl } = compiled.evaluate(indices, [5, 70], 0.5);
          const expected = [terms.loss, terms.reconstruction, terms.kl].map((term) => term.dataSync()[0]);
          assertClose([loss, reconstruction, kl], expected);
        }
      });
      compiled.dispose();
      model.dispose();
    });
  }

  it('uses the weights as they are at each call', () => {
    const [modelCase] = allModels();
    const model = build(modelCase);
    const compiled = new CompiledModel(model, blocks(3, modelCase.shape, modelCase.kind), 0);
    const codes = Float32Array.of(1, 2, 3);
    const before = compiled.decode(codes);
    for (const variable of model.variables.values()) tf.tidy(() => variable.assign(tf.mul(variable, 2)));
    const after = compiled.decode(codes);
    assert.notDeepEqual(after, before);
    tf.tidy(() => {
      const expected = model.outputMean(model.decode(tf.tensor2d(codes, [1, 3])));
      assertClose(after, expected.dataSync());
    });
    compiled.dispose();
    model.dispose();
  });

  it('encodes and decodes nothing', () => {
    const [modelCase] = allModels();
    const model = build(modelCase);
    const compiled = new CompiledModel(model, blocks(3, modelCase.shape, modelCase.kind), 0);
    assert.equal(compiled.encode(new Int32Array()).means.length, 0);
    assert.equal(compiled.decode(new Float32Array()).length, 0);
    compiled.dispose();
    model.dispose();
  });
});
