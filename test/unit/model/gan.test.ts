import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { noiseOf } from '../../../src/compute';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { createObjective } from '../../../src/model/objectives';
import type { ModelConfig, ObjectiveConfig } from '../../../src/protocol/config';
import { plainObjective } from '../../../src/protocol/presets';
import { allBackends, givenNoise, modelConfig, numbers, useBackend } from './fixtures';
import {
  convolve,
  decode,
  dense,
  encode,
  type Image,
  imageShape,
  type ReferenceProblem,
  reconstructionOf,
  softplus,
  type Weights,
} from './reference';

const examples = 3;
const beta = 0.7;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const rows = (values: readonly number[], width: number) =>
  Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));

interface Case {
  readonly config: ModelConfig;
  readonly shape: readonly number[];
  readonly gan: { readonly weight: number; readonly features?: number; readonly pixels?: number };
}

const conv: Partial<ModelConfig> = { architecture: 'conv', hidden: [2, 3], activation: 'tanh' };
const cases: Readonly<Record<string, Case>> = {
  'dense layers, in features alone': {
    config: modelConfig({ activation: 'tanh' }),
    shape: [3, 4, 1],
    gan: { weight: 2 },
  },
  'two dense layers, beside pixels': {
    config: modelConfig({ hidden: [5, 4], activation: 'elu', likelihood: 'continuous-bernoulli' }),
    shape: [3, 3, 1],
    gan: { weight: 0.5, features: 3, pixels: 0.2 },
  },
  'convolutions, odd size, a learned variance': {
    config: modelConfig({ ...conv, likelihood: 'gaussian-learned' }),
    shape: [5, 7, 2],
    gan: { weight: 1, features: 2, pixels: 1 },
  },
  'convolutions, 8-bit pixels, in pixels alone': {
    config: modelConfig({ ...conv, likelihood: 'discretised-logistic' }),
    shape: [4, 4, 1],
    gan: { weight: 1, features: 0, pixels: 0.1 },
  },
};

interface Losses {
  readonly encoder: number;
  readonly decoder: number;
  readonly discriminator: number;
}

interface Problem extends ReferenceProblem {
  /** What decodes to images beside the reconstructions. */
  readonly prior: readonly (readonly number[])[];
  readonly gan: Case['gan'];
}

/** What each network of algorithm 1 minimises, in float64, one example at a time. */
function reference(problem: Problem): Losses {
  const { config, weights, x, noise, prior, gan } = problem;
  const { weight, features = 1, pixels = 0 } = gan;
  const losses = x.map((example, i) => {
    const hidden = encode(problem, example);
    const mean = dense(weights, 'encoder/mean', hidden, 'linear');
    const logVar = dense(weights, 'encoder/log_var', hidden, 'linear');
    const kl = sum(logVar.map((l, j) => -0.5 * (1 + l - mean[j] ** 2 - Math.exp(l))));
    const z = mean.map((m, j) => m + Math.exp(logVar[j] / 2) * noise[i][j]);
    const output = decode(problem, z, example);
    const [own, rebuilt, drawn] = [
      example,
      imageOf(config, weights, output),
      imageOf(config, weights, decode(problem, prior[i], example)),
    ].map((image) => judge(problem, image));
    const error = 0.5 * sum(own.hidden.map((value, j) => (value - rebuilt.hidden[j]) ** 2));
    const both = features * error + (pixels > 0 ? pixels * reconstructionOf(problem, example, output) : 0);
    return {
      encoder: both + beta * kl,
      decoder: both - weight * (logOf(rebuilt.logit) + logOf(drawn.logit)),
      discriminator: -(logOf(own.logit) + logOf(-rebuilt.logit) + logOf(-drawn.logit)),
    };
  });
  const mean = (player: keyof Losses) => sum(losses.map((own) => own[player])) / x.length;
  return { encoder: mean('encoder'), decoder: mean('decoder'), discriminator: mean('discriminator') };
}

/** log D; log(1 - D) is that of the negative logit. */
const logOf = (logit: number) => Math.log(1 / (1 + Math.exp(-logit)));

