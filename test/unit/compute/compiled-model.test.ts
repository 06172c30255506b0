import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { Computation } from '../../../src/compute';
import { capabilitiesOf } from '../../../src/protocol/capabilities';
import { plainObjective } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';
import { allModels, assertClose, blocks, build, numbers, objectiveOf } from './builders';

const sequence = (begin: number, end: number) => Int32Array.from({ length: end - begin }, (_, i) => begin + i);

describe('Computation by native graphs', () => {
  before(() => chooseBackend('tensorflow'));

  for (const modelCase of allModels()) {
    it(`encodes, decodes and evaluates with a ${modelCase.name} as operation by operation`, () => {
      const examples = 600;
      const dataset = blocks(examples, modelCase);
      const model = build(modelCase);
      const compiled = Computation.compiled(model, dataset, objectiveOf(modelCase, 0.1));
      const eager = Computation.eager(model, dataset, objectiveOf(modelCase, 0.1));
      // More than one batch, the last one not full; and, of fewer examples, one out of order.
      for (const indices of [sequence(0, examples), Int32Array.of(17, 3, 599)]) {
        const [actual, expected] = [compiled.encode(indices), eager.encode(indices)];
        assertClose(actual.means, expected.means);
        assert.equal(actual.logVars === null, !capabilitiesOf(modelCase.config).spread);
        assertClose(actual.logVars ?? [], expected.logVars ?? []);
      }
      const [measured, wanted] = [compiled, eager].map((computation) => computation.measure(sequence(0, 100)));
      assertClose(measured.reconstruction, wanted.reconstruction);
      assertClose(measured.kl, wanted.kl);
      const [classified, found] = [compiled, eager].map((computation) => computation.classify(sequence(0, 100)));
      assert.deepEqual(classified, found);
      if (modelCase.config.kind === 'vae') {
        for (const indices of [sequence(3, 13), sequence(0, 2)]) {
          assertClose(compiled.logLikelihood(indices, [5, 6]), eager.logLikelihood(indices, [5, 6]));
        }
      }
      for (const count of [1, 5, 600]) {
        const codes = Float32Array.from({ length: count * model.config.latent }, (_, i) => Math.sin(i));
        const classes = modelCase.config.classes && Int32Array.from({ length: count }, (_, i) => (i % 4) - 1);
        assertClose(compiled.decode(codes, classes), eager.decode(codes, classes));
      }
      for (const indices of [sequence(0, 64), sequence(100, 107)]) {
        const [actual, expected] = [compiled, eager].map((computation) =>
          computation.evaluate(indices, [5, 70], { beta: 0.5, capacity: 2 }),
        );
        assertClose(numbers(actual), numbers(expected));
      }
      compiled.dispose();
      model.dispose();
    });
  }

  // Whoever knows classes has no other examples than those of the data set.
  for (const modelCase of allModels().filter(({ config }) => !config.classes)) {
    it(`takes examples that are not the data set's own for a ${modelCase.name}`, () => {
      const whole = blocks(40, modelCase);
      const width = whole.values.length / 40;
      const sample = {
        ...whole,
        summary: { ...whole.summary, examples: 4, streamed: 40 },
        values: whole.values.slice(0, 4 * width),
      };
      const model = build(modelCase);
      const all = Computation.compiled(model, whole, objectiveOf(modelCase, 0.1));
      const some = [
        Computation.compiled(model, sample, objectiveOf(modelCase, 0.1)),
        Computation.eager(model, sample, objectiveOf(modelCase, 0.1)),
      ];
      const rows = whole.values.slice(10 * width);
      const [there, here] = [sequence(15, 25), sequence(5, 15)];
      for (const computation of some) {
        assertClose(computation.encode(here, rows).means, all.encode(there).means);
        const [actual, expected] = [
          computation.evaluate(here, [1, 2], { beta: 1, capacity: 2 }, rows),
          all.evaluate(there, [1, 2], { beta: 1, capacity: 2 }),
        ];
        assertClose(numbers(actual), numbers(expected));
        if (modelCase.config.kind === 'vae') {
          assertClose(computation.logLikelihood(here, [5, 6], rows), all.logLikelihood(there, [5, 6]));
        }
        assertClose(computation.encode(Int32Array.of(3)).means, all.encode(Int32Array.of(3)).means);
      }
      for (const made of [all, ...some, model]) made.dispose();
    });
  }

  it('uses the weights as they are at each call', () => {
    const [modelCase] = allModels();
    const model = build(modelCase);
    const compiled = Computation.compiled(model, blocks(3, modelCase), plainObjective);
    const codes = Float32Array.of(1, 2, 3);
    const before = compiled.decode(codes);
    for (const variable of model.variables.values()) tf.tidy(() => variable.assign(tf.mul(variable, 2)));
    const after = compiled.decode(codes);
    assert.notDeepEqual(after, before);
    tf.tidy(() => {
      const expected = model.decode(tf.tensor2d(codes, [1, 3])).mean();
      assertClose(after, expected.dataSync());
    });
    compiled.dispose();
    model.dispose();
  });

  it('encodes and decodes nothing', () => {
    const [modelCase] = allModels();
    const model = build(modelCase);
    const compiled = Computation.compiled(model, blocks(3, modelCase), plainObjective);
    assert.equal(compiled.encode(new Int32Array()).means.length, 0);
    assert.equal(compiled.decode(new Float32Array()).length, 0);
    compiled.dispose();
    model.dispose();
  });
});
