import type { ModelConfig } from '../../../src/protocol/config';
import type { FeatureGroup } from '../../../src/protocol/data';
import { likelihoods } from '../../../src/protocol/likelihoods';
import { decodeByGru, encodeByGru } from './gru-reference';
import { decodeResidual, encodeResidual } from './residual-reference';
import { decodeText, encodeText } from './transformer-reference';

/**
 * The models and objectives again, in plain loops over float64, one example at a time, straight from the formulas.
 * Weights by the names that the models give them.
 */
export interface ReferenceProblem {
  readonly config: ModelConfig;
  readonly shape: readonly number[];
  readonly groups?: readonly FeatureGroup[];
  readonly weights: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float64Array }>;
  /** examples x features, text one-hot, and examples x latent. */
  readonly x: readonly (readonly number[])[];
  readonly noise: readonly (readonly number[])[];
  readonly beta: number;
  readonly freeBits: number;
  /** Draws of z for each example, whose noise comes one after another. */
  readonly samples?: number;
}

export interface ReferenceTerms {
  readonly loss: number;
  readonly reconstruction: number;
  readonly kl: number;
}

export type Weights = ReferenceProblem['weights'];

export const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

export const activations: Record<string, (x: number) => number> = {
  linear: (x) => x,
  leaky: (x) => (x > 0 ? x : 0.2 * x),
  relu: (x) => Math.max(0, x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  tanh: Math.tanh,
  softplus,
};

export function referenceObjective(problem: ReferenceProblem): ReferenceTerms {
  const { config, x, noise, beta, freeBits } = problem;
  let reconstruction = 0;
  const klPerDimension = new Array<number>(config.latent).fill(0);
  x.forEach((example, i) => {
    const hidden = encode(problem, likelihoods[config.likelihood].isCounts ? example.map(Math.log1p) : example);
    const linear = linearCode(problem, example);
    const mean = dense(problem.weights, 'encoder/mean', hidden, 'linear').map((m, j) => m + (linear?.[j] ?? 0));
    let z = mean;
    if (config.kind === 'vae') {
      const logVar = dense(problem.weights, 'encoder/log_var', hidden, 'linear');
      z = mean.map((m, j) => m + Math.exp(logVar[j] / 2) * noise[i][j]);
      logVar.forEach((l, j) => {
        klPerDimension[j] += (-0.5 * (1 + l - mean[j] ** 2 - Math.exp(l))) / x.length;
      });
    }
    const offset = linearOutput(problem, z);
    const output = decode(problem, z, example).map((value, j) => value + (offset?.[j] ?? 0));
    reconstruction += reconstructionOf(problem, example, output) / x.length;
  });
  if (config.kind === 'ae') return { loss: reconstruction, reconstruction, kl: 0 };
  const paid = klPerDimension.reduce((sum, kl) => sum + (freeBits > 0 ? Math.max(freeBits, kl) : kl), 0);
  return { loss: reconstruction + beta * paid, reconstruction, kl: klPerDimension.reduce((sum, kl) => sum + kl, 0) };
}

/** -log softmax(logits)[k] = -(logits[k] - log sum exp), weighted by x. */
function categorical(x: readonly number[], logits: readonly number[]): number {
  const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  return x.reduce((total, value, k) => total + value * (logSum - logits[k]), 0);
}

export function reconstructionOf(problem: ReferenceProblem, x: readonly number[], output: number[]): number {
  const { config, weights, shape, groups = [] } = problem;
  const inGroup = ({ start, width }: FeatureGroup) =>
    categorical(x.slice(start, start + width), output.slice(start, start + width));
  if (config.likelihood === 'categorical') {
    const [length, symbols] = shape;
    const places = Array.from({ length }, (_, place) => ({ start: place * symbols, width: symbols }));
    return places.reduce((total, place) => total + inGroup(place), 0);
  }
  const sum = (term: (x: number, output: number, j: number) => number) =>
    x.reduce((total, value, j) => total + term(value, output[j], j), 0);
  if (config.likelihood === 'bernoulli') {
    return sum((value, logit) => value * softplus(-logit) + (1 - value) * softplus(logit));
  }
  if (config.likelihood === 'continuous-bernoulli') {
    // log C(lambda), away from 1/2, where the formula is 0 / 0.
    const logConstant = (rest: number) => Math.log((2 * Math.atanh(rest)) / rest);
    return sum((value, logit) => {
      const lambda = 1 / (1 + Math.exp(-logit));
      return -value * Math.log(lambda) - (1 - value) * Math.log(1 - lambda) - logConstant(1 - 2 * lambda);
    });
  }
  if (config.likelihood === 'discretised-logistic') {
    const scale = Math.exp(soft(Math.log(1 / 1020), 10 * variable(weights, 'decoder/log_scale').values[0]));
    return sum((value, mean) => {
      const below = (edge: number) => 1 / (1 + Math.exp(-(edge - mean) / scale));
      const upper = value > 254.5 / 255 ? 1 : below(value + 1 / 510);
      return -Math.log(upper - (value < 0.5 / 255 ? 0 : below(value - 1 / 510)));
    });
  }
  if (likelihoods[config.likelihood].isCounts) return countsOf(problem, x, output);
  if (config.kind === 'ae' && config.likelihood === 'gaussian') return sum((value, mean) => (value - mean) ** 2);
  const learned = weights.get('decoder/log_variance')?.values;
  const logVariance = (j: number) => {
    if (!learned) return Math.log(config.variance);
    return -12 + softplus(10 * learned[learned.length === 1 ? 0 : j] + 12);
  };
  const isNumber = x.map((_, j) => !groups.some(({ start, width }) => j >= start && j < start + width));
  const categories = groups.reduce((total, group) => total + inGroup(group), 0);
  const numbers = sum((value, mean, j) => {
    if (!isNumber[j]) return 0;
    const variance = Math.exp(logVariance(j));
    return -Math.log(Math.exp(-((value - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance));
  });
  return numbers + categories;
}

/** x far above the floor, the floor far below it. */
const soft = (floor: number, x: number) => floor + softplus(x - floor);

/** -sum_j log p(x_j), by products over the counts instead of Gamma functions. */
function countsOf({ config, weights }: ReferenceProblem, x: readonly number[], output: readonly number[]): number {
  const library = Math.max(
    1,
    x.reduce((sum, count) => sum + count, 0),
  );
  const exponentials = output.slice(0, x.length).map(Math.exp);
  const all = exponentials.reduce((sum, value) => sum + value, 0);
  return x.reduce((total, count, j) => {
    const rate = (library * exponentials[j]) / all;
    let probability = 1;
    if (config.likelihood === 'poisson') {
      for (let i = 1; i <= count; i++) probability *= rate / i;
      return total - Math.log(probability * Math.exp(-rate));
    }
    const theta = Math.exp(7 - softplus(7 - soft(-8, 10 * variable(weights, 'decoder/log_dispersion').values[j])));
    for (let i = 1; i <= count; i++) probability *= ((theta + i - 1) / i) * (rate / (theta + rate));
    probability *= (theta / (theta + rate)) ** theta;
    if (config.likelihood === 'negative-binomial') return total - Math.log(probability);
    const pi = 1 / (1 + Math.exp(-output[x.length + j]));
    return total - Math.log((1 - pi) * probability + (count === 0 ? pi : 0));
  }, 0);
}

/** sum_i (x_i - 1/2) V_ij / sqrt(features). */
function linearCode({ config, weights }: ReferenceProblem, x: readonly number[]): number[] | undefined {
  if (!config.linearPath) return undefined;
  const { values } = variable(weights, 'encoder/linear/kernel');
  return Array.from({ length: config.latent }, (_, j) =>
    x.reduce((sum, value, i) => sum + ((value - 0.5) * values[i * config.latent + j]) / Math.sqrt(x.length), 0),
  );
}

/** sum_j z_j W_ji / sqrt(latent) + b_i. */
function linearOutput({ config, weights }: ReferenceProblem, z: readonly number[]): number[] | undefined {
  if (!config.linearPath) return undefined;
  const { values } = variable(weights, 'decoder/linear/kernel');
  const bias = variable(weights, 'decoder/linear/bias').values;
  return Array.from(bias, (b, i) =>
    z.reduce((sum, code, j) => sum + (code * values[j * bias.length + i]) / Math.sqrt(z.length), b),
  );
}

export function encode(problem: ReferenceProblem, x: readonly number[]): readonly number[] {
  const { config, shape, weights } = problem;
  if (config.architecture === 'transformer') return encodeText(problem, x);
  if (config.architecture === 'gru') return encodeByGru(problem, x);
  if (config.architecture === 'residual') return encodeResidual(problem, x);
  if (config.architecture === 'dense') {
    const read = embedColumns(problem, x);
    return config.hidden.reduce((h, _, i) => dense(weights, `encoder/dense_${i}`, h, config.activation), read);
  }
  const [height, width, channels] = imageShape(shape);
  let image: Image = { height, width, channels, values: x };
  config.hidden.forEach((_, i) => {
    image = convolve(weights, `encoder/conv_${i}`, image, config.activation);
  });
  return image.values;
}

/** Columns of more categories than `embedding.above` as the rows of their tables, each as far as its category is there. */
function embedColumns({ config, groups = [], weights }: ReferenceProblem, x: readonly number[]): readonly number[] {
  const { above = Number.POSITIVE_INFINITY } = config.embedding ?? {};
  const embedded = groups.filter(({ width }) => width > above);
  return x.flatMap((value, j) => {
    const column = embedded.findIndex(({ start, width }) => j >= start && j < start + width);
    if (column < 0) return [value];
    const { start, width } = embedded[column];
    if (j > start) return [];
    const [table, missing] = ['categories', 'missing'].map((part) =>
      variable(weights, `encoder/column_${column}/${part}`),
    );
    const numbers = table.shape[1];
    const shares = x.slice(start, start + width);
    const known = shares.reduce((sum, share) => sum + share, 0);
    return Array.from({ length: numbers }, (_, k) =>
      shares.reduce((sum, share, i) => sum + share * table.values[i * numbers + k], (1 - known) * missing.values[k]),
    );
  });
}

/** @param x What is decoded, whose symbols a decoder of text is given. */
export function decode(problem: ReferenceProblem, z: readonly number[], x: readonly number[]): number[] {
  const { config, shape, weights } = problem;
  if (config.architecture === 'transformer') return decodeText(problem, z, x);
  if (config.architecture === 'gru') return decodeByGru(problem, z, x);
  if (config.architecture === 'residual') return decodeResidual(problem, z);
  if (config.architecture === 'dense') {
    const h = config.hidden.reduce((h, _, i) => dense(weights, `decoder/dense_${i}`, h, config.activation), [...z]);
    return dense(weights, 'decoder/output', h, 'linear');
  }
  const sizes = [imageShape(shape).slice(0, 2)];
  for (const _ of config.hidden) sizes.push(sizes[sizes.length - 1].map((size) => Math.ceil(size / 2)));
  const [[height, width], ...larger] = sizes.toReversed();
  const channels = config.hidden[config.hidden.length - 1];
  let image: Image = { height, width, channels, values: dense(weights, 'decoder/dense', z, config.activation) };
  larger.forEach(([height, width], i) => {
    const last = i === larger.length - 1;
    const name = last ? 'decoder/output' : `decoder/conv_${i}`;
    image = convolveTransposed(weights, name, image, height, width, last ? 'linear' : config.activation);
  });
  return [...image.values];
}

/** Text is an image of one row. */
export function imageShape(shape: readonly number[]): readonly number[] {
  return shape.length === 2 ? [1, ...shape] : shape;
}

export function dense(weights: Weights, name: string, x: readonly number[], activation: string): number[] {
  const kernel = variable(weights, `${name}/kernel`);
  const bias = variable(weights, `${name}/bias`);
  const units = bias.values.length;
  return Array.from({ length: units }, (_, k) =>
    activations[activation](x.reduce((sum, value, j) => sum + value * kernel.values[j * units + k], bias.values[k])),
  );
}

export interface Image {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Height, width, channel. */
  readonly values: readonly number[];
}

const halving = 2;

/** Zeros before the first row or column of an image of this size, so that ceil(size / 2) results fit ("same"). */
function padding(size: number, kernel: number, stride: number): number {
  return Math.floor(Math.max(0, (Math.ceil(size / stride) - 1) * stride + kernel - size) / 2);
}

export function convolve(weights: Weights, name: string, image: Image, activation: string, stride = halving): Image {
  const bias = biasOf(weights, name, variable(weights, `${name}/kernel`).shape[3]);
  const height = Math.ceil(image.height / stride);
  const width = Math.ceil(image.width / stride);
  const sums = new Float64Array(height * width * bias.length);
  taps(weights, name, image, { height, width, stride }, (large, small, c, k, weight) => {
    sums[small * bias.length + k] += weight * image.values[large * image.channels + c];
  });
  const values = Array.from(sums, (sum, i) => activations[activation](sum + bias[i % bias.length]));
  return { height, width, channels: bias.length, values };
}

export function convolveTransposed(
  weights: Weights,
  name: string,
  image: Image,
  height: number,
  width: number,
  activation: string,
): Image {
  const bias = biasOf(weights, name, variable(weights, `${name}/kernel`).shape[2]);
  const sums = new Float64Array(height * width * bias.length);
  taps(weights, name, { height, width }, { ...image, stride: halving }, (large, small, c, k, weight) => {
    sums[large * bias.length + c] += weight * image.values[small * image.channels + k];
  });
  const values = Array.from(sums, (sum, i) => activations[activation](sum + bias[i % bias.length]));
  return { height, width, channels: bias.length, values };
}

/** Calls `visit` for each pair of a place in the large image and one in the small image that a weight connects. */
function taps(
  weights: Weights,
  name: string,
  large: { readonly height: number; readonly width: number },
  { height, width, stride }: { readonly height: number; readonly width: number; readonly stride: number },
  visit: (large: number, small: number, largeChannel: number, smallChannel: number, weight: number) => void,
): void {
  const { shape, values } = variable(weights, `${name}/kernel`);
  const [rows, columns, largeChannels, smallChannels] = shape;
  const top = padding(large.height, rows, stride);
  const left = padding(large.width, columns, stride);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          const v = y * stride + i - top;
          const u = x * stride + j - left;
          if (v < 0 || v >= large.height || u < 0 || u >= large.width) continue;
          for (let c = 0; c < largeChannels; c++) {
            for (let k = 0; k < smallChannels; k++) {
              const weight = values[((i * columns + j) * largeChannels + c) * smallChannels + k];
              visit(v * large.width + u, y * width + x, c, k, weight);
            }
          }
        }
      }
    }
  }
}

/** Convolutions that are normalised have none. */
function biasOf(weights: Weights, name: string, filters: number): Float64Array {
  return weights.get(`${name}/bias`)?.values ?? new Float64Array(filters);
}

export function variable(weights: Weights, name: string) {
  const found = weights.get(name);
  if (!found) throw new Error(`The reference has no ${name}`);
  return found;
}
