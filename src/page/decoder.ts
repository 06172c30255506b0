import { logOf } from '../model/likelihoods/positive';
import { leastLogScale, logScaleName } from '../model/likelihoods/shades';
import { logVarLimit } from '../model/log-var-limit';
import { halvings, isText } from '../model/stages';
import type { ModelConfig } from '../protocol/config';
import type { FeatureGroup } from '../protocol/data';
import { ladderOf, layerName } from '../protocol/ladder';
import type { LikelihoodName } from '../protocol/likelihoods';
import { codebookName, discreteCodes, placesOf } from '../protocol/posteriors';
import { nearestCodes } from './codes';

/** A decoder with its weights, to be computed without a library. */
export interface PackedDecoder {
  readonly model: Pick<
    ModelConfig,
    'architecture' | 'hidden' | 'latent' | 'activation' | 'likelihood' | 'linearPath' | 'posterior'
  >;
  /** Of one example: [height, width, channels], [features], or [length, symbols] of text. */
  readonly shape: readonly number[];
  /** The categories among a table's features. */
  readonly groups: readonly FeatureGroup[];
  /** The usual total of an example's counts, where features are counts. */
  readonly library?: number;
  /** By the names of the model's variables, row-major as they are. */
  readonly weights: Readonly<Record<string, Float32Array>>;
}

/** Whether a page can compute the decoders of an architecture. */
export function isComputed({ architecture }: Pick<ModelConfig, 'architecture'>): boolean {
  return architecture === 'dense' || architecture === 'conv';
}

/** E[x|z], features, of one code. */
type Decode = (code: Float32Array) => Float32Array;
type Activation = ModelConfig['activation'] | 'linear';

const stride = 2;
const kernelSize = 4;

/**
 * The decoder of `src/model/decoder.ts`, one code after the other, with sums in double precision. Codes are n x latent, and
 * what comes of them n x features.
 */
export function createDecoder(decoder: PackedDecoder): (codes: Float32Array) => Float32Array {
  const { model, shape } = decoder;
  const network = model.architecture === 'conv' ? convolutional(decoder) : dense(decoder);
  const lowestOf = ladder(decoder);
  const generate: Decode = (code) => network(lowestOf(code));
  const linear = model.linearPath ? linearPath(decoder) : null;
  const features = shape.reduce((size, length) => size * length, 1);
  const discrete = codesOf(decoder);
  return (any) => {
    const codes = discrete ? nearestCodes(discrete.codes, discrete.codebook, any) : any;
    const count = codes.length / model.latent;
    const result = new Float32Array(count * features);
    for (let i = 0; i < count; i++) {
      const code = codes.subarray(i * model.latent, (i + 1) * model.latent);
      const values = generate(code);
      linear?.(code).forEach((value, feature) => {
        values[feature] += value;
      });
      toMean[model.likelihood](values, decoder);
      result.set(values.subarray(0, features), i * features);
    }
    return result;
  };
}

/** What the codes are, where they are not any numbers, with their vectors where they are such. */
function codesOf({ model, shape, weights }: PackedDecoder) {
  const codes = discreteCodes(model, shape);
  return codes && { codes, codebook: weights[codebookName] ?? null };
}

/** From a code to what the network takes: of a ladder z1, each layer by the one above, zk = m(zk+1) + exp(l(zk+1) / 2) ek. */
function ladder({ model, weights }: PackedDecoder): Decode {
  const sizes = ladderOf(model);
  if (!sizes) return (code) => code;
  const starts = sizes.map((_, layer) => sizes.slice(0, layer).reduce((sum, size) => sum + size, 0));
  const steps = sizes
    .slice(1)
    .map((_, below) => ladderStep(weights, layerName(below + 1, sizes.length), model.activation));
  return (code) =>
    steps.reduceRight(
      (z, step, layer) => step(z, code.subarray(starts[layer], starts[layer] + sizes[layer])),
      code.subarray(starts[sizes.length - 1]),
    );
}