function judge({ config, weights, shape }: Problem, x: readonly number[]) {
  const name = 'image_discriminator';
  let hidden = x;
  if (config.architecture === 'dense') {
    hidden = config.hidden.reduce((h, _, i) => dense(weights, `${name}/dense_${i}`, h, 'leaky'), x);
  } else {
    const [height, width, channels] = imageShape(shape);
    let image: Image = { height, width, channels, values: x };
    config.hidden.forEach((_, i) => {
      image = convolve(weights, `${name}/conv_${i}`, image, 'leaky');
    });
    hidden = image.values;
  }
  const last = dense(weights, `${name}/hidden`, hidden, 'leaky');
  return { hidden, logit: dense(weights, `${name}/logit`, last, 'linear')[0] };
}

/** The mean of p(x|z). */
function imageOf({ likelihood }: ModelConfig, weights: Weights, output: readonly number[]): readonly number[] {
  switch (likelihood) {
    case 'bernoulli':
      return output.map((l) => 1 / (1 + Math.exp(-l)));
    case 'continuous-bernoulli':
      return output.map((l) => 1 / (1 - Math.exp(-l)) - 1 / l);
    case 'discretised-logistic': {
      const floor = Math.log(1 / 1020);
      const scale = Math.exp(floor + softplus(10 * (weights.get('decoder/log_scale')?.values[0] ?? 0) - floor));
      return output.map((m) => scale * (softplus(m / scale) - softplus((m - 1) / scale)));
    }
    default:
      return output;
  }
}

/** Whose loss a variable is for. */
function ownerOf(variable: string): keyof Losses {
  if (variable.startsWith('image_discriminator/')) return 'discriminator';
  return variable.startsWith('encoder/') ? 'encoder' : 'decoder';
}

function create({ config, shape, gan }: Case): { readonly model: Autoencoder; readonly objective: ObjectiveConfig } {
  const objective = { ...plainObjective, beta, gan };
  return { model: createAutoencoder(config, shape, 'images', 7, [], { objective }), objective };
}

/** Biases start at 0, where a wrong gradient may hide. */
function spreadBiases(model: Autoencoder): void {
  let seed = 10;
  for (const [name, variable] of model.variables) {
    if (!/bias|log_/.test(name) || name.includes('kernel')) continue;
    tf.tidy(() =>
      variable.assign(
        tf.tensor(
          numbers(variable.size, seed++).map((v) => v / 20),
          variable.shape,
        ),
      ),
    );
  }
}

