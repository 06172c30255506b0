import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { createObjective } from '../../../src/model/objectives';
import { plainObjective } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';
import { assertNear, givenNoise, modelConfig, numbers } from './fixtures';

const classes = ['a', 'b', 'c'];
const count = classes.length;
const [features, latent, hidden] = [4, 2, 3];
const config = modelConfig({ classes: 'inferred', hidden: [hidden], latent, activation: 'tanh' });
const [alpha, share, beta] = [0.3, 0.4, 0.7];

/** The class of each example by its number; -1: not known. */
type Known = readonly number[];
/** Weights by name: a matrix of rows, or a vector. */
type Weights = ReadonlyMap<string, readonly number[]>;

const x = Array.from({ length: 3 }, (_, row) => numbers(features, row + 1).map((value) => (value + 1) / 2));
/** For each example as many rows as there are classes. */
const noise = Array.from({ length: 3 * count }, (_, row) => numbers(latent, 20 + row));

const layer = (weights: Weights, name: string, input: readonly number[]) => {
  const kernel = weights.get(`${name}/kernel`) ?? [];
  return (weights.get(`${name}/bias`) ?? []).map((bias, unit, { length }) =>
    input.reduce((sum, value, i) => sum + value * kernel[i * length + unit], bias),
  );
};
const tanh = (values: readonly number[]) => values.map(Math.tanh);
const oneHot = (number: number) => classes.map((_, i) => Number(i === number));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const logSumExp = (values: readonly number[]) => Math.log(sum(values.map(Math.exp)));

/** -log p(x|y, z) and KL(q(z|x, y) || N(0, I)) in float64. */
function losses(weights: Weights, row: number, number: number): readonly [number, number] {
  const h = tanh(layer(weights, 'encoder/dense_0', [...x[row], ...oneHot(number)]));
  const [mean, logVar] = ['encoder/mean', 'encoder/log_var'].map((name) => layer(weights, name, h));
  const z = mean.map((value, j) => value + Math.exp(logVar[j] / 2) * noise[row * count + number][j]);
  const logits = layer(weights, 'decoder/output', tanh(layer(weights, 'decoder/dense_0', [...z, ...oneHot(number)])));
  const error = sum(logits.map((logit, j) => Math.log1p(Math.exp(logit)) - x[row][j] * logit));
  return [error, sum(mean.map((value, j) => (value ** 2 + Math.exp(logVar[j]) - 1 - logVar[j]) / 2))];
}

/** The loss of Kingma et al. 2014, equation 9, per example, written from the paper. */
function paper(weights: Weights, known: Known): number {
  const ofEach = x.map((_, row) => {
    const logits = layer(weights, 'classifier/logits', tanh(layer(weights, 'classifier/dense_0', x[row])));
    const logQ = logits.map((logit) => logit - logSumExp(logits));
    const bound = (number: number) => {
      const [error, kl] = losses(weights, row, number);
      return error + beta * kl + Math.log(count);
    };
    if (known[row] >= 0) return bound(known[row]) - (alpha / share) * logQ[known[row]];
    return sum(logQ.map((value, number) => Math.exp(value) * (bound(number) + value)));
  });
  return sum(ofEach) / x.length;
}

function computed(model: Autoencoder, known: Known, weight = alpha) {
  const objective = createObjective(model, { ...plainObjective, classification: { weight } }, 3, share);
  const y = tf.tensor2d(known.map((number) => oneHot(number)));
  return objective.compute([{ x: tf.tensor2d(x), classes: y, noise: givenNoise(tf.tensor2d(noise)) }], { beta });
}

const weightsOf = ({ variables }: Autoencoder): Map<string, number[]> =>
  new Map([...variables].map(([name, variable]) => [name, [...variable.dataSync()]]));

describe('the bound of M2', () => {
  let model: Autoencoder;
  const known = [2, -1, 0];

  before(async () => {
    await chooseBackend('tensorflow');
    model = createAutoencoder(config, [2, 2, 1], 'images', 3, [], { classes });
    for (const [i, [name, variable]] of [...model.variables].entries()) {
      if (name.endsWith('bias')) variable.assign(tf.tensor(numbers(variable.size, 40 + i), variable.shape));
    }
  });
  after(() => model.dispose());

  it("is the paper's, and so are its gradients by central differences in float64", () => {
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => computed(model, known).loss);
      const weights = weightsOf(model);
      assertNear(value.dataSync(), [paper(weights, known)], 1e-5);
      for (const [name, variable] of model.variables) {
        const values = weights.get(name) ?? [];
        const slopes = values.map((_, i) => {
          const at = (step: number) =>
            paper(new Map([...weights, [name, values.map((own, j) => (i === j ? own + step : own))]]), known);
          return (at(1e-5) - at(-1e-5)) / 2e-5;
        });
        assertNear(grads[variable.name].dataSync(), slopes, 2e-4);
      }
    });
  });

  it('is the sum of its terms, by their weights', () => {
    tf.tidy(() => {
      const { loss, terms } = computed(model, known);
      const [reconstruction, kl, prior, classification] = [
        terms.reconstruction,
        terms.kl,
        terms.classes,
        terms.classification,
      ].map((term) => term.dataSync()[0]);
      assertNear(loss.dataSync(), [reconstruction + beta * kl + prior + alpha * classification], 1e-5);
    });
  });

  it('is -log of the marginal over the classes where the classifier knows their posterior, and more elsewhere', () => {
    const own = createAutoencoder(config, [2, 2, 1], 'images', 5, [], { classes });
    tf.tidy(() => {
      const weights = weightsOf(own);
      for (const row of x.keys()) {
        const joint = classes.map((_, number) => {
          const [error, kl] = losses(weights, row, number);
          return -(error + beta * kl + Math.log(count));
        });
        const lossBy = (logits: readonly number[]) => {
          own.variables.get('classifier/logits/kernel')?.assign(tf.zeros([hidden, count]));
          own.variables.get('classifier/logits/bias')?.assign(tf.tensor1d([...logits]));
          // The other examples are of a known class: what they add does not depend on the classifier at alpha 0.
          const all = x.map((_, other) => (other === row ? -1 : 0));
          const others = x.map((_, other) =>
            other === row ? 0 : sum([1, beta].map((w, i) => w * losses(weights, other, 0)[i])) + Math.log(count),
          );
          return 3 * computed(own, all, 0).loss.dataSync()[0] - sum(others);
        };
        assertNear([lossBy(joint)], [-logSumExp(joint)], 1e-5);
        assert.ok(lossBy([0, 3, -1]) > -logSumExp(joint) + 1e-3);
      }
    });
    own.dispose();
  });
});