/** m(z) + exp(l(z) / 2) e */
function ladderStep(
  weights: PackedDecoder['weights'],
  layer: string,
  activation: Activation,
): (z: Float32Array, e: Float32Array) => Float32Array {
  const hidden = denseLayer(weights, `decoder/${layer}/hidden`, activation);
  const mean = denseLayer(weights, `decoder/${layer}/mean`, 'linear');
  const logVar = denseLayer(weights, `decoder/${layer}/log_var`, 'linear');
  return (z, e) => {
    const h = hidden(z);
    const [m, l] = [mean(h), logVar(h)];
    return m.map((value, j) => value + Math.exp(Math.min(logVarLimit, Math.max(-logVarLimit, l[j])) / 2) * e[j]);
  };
}

function dense({ model, weights }: PackedDecoder): Decode {
  const layers = [
    ...model.hidden.map((_, i) => denseLayer(weights, `decoder/dense_${i}`, model.activation)),
    denseLayer(weights, 'decoder/output', 'linear'),
  ];
  return (code) => layers.reduce((values, layer) => layer(values), code);
}

function convolutional({ model, shape, weights }: PackedDecoder): Decode {
  const stages = halvings(shape, model.hidden).toReversed();
  const rows = isText(shape) ? 1 : kernelSize;
  const places = model.posterior?.places ? placesOf(model, shape) : 1;
  const layers = [perPlace(denseLayer(weights, 'decoder/dense', model.activation), places)];
  for (const [i, to] of stages.slice(1).entries()) {
    const isLast = i === stages.length - 2;
    const name = isLast ? 'decoder/output' : `decoder/conv_${i}`;
    const apply = activations[isLast ? 'linear' : model.activation];
    layers.push((x) =>
      upsample(
        x,
        { from: stages[i], to, rows, kernel: weights[`${name}/kernel`], bias: weights[`${name}/bias`] },
        apply,
      ),
    );
  }
  return (code) => layers.reduce((values, layer) => layer(values), code);
}

/** s z W + b, with s = 1 / sqrt(latent). */
function linearPath({ model, weights }: PackedDecoder): Decode {
  const kernel = weights['decoder/linear/kernel'];
  const bias = weights['decoder/linear/bias'];
  const scale = 1 / Math.sqrt(model.latent);
  return (code) => product(code, kernel).map((value, feature) => scale * value + bias[feature]);
}

/** A layer of each of the places by itself, one after another. */
function perPlace(layer: Decode, places: number): Decode {
  return (x) => {
    const width = x.length / places;
    const parts = Array.from({ length: places }, (_, i) => layer(x.subarray(i * width, (i + 1) * width)));
    return Float32Array.from(parts.flatMap((part) => [...part]));
  };
}

/** activation(x W + b) */
function denseLayer(weights: PackedDecoder['weights'], name: string, activation: Activation): Decode {
  const kernel = weights[`${name}/kernel`];
  const bias = weights[`${name}/bias`];
  const apply = activations[activation];
  return (x) => product(x, kernel).map((value, unit) => apply(value + bias[unit]));
}

/** x W, with W [inputs, units]. */
function product(x: Float32Array, kernel: Float32Array): Float32Array {
  const units = kernel.length / x.length;
  const sums = new Float64Array(units);
  for (let i = 0; i < x.length; i++) {
    if (x[i] === 0) continue;
    for (let unit = 0, at = i * units; unit < units; unit++, at++) sums[unit] += x[i] * kernel[at];
  }
  return Float32Array.from(sums);
}