for (const backend of allBackends) {
  describe(`VAE-GAN on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });

    for (const [title, testCase] of Object.entries(cases)) {
      it(`${title}: each network gets the gradient of its own loss, equal to central differences in float64`, () => {
        const { config, shape, gan } = testCase;
        const { model, objective } = create(testCase);
        spreadBiases(model);
        const [noise, prior] = [2, 3].map((seed) => numbers(examples * config.latent, seed));
        const x = numbers(examples * model.features, 1).map((value) => Math.round((255 * (value + 1)) / 2) / 255);
        const problem: Problem = {
          config,
          shape,
          gan,
          weights: new Map(
            [...model.variables].map(([name, variable]) => [
              name,
              { shape: variable.shape, values: Float64Array.from(variable.dataSync()) },
            ]),
          ),
          x: rows(x, model.features),
          noise: rows(noise, config.latent),
          prior: rows(prior, config.latent),
          beta,
          freeBits: 0,
        };
        let losses: Record<string, number> = {};
        const gradients = new Map<string, ArrayLike<number>>();
        tf.tidy(() => {
          const draws = (values: number[]) => tf.tensor2d(values, [examples, config.latent]);
          const part = {
            x: tf.tensor2d(x, [examples, model.features]),
            noise: {
              ...givenNoise(draws(noise)),
              normal: (stream: string) => draws(stream === 'prior' ? prior : noise),
            },
          };
          const { grads } = tf.variableGrads(() => {
            const {
              loss,
              terms,
              opponents = [],
            } = createObjective(model, objective, examples).compute([part], { beta });
            const of = (tensor: tf.Tensor) => tensor.dataSync()[0];
            losses = Object.fromEntries(Object.entries(terms).map(([name, term]) => [name, of(term)]));
            losses.discriminator = of(opponents[0]);
            return tf.add(loss, opponents[0]) as tf.Scalar;
          }, [...model.variables.values()]);
          for (const [name, own] of model.variables) gradients.set(name, grads[own.name].dataSync());
        });
        const { weight, features = 1, pixels = 0 } = gan;
        const errors = features * (losses.features ?? 0) + pixels * losses.reconstruction;
        const expected = reference(problem);
        const near = (actual: number, value: number, what: string) =>
          assert.ok(Math.abs(actual - value) < 1e-5 * (1 + Math.abs(value)), `${what}: ${actual} instead of ${value}`);
        near(errors + beta * losses.kl, expected.encoder, 'encoder');
        near(errors + weight * losses.gan, expected.decoder, 'decoder');
        near(losses.discriminator, expected.discriminator, 'discriminator');
        for (const [name, gradient] of gradients) compare(gradient, slopesOf(title, problem, name), name);
        model.dispose();
      });
    }
  });
}

/** By case and variable: the weights are the same on every backend. */
const slopes = new Map<string, readonly (readonly [place: number, slope: number])[]>();
/** Of the many weights of a layer so many are looked at. */
const looked = 40;

/** Central differences of the loss that a variable is for. */
function slopesOf(title: string, problem: Problem, name: string) {
  const key = `${title}/${name}`;
  const known = slopes.get(key);
  if (known) return known;
  const values = problem.weights.get(name)?.values ?? new Float64Array();
  const h = 1e-5;
  const stride = Math.max(1, Math.floor(values.length / looked));
  const found: (readonly [number, number])[] = [];
  for (let i = 0; i < values.length; i += stride) {
    const before = values[i];
    const at = (moved: number) => {
      values[i] = moved;
      return reference(problem)[ownerOf(name)];
    };
    found.push([i, (at(before + h) - at(before - h)) / (2 * h)]);
    values[i] = before;
  }
  slopes.set(key, found);
  return found;
}

function compare(gradient: ArrayLike<number>, expected: ReturnType<typeof slopesOf>, name: string): void {
  const scale = expected.reduce((most, [, slope]) => Math.max(most, Math.abs(slope)), 0.1);
  for (const [i, slope] of expected) {
    assert.ok(Math.abs(gradient[i] - slope) < 2e-5 * scale, `${name}[${i}]: ${gradient[i]} instead of ${slope}`);
  }
}

describe('The players of VAE-GAN', () => {
  before(function () {
    return useBackend(this, 'tensorflow');
  });

  /** Of a batch, by every variable. */
  function gradientsOf(weight: number): Map<string, number[]> {
    const { model, objective } = create({ config: modelConfig(conv), shape: [8, 8, 1], gan: { weight } });
    try {
      const gradients = new Map<string, number[]>();
      tf.tidy(() => {
        const x = tf.tensor2d(
          numbers(4 * 64, 4).map((value) => (value + 1) / 2),
          [4, 64],
        );
        const { grads } = tf.variableGrads(() => {
          const part = { x, noise: noiseOf(4, [1, 2]) };
          const { loss, opponents = [] } = createObjective(model, objective, 4).compute([part], { beta });
          return tf.add(loss, opponents[0]) as tf.Scalar;
        }, [...model.variables.values()]);
        for (const [name, own] of model.variables) gradients.set(name, [...grads[own.name].dataSync()]);
      });
      return gradients;
    } finally {
      model.dispose();
    }
  }

  it('leave the encoder and the discriminator alone, whatever the decoder pays for being found out', () => {
    const [little, much] = [1, 50].map(gradientsOf);
    for (const [name, gradient] of little) {
      if (ownerOf(name) === 'decoder') assert.notDeepEqual(much.get(name), gradient, name);
      else assert.deepEqual(much.get(name), gradient, name);
    }
  });

  it('judge images of the same draws in the same way, each time', () => {
    assert.deepEqual(gradientsOf(1), gradientsOf(1));
  });
});
