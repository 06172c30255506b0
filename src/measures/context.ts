import type { Encoding } from '../dataset';
import type { Capabilities } from '../protocol/capabilities';
import type { ModelConfig, ObjectiveConfig } from '../protocol/config';
import type { ColumnValues, DataKind } from '../protocol/data';
import type { Sentence } from '../protocol/errors';
import type { Encodings } from '../training/encoding';
import type { AnnealedExamples } from './density/annealed-importance';

/** A class of each example, by its number among the names; -1: not known. */
export interface Labels {
  readonly names: readonly string[];
  readonly numbers: Int32Array;
}

/** Terms of each example, [count], nats. */
export interface ExampleTerms {
  readonly reconstruction: Float32Array;
  readonly kl: Float32Array;
}

/** Some examples of one data set, and what the model makes of them. What takes time is computed when it is first asked for, and once. */
export interface MeasuredExamples {
  readonly count: number;
  /** Null where the data have no column of classes. */
  readonly labels: Labels | null;
  /** All columns of the data, with the values of these examples. */
  readonly columns: readonly ColumnValues[];
  /** Columns of true factors, with the values of these examples. */
  readonly factors: readonly ColumnValues[];
  /** As the decoder gives them back, count x features: pixels in 0..1, standardised numbers, categories and symbols one-hot. */
  originals(): Float32Array;
  /** Means and log-variances of q(z|x), count x latent. */
  codes(): Promise<Encodings>;
  /** E[x|z] at the posterior's mean, count x features. */
  reconstructions(): Promise<Float32Array>;
  /** E[x|z] of a code for each of some of them, by place: places x features. @param codes places x latent */
  rebuild(places: Int32Array, codes: Float32Array): Promise<Float32Array>;
  /** The reconstruction term at the posterior's mean, and the KL. */
  losses(): Promise<ExampleTerms>;
  /**
   * The same by draws of z: the two parts of the negative ELBO. Where the model is trained on pixels that are black or white by chance,
   * these are of such, drawn once for all.
   */
  bounds(): Promise<ExampleTerms>;
  /** Whether what is stored are bytes b, which stand for b / 255. */
  readonly isBytes: boolean;
  /** The parts of the negative ELBO of (b + u) / 256, with u uniform in 0..1: of bytes alone. */
  dequantisedBounds(): Promise<ExampleTerms>;
  /** log p(x) of each example, nats, by importance sampling from about so many draws of z; how many they were. */
  logLikelihoods(samples: number): Promise<{ readonly values: Float64Array; readonly samples: number }>;
  /** At most so many of them, evenly spread, for annealed importance sampling; each part is used before the next is asked for. */
  annealed(most: number): AsyncIterable<AnnealedExamples>;
}

/** Draws from the prior, with what the decoder makes of them. */
export interface Samples {
  /** count x latent. */
  readonly codes: Float32Array;
  /** E[x|z], count x features. */
  readonly examples: Float32Array;
}

/** A layout that is kept with the run, of the judged examples. */
export interface KeptPlaces {
  readonly name: string;
  /** count x 3; in two dimensions the third is 0. */
  readonly positions: Float32Array;
  /** Of the reference examples, in the same layout; null where they are others than the run's own. */
  readonly reference: Float32Array | null;
}

export type ImageFormat = 'jpeg' | 'webp';

/** An image as a file has it. */
export interface CodedImage {
  readonly bytes: number;
  /** Those of them that are tables, sizes and markers. */
  readonly headers: number;
  /** Pixels in 0..1. */
  readonly decoded: Float32Array;
}

export interface ImageCodec {
  /** @param shape [height, width, channels] */
  takes(shape: readonly number[]): boolean;
  /** @param pixels In 0..1. @param quality 1 to 100. */
  code(pixels: Float32Array, shape: readonly number[], format: ImageFormat, quality: number): Promise<CodedImage>;
}

/** What there is to measure: a model, the examples that it is judged by, and others to learn from. */
export interface MeasureContext {
  readonly model: ModelConfig;
  readonly objective: ObjectiveConfig;
  readonly capabilities: Capabilities;
  readonly kind: DataKind;
  /** Of one example: [height, width, channels], [features], or [length, symbols] of text. */
  readonly shape: readonly number[];
  readonly encoding: Encoding;
  readonly judged: MeasuredExamples;
  /** What probes are fitted on and samples are held against; null where there are none beside those that are judged. */
  readonly reference: MeasuredExamples | null;
  /** Why there are none, where they cannot be read. */
  readonly referenceProblem?: Sentence;
  /** log v_j of p(x_j|z) = N(mean_j, v_j), [features], the same for all z; null of a likelihood that is no Gaussian. */
  readonly logVariances: Float32Array | null;
  readonly seed: number;
  /** Null where files of images cannot be written. */
  readonly codec: ImageCodec | null;
  /** Draws of z that a likelihood is estimated from, where somebody says how many. */
  readonly likelihoodSamples?: number;
  /** Between prior and posterior when a likelihood is annealed, where somebody says how many. */
  readonly temperatures?: number;
  /** Of the epoch of the weights; none for other data than the run's. */
  layouts(): Promise<readonly KeptPlaces[]>;
  /** E[x|z] of codes, n x latent: n x features. */
  decode(codes: Float32Array): Promise<Float32Array>;
  /** q(z|x) of other examples, n x features, as the decoder gives them. Of tables and vectors, by models that know no classes. */
  encode(examples: Float32Array): Promise<Encodings>;
  /** The first so many of the draws from the prior. */
  samples(count: number): Promise<Samples>;
}
