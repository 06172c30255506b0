import * as tf from '@tensorflow/tfjs';
import { principalComponents } from '../../model/principal-components';
import type { MeasuredValue } from '../../protocol/measures';
import { fillNormal, random } from '../../random';
import { breathe } from '../../training/breathe';
import type { MeasureContext } from '../context';
import { meanOf } from '../estimate';
import { coordinates, rebuilt } from '../linear-codes';
import { pointsAt } from '../points';
import { rounded } from '../rounded';
import { meanSimilarity } from './image-similarity';
import { type Quantised, quantise, quantiseTo } from './quantised';
import { peakSignalToNoise, squaredErrors } from './squared-error';

/** Examples that are coded, at most: of images with a codec fewer. */
const most = { examples: 1000, files: 200 };
/** Steps of the quantiser, in the posterior's standard deviations, or those of the codes. */
const relativeSteps = [8, 4, 2, 1, 0.5, 0.25];
/** Components that a code of any dimension may have. */
const widest = 128;
/** Of JPEG and WebP. */
const qualities = [5, 10, 20, 40, 60, 80, 95];
/** Tells these draws from others. */
const drawSeed = 0x4d15;

/** A point of a curve. */
interface Point {
  readonly of: string;
  /** Of one feature: a pixel's channel, or a number of a table. */
  readonly bits: number;
  readonly values: Float32Array;
  readonly originals: Float32Array;
  readonly settings?: Readonly<Record<string, number>>;
}

/**
 * What is lost at how many bits (Alemi et al. 2018, arXiv 1711.00464): the mean squared error, and of images PSNR and SSIM, beside the bits of
 * each feature.
 *
 * `posterior`: rate E[KL(q(z|x) || p(z))] / (d ln 2), which bits-back coding takes (Hinton & van Camp 1993), and what is decoded of a draw of
 * q(z|x). `codes`: the posterior's means after a uniform quantiser, whose step in each dimension is a multiple of the mean posterior's standard
 * deviation (of a plain autoencoder: of all codes'), and their entropy. `pca`: principal components of as many dimensions, quantised to as many
 * bits; `pca-any` of up to 128 dimensions. `jpeg`, `webp`: files of that size, each image for itself, with their headers and without.
 *
 * Bits of one feature. The errors are of the mean over the examples. Costs about 6 decodings of 1,000 examples and 2,800 files.
 */
export async function rateDistortion(context: MeasureContext, signal: AbortSignal): Promise<readonly MeasuredValue[]> {
  const values: MeasuredValue[] = [];
  for await (const point of pointsOf(context, signal)) values.push(...(await valuesOf(point, context, signal)));
  return values;
}

async function* pointsOf(context: MeasureContext, signal: AbortSignal): AsyncGenerator<Point> {
  const { judged } = context;
  const rows = spreadRows(judged.count, most.examples);
  const width = judged.originals().length / judged.count;
  const originals = pointsAt({ values: judged.originals(), dims: width }, rows).values;
  const posterior = await posteriorPoint(context, rows);
  if (posterior) yield { ...posterior, originals };
  const quantised = await quantisedCodes(context, rows);
  for (const { step, values, bits } of quantised) {
    signal.throwIfAborted();
    yield {
      of: 'codes',
      bits: bits / width,
      values: await judged.rebuild(rows, values),
      originals,
      settings: { step },
    };
  }
  for (const [of, dims] of [
    ['pca', context.model.latent],
    ['pca-any', widest],
  ] as const) {
    for (const { values, bits, latent } of await linearPoints(context, originals, dims, quantised)) {
      signal.throwIfAborted();
      yield { of, bits: bits / width, values, originals, settings: { dimensions: latent } };
    }
  }
  yield* filePoints(context, originals, width, signal);
}

/** A draw of q(z|x) for each example, at the rate of its KL. */
async function posteriorPoint(
  { judged, model: { latent }, seed, capabilities }: MeasureContext,
  rows: Int32Array,
): Promise<Omit<Point, 'originals'> | null> {
  const { means, logVars } = await judged.codes();
  if (!capabilities.elbo || !logVars) return null;
  const noise = fillNormal(new Float32Array(rows.length * latent), random(seed, drawSeed));
  const [own, spreads] = [means, logVars].map((values) => pointsAt({ values, dims: latent }, rows).values);
  const drawn = own.map((mean, at) => mean + Math.exp(spreads[at] / 2) * noise[at]);
  const { kl } = await judged.losses();
  const nats = meanOf(Float64Array.from(rows, (row) => kl[row])).value;
  const width = judged.originals().length / judged.count;
  return { of: 'posterior', bits: nats / (width * Math.LN2), values: await judged.rebuild(rows, drawn) };
}