interface Upsampling {
  readonly from: readonly [height: number, width: number, channels: number];
  readonly to: readonly [height: number, width: number, filters: number];
  /** Of the kernel: [rows, 4, filters, channels]. */
  readonly rows: number;
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/**
 * The transposed convolution of stride 2 and padding `same`: every place of the image before adds its kernel's share to the
 * places that the convolution would have seen from there.
 */
function upsample(x: Float32Array, { from, to, rows, kernel, bias }: Upsampling, apply: (x: number) => number) {
  const [height, width, channels] = from;
  const [outHeight, outWidth, filters] = to;
  const top = paddingBefore(height, outHeight, rows);
  const left = paddingBefore(width, outWidth, kernelSize);
  const sums = new Float64Array(outHeight * outWidth * filters);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      const source = (i * width + j) * channels;
      for (let a = 0; a < rows; a++) {
        const row = i * stride - top + a;
        if (row < 0 || row >= outHeight) continue;
        for (let b = 0; b < kernelSize; b++) {
          const column = j * stride - left + b;
          if (column < 0 || column >= outWidth) continue;
          const target = (row * outWidth + column) * filters;
          let at = (a * kernelSize + b) * filters * channels;
          for (let filter = 0; filter < filters; filter++) {
            let sum = 0;
            for (let channel = 0; channel < channels; channel++, at++) sum += x[source + channel] * kernel[at];
            sums[target + filter] += sum;
          }
        }
      }
    }
  }
  const result = new Float32Array(sums.length);
  for (let i = 0; i < sums.length; i++) result[i] = apply(sums[i] + bias[i % filters]);
  return result;
}

/** Of a convolution with padding `same` from `outer` to `inner` places. */
function paddingBefore(inner: number, outer: number, kernel: number): number {
  return Math.floor(Math.max(0, (inner - 1) * stride + kernel - outer) / 2);
}

const activations: Readonly<Record<Activation, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  elu: (x) => (x >= 0 ? x : Math.expm1(x)),
  softplus,
  tanh: Math.tanh,
};

/** From what the network gives to the mean of p(x|z), in place: of several numbers for each feature in the first of them. */
const toMean: Readonly<Record<LikelihoodName, (values: Float32Array, decoder: PackedDecoder) => void>> = {
  bernoulli(values) {
    for (let i = 0; i < values.length; i++) values[i] = sigmoid(values[i]);
  },
  'continuous-bernoulli'(values) {
    for (let i = 0; i < values.length; i++) values[i] = continuousMean(values[i]);
  },
  'discretised-logistic'(values, { weights }) {
    const scale = Math.exp(logOf(weights[logScaleName][0], leastLogScale));
    for (let i = 0; i < values.length; i++) {
      values[i] = scale * (softplus(values[i] / scale) - softplus((values[i] - 1) / scale));
    }
  },
  gaussian() {},
  'gaussian-learned'() {},
  mixed(values, { groups }) {
    for (const { start, width } of groups) softmax(values.subarray(start, start + width));
  },
  poisson: toCounts,
  'negative-binomial': toCounts,
  'zero-inflated-negative-binomial'(values, decoder) {
    const features = values.length / 2;
    toCounts(values.subarray(0, features), decoder);
    for (let i = 0; i < features; i++) values[i] *= sigmoid(-values[features + i]);
  },
  categorical(values, { shape: [length, symbols] }) {
    for (let place = 0; place < length; place++) softmax(values.subarray(place * symbols, (place + 1) * symbols));
  },
};

function toCounts(values: Float32Array, { library = 1 }: PackedDecoder): void {
  softmax(values);
  for (let i = 0; i < values.length; i++) values[i] *= library;
}

/** 1 / (1 - e^-l) - 1 / l, and its limit about 0. */
function continuousMean(logit: number): number {
  return Math.abs(logit) < 1e-3 ? 0.5 + logit / 12 : -1 / Math.expm1(-logit) - 1 / logit;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function softplus(x: number): number {
  return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
}

function softmax(logits: Float32Array): void {
  const largest = logits.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    logits[i] = Math.exp(logits[i] - largest);
    sum += logits[i];
  }
  for (let i = 0; i < logits.length; i++) logits[i] /= sum;
}
