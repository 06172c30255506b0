import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { Computation } from '../../../src/compute';
import { planParts } from '../../../src/compute/parts';
import { capabilitiesOf } from '../../../src/protocol/capabilities';
import { writes } from '../../../src/protocol/networks';
import { plainObjective } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';
import { allModels, assertClose, blocks, build, type Case, numbers, objectiveOf } from './builders';

const sequence = (begin: number, end: number) => Int32Array.from({ length: end - begin }, (_, i) => begin + i);

/** A model with examples, by graphs and operation by operation. */
function both(modelCase: Case, examples: number) {
  const dataset = blocks(examples, modelCase);
  const model = build(modelCase);
  const objective = objectiveOf(modelCase, 0.1);
  return {
    model,
    compiled: Computation.compiled(model, dataset, objective),
    eager: Computation.eager(model, dataset, objective),
  };
}

function sameCodes({ config }: Case, indices: Int32Array, compiled: Computation, eager: Computation): void {
  const [actual, expected] = [compiled.encode(indices), eager.encode(indices)];
  assertClose(actual.means, expected.means);
  assert.equal(actual.logVars === null, !capabilitiesOf(config).spread);
  assertClose(actual.logVars ?? [], expected.logVars ?? []);
  if (config.posterior?.name !== 'full-covariance') return;
  const factors = compiled.choleskyFactors(indices);
  assertClose(factors, eager.choleskyFactors(indices));
  // The diagonal of L L^T.
  const { latent } = config;
  const variances = Float32Array.from(expected.means, (_, row) =>
    factors.subarray(row * latent, (row + 1) * latent).reduce((sum, value) => sum + value ** 2, 0),
  );
  assertClose(variances.map(Math.log), expected.logVars ?? []);
}

function sameDecoded({ config }: Case, count: number, compiled: Computation, eager: Computation): void {
  const codes = Float32Array.from({ length: count * config.latent }, (_, i) => Math.sin(i));
  const classes = config.classes && Int32Array.from({ length: count }, (_, i) => (i % 4) - 1);
  assertClose(compiled.decode(codes, classes), eager.decode(codes, classes));
  if (writes(config.architecture)) assertClose(compiled.decode(codes, classes, 1.5), eager.decode(codes, classes, 1.5));
  // A code next to two of a codebook may fall to either.
  if (config.likelihood === 'categorical' || config.posterior?.name === 'scalar-quantised') return;
  assertClose(compiled.reencode(codes, classes), eager.reencode(codes, classes));
}

function sameEvaluation(indices: Int32Array, compiled: Computation, eager: Computation): void {
  const [actual, expected] = [compiled, eager].map((computation) =>
    computation.evaluate(indices, [5, 70], { beta: 0.5, capacity: 2 }),
  );
  assertClose(numbers(actual), numbers(expected));
}

/** Of each network one, whose answers to more questions at once than any graph takes are looked at, too. */
const inBatches = [
  'dense vae, mixture',
  'conv vae bernoulli',
  'residual ae bernoulli',
  'transformer ae of text',
  'recurrent ae of text',
  'conv vae of classes inferred',
];

describe('Computation by native graphs', () => {
  before(() => chooseBackend('tensorflow'));
  // Rows are computed in parts in the same way whatever computes them, by graphs that are the larger for it.
  beforeEach(() => planParts(null));
  afterEach(() => planParts(undefined));

  for (const modelCase of allModels()) {
    it(`encodes, decodes and evaluates with a ${modelCase.name} as operation by operation`, () => {
      const examples = 40;
      const { model, compiled, eager } = both(modelCase, examples);
      // A batch that is not full; and fewer examples, one out of order.
      for (const indices of [sequence(0, examples), Int32Array.of(17, 3, 39)])
        sameCodes(modelCase, indices, compiled, eager);
      const [measured, wanted] = [compiled, eager].map((computation) => computation.measure(sequence(0, examples)));
      assertClose(measured.reconstruction, wanted.reconstruction);
      assertClose(measured.kl, wanted.kl);
      const [classified, found] = [compiled, eager].map((computation) => computation.classify(sequence(0, examples)));
      assert.deepEqual(classified, found);
      if (modelCase.config.kind === 'vae') {
        const indices = sequence(3, 6);
        assertClose(compiled.logLikelihood(indices, [5, 6]), eager.logLikelihood(indices, [5, 6]));
      }
      for (const count of [1, 5]) sameDecoded(modelCase, count, compiled, eager);
      // Of parts all terms are put together.
      planParts(2);
      sameEvaluation(sequence(10, 30), compiled, eager);
      for (const made of [compiled, model]) made.dispose();
    });
  }

  for (const modelCase of allModels().filter(({ name }) => inBatches.includes(name))) {
    it(`answers in batches with a ${modelCase.name} as operation by operation`, () => {
      planParts(undefined);
      const examples = 600;
      const { model, compiled, eager } = both(modelCase, examples);
      // More than one batch, the last one not full.
      sameCodes(modelCase, sequence(0, examples), compiled, eager);
      sameDecoded(modelCase, examples, compiled, eager);
      if (modelCase.config.kind === 'vae') {
        const indices = sequence(590, examples);
        assertClose(compiled.logLikelihood(indices, [5, 6]), eager.logLikelihood(indices, [5, 6]));
      }
      // One after another, of several sizes.
      for (const indices of [sequence(0, 64), sequence(100, 107)]) sameEvaluation(indices, compiled, eager);
      for (const made of [compiled, model]) made.dispose();
    });
  }

  it('answers in batches with a model of each network', () => {
    const known = allModels().filter(({ name }) => inBatches.includes(name));
    const networks = new Set(allModels().map(({ config }) => config.architecture));
    assert.equal(known.length, inBatches.length);
    assert.deepEqual(new Set(known.map(({ config }) => config.architecture)), networks);
  });

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
      const all = Computation.eager(model, whole, objectiveOf(modelCase, 0.1));
      const some = [
        Computation.compiled(model, sample, objectiveOf(modelCase, 0.1)),
        Computation.eager(model, sample, objectiveOf(modelCase, 0.1)),
      ];
      const rows = whole.values.slice(10 * width);
      const [there, here] = [sequence(15, 19), sequence(5, 9)];
      for (const computation of some) {
        assertClose(computation.encode(here, { rows }).means, all.encode(there).means);
        const [actual, expected] = [
          computation.evaluate(here, [1, 2], { beta: 1, capacity: 2 }, { rows }),
          all.evaluate(there, [1, 2], { beta: 1, capacity: 2 }),
        ];
        assertClose(numbers(actual), numbers(expected));
        if (modelCase.config.kind === 'vae') {
          assertClose(computation.logLikelihood(here, [5, 6], { rows }), all.logLikelihood(there, [5, 6]));
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