/** The means of the posteriors at steps from coarse to fine. */
async function quantisedCodes(
  { judged, model: { latent } }: MeasureContext,
  rows: Int32Array,
): Promise<readonly (Quantised & { readonly step: number })[]> {
  const { means, logVars } = await judged.codes();
  const own = pointsAt({ values: means, dims: latent }, rows).values;
  const scales = logVars ? meanSpreads(logVars, latent) : new Float64Array(latent).fill(rootMeanSquare(own));
  return relativeSteps.map((step) => ({
    step,
    ...quantise(
      own,
      scales.map((scale) => step * scale),
    ),
  }));
}

/** sqrt(E[sigma_j^2]) of each dimension. */
function meanSpreads(logVars: Float32Array, latent: number): Float64Array {
  const sums = new Float64Array(latent);
  for (let at = 0; at < logVars.length; at++) sums[at % latent] += Math.exp(logVars[at]);
  return sums.map((sum) => Math.sqrt(sum / (logVars.length / latent)));
}

function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length) || 1;
}

/** Principal components that take as many bits as each of the quantised codes. */
async function linearPoints(
  { judged, reference, seed }: MeasureContext,
  originals: Float32Array,
  dims: number,
  equals: readonly Quantised[],
): Promise<readonly (Quantised & { readonly latent: number })[]> {
  const fitted = reference ?? judged;
  const rows = tf.tensor2d(fitted.originals(), [fitted.count, fitted.originals().length / fitted.count]);
  const found = principalComponents(rows, dims, seed);
  rows.dispose();
  const { means, latent } = coordinates(originals, found);
  const points: (Quantised & { readonly latent: number })[] = [];
  for (const { bits } of equals) {
    const codes = quantiseTo(bits, means, latent);
    points.push({ bits: codes.bits, values: rebuilt({ means: codes.values, latent }, found), latent });
    await breathe();
  }
  return points;
}

/** Of images, where there is a codec. */
async function* filePoints(
  { kind, shape, codec }: MeasureContext,
  originals: Float32Array,
  width: number,
  signal: AbortSignal,
): AsyncGenerator<Point> {
  if (kind !== 'images' || !codec?.takes(shape)) return;
  const count = Math.min(most.files, originals.length / width);
  const images = originals.subarray(0, count * width);
  for (const of of ['jpeg', 'webp'] as const) {
    for (const quality of qualities) {
      const values = new Float32Array(images.length);
      let [bytes, headers] = [0, 0];
      for (let i = 0; i < count; i++) {
        signal.throwIfAborted();
        const coded = await codec.code(images.subarray(i * width, (i + 1) * width), shape, of, quality);
        values.set(coded.decoded, i * width);
        bytes += coded.bytes;
        headers += coded.headers;
      }
      const bitsOf = (all: number) => (8 * all) / (count * width);
      const settings = { quality, 'bits-without-headers': rounded(bitsOf(bytes - headers)) };
      yield { of, bits: bitsOf(bytes), values, originals: images, settings };
    }
  }
}

async function valuesOf(
  { of, bits, values, originals, settings }: Point,
  { kind, shape }: MeasureContext,
  signal: AbortSignal,
): Promise<readonly MeasuredValue[]> {
  const count = originals.length / shape.reduce((product, size) => product * size, 1);
  const errors = squaredErrors(originals, values, count);
  const about = { of, settings: { bits: rounded(bits), ...settings } };
  const mse: MeasuredValue = { name: 'mse', ...about, unit: '', ...meanOf(errors) };
  if (kind !== 'images') return [mse];
  const similarity = await meanSimilarity(originals, values, shape, signal);
  return [
    mse,
    { name: 'psnr', ...about, unit: 'dB', ...peakSignalToNoise(errors) },
    ...(similarity ? [{ name: 'ssim', ...about, unit: '', ...similarity }] : []),
  ];
}

function spreadRows(count: number, wanted: number): Int32Array {
  const taken = Math.min(count, wanted);
  return Int32Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken));
}
