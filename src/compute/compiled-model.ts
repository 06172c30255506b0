import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset/dataset';
import { type CompiledFunction, compile } from '../graph/function';
import { gatherRows, lendRows } from '../graph/native-operations';
import { scoped } from '../graph/scope';
import type { Autoencoder, Posterior } from '../model/autoencoder';
import { logLikelihood } from '../model/marginal-likelihood';
import { measures } from '../model/measures';
import { joinRows, splitRows } from '../model/rows';
import type { AdamConstants, AdamSlot } from './adam';
import { partSizes } from './parts';
import { batchTerms, examplesInParts } from './step';
import { CompiledTraining } from './training';

/** Sizes of batches that there are graphs for. Smaller ones are filled up. */
const batchSizes = [1, 64, 512];

/** The most that is worth while at once: more would not stay in the processor's caches. */
const largestBatch = batchSizes[batchSizes.length - 1];

/** Posteriors of examples, each examples x latent. `logVars` is null for a plain autoencoder. */
export interface Encoded {
  readonly means: Float32Array;
  readonly logVars: Float32Array | null;
}

/** How well a model takes each example, nats. */
export interface Measures {
  /** The reconstruction term at the posterior mean. */
  readonly reconstruction: Float32Array;
  /** KL(q(z|x) || N(0, I)); 0 for a plain autoencoder. */
  readonly kl: Float32Array;
}

/** What likelihoods are estimated of at once: about as many draws of z as the largest batch has examples. */
export const likelihoodBatch = { examples: 10, draws: 50 };

/** Means over the examples of a batch, nats. */
export interface Terms {
  readonly loss: number;
  readonly reconstruction: number;
  readonly kl: number;
}

/**
 * A model and its data as native graphs, which are made when they are first needed. The model's own variables hold the
 * weights: whatever changes or reads them, here or by tfjs alone, sees the same. Indices are of the data set, or of `rows`
 * where these are given: examples like its own, always as many as the graphs are made for one number of them. Throws a
 * CompileError where the model cannot be compiled, at the first use of that part of it.
 */
export class CompiledModel {
  private readonly examples: tf.Tensor2D;
  private readonly encoder: CompiledFunction<[examples: tf.Tensor2D, indices: tf.Tensor1D], Posterior>;
  private readonly decoder: CompiledFunction<[z: tf.Tensor2D], tf.Tensor2D>;
  private readonly evaluation: CompiledFunction<
    [examples: tf.Tensor2D, indices: tf.Tensor1D, seed: tf.Tensor1D, beta: tf.Scalar],
    tf.Tensor1D
  >;
  private readonly measures: CompiledFunction<[examples: tf.Tensor2D, indices: tf.Tensor1D], tf.Tensor2D>;
  private readonly likelihood: CompiledFunction<
    [examples: tf.Tensor2D, indices: tf.Tensor1D, seed: tf.Tensor1D],
    tf.Tensor1D
  >;

  /** `dataset.values` must not change from now on. `freeBits` are nats per latent dimension that cost nothing. */
  constructor(
    private readonly model: Autoencoder,
    dataset: Pick<Dataset, 'summary' | 'values'>,
    private readonly freeBits: number,
  ) {
    this.examples = lendRows(dataset.values, dataset.values.length / dataset.summary.examples);
    this.encoder = compile('The encoder', (examples, indices) => {
      const posteriors = this.inParts(indices, (part) => model.encode(gatherRows(examples, part)));
      const logVars = posteriors.flatMap(({ logVar }) => logVar ?? []);
      return {
        mean: joinRows(posteriors.map(({ mean }) => mean)),
        logVar: logVars.length > 0 ? joinRows(logVars) : null,
      };
    });
    this.decoder = compile('The decoder', (z) =>
      joinRows(this.inParts(z, (part) => model.outputMean(model.decode(part)))),
    );
    this.evaluation = compile('The evaluation', (examples, indices, seed, beta) =>
      batchTerms(model, { examples, indices, seed, beta }, freeBits),
    );
    this.measures = compile('The measures', (examples, indices) =>
      joinColumns(this.inParts(indices, (part) => measures(model, gatherRows(examples, part)))),
    );
    this.likelihood = compile('The likelihood', (examples, indices, seed) => {
      const parts = examplesInParts(model, { examples, indices, seed }, likelihoodBatch.draws);
      return joinRows(parts.map((part) => logLikelihood(model, part)));
    });
  }

  /** Training by Adam, with one slot for each variable. Dispose it before this. */
  training(slots: readonly AdamSlot[], adam: AdamConstants): CompiledTraining {
    const { model, examples, freeBits } = this;
    return new CompiledTraining({ model, examples, slots, adam, freeBits });
  }

  /** The posteriors of some examples, by index. */
  encode(indices: Int32Array, rows?: Dataset['values']): Encoded {
    const { latent, kind } = this.model.config;
    const means = new Float32Array(indices.length * latent);
    const logVars = kind === 'vae' ? new Float32Array(indices.length * latent) : null;
    this.among(rows, (examples) =>
      inBatches(indices.length, (begin, end, size) => {
        const padded = fill(new Int32Array(size), indices.subarray(begin, end));
        const { mean, logVar } = this.encoder(examples, tf.tensor1d(padded, 'int32'));
        const count = (end - begin) * latent;
        means.set(mean.dataSync().subarray(0, count), begin * latent);
        if (logVar) logVars?.set(logVar.dataSync().subarray(0, count), begin * latent);
      }),
    );
    return { means, logVars };
  }

  /** E[x|z] of `codes`, n x latent: n x features; pixels in 0..1. */
  decode(codes: Float32Array): Float32Array {
    const { features, config } = this.model;
    const { latent } = config;
    const count = codes.length / latent;
    const decoded = new Float32Array(count * features);
    inBatches(count, (begin, end, size) => {
      const padded = fill(new Float32Array(size * latent), codes.subarray(begin * latent, end * latent));
      const means = this.decoder(tf.tensor2d(padded, [size, latent]));
      decoded.set(means.dataSync().subarray(0, (end - begin) * features), begin * features);
    });
    return decoded;
  }

  /** The objective of one batch, of as many examples as there are indices, by one draw of z each. */
  evaluate(indices: Int32Array, seed: readonly [number, number], beta: number, rows?: Dataset['values']): Terms {
    return this.among(rows, (examples) =>
      scoped(() => {
        const draw = tf.tensor1d([...seed], 'int32');
        const terms = this.evaluation(examples, tf.tensor1d(indices, 'int32'), draw, tf.scalar(beta));
        const [loss, reconstruction, kl] = terms.dataSync();
        return { loss, reconstruction, kl };
      }),
    );
  }

  /** How well each of some examples is taken, by index. */
  measure(indices: Int32Array): Measures {
    const reconstruction = new Float32Array(indices.length);
    const kl = new Float32Array(indices.length);
    inBatches(indices.length, (begin, end, size) => {
      const padded = fill(new Int32Array(size), indices.subarray(begin, end));
      const values = this.measures(this.examples, tf.tensor1d(padded, 'int32')).dataSync();
      reconstruction.set(values.subarray(0, end - begin), begin);
      kl.set(values.subarray(size, size + end - begin), begin);
    });
    return { reconstruction, kl };
  }

  /**
   * log p(x) of up to `likelihoodBatch.examples` examples of a VAE, by index, nats, each estimated from
   * `likelihoodBatch.draws` draws of z, which the seed determines.
   */
  logLikelihood(indices: Int32Array, seed: readonly [number, number], rows?: Dataset['values']): Float32Array {
    return this.among(rows, (examples) =>
      scoped(() => {
        const padded = fill(new Int32Array(likelihoodBatch.examples), indices);
        const draw = tf.tensor1d([...seed], 'int32');
        const estimates = this.likelihood(examples, tf.tensor1d(padded, 'int32'), draw).dataSync();
        return Float32Array.from(estimates.subarray(0, indices.length));
      }),
    );
  }

  dispose(): void {
    this.measures.dispose();
    this.likelihood.dispose();
    this.encoder.dispose();
    this.decoder.dispose();
    this.evaluation.dispose();
    this.examples.dispose();
  }

  /** What is computed of the rows of a tensor, part by part, side by side. */
  private inParts<T extends tf.Tensor1D | tf.Tensor2D, R>(rows: T, compute: (part: T) => R): R[] {
    return splitRows(rows, partSizes(rows.shape[0], this.model.config.architecture)).map(compute);
  }

  /** Computes something of the examples that indices choose from. */
  private among<T>(rows: Dataset['values'] | undefined, compute: (examples: tf.Tensor2D) => T): T {
    if (!rows) return compute(this.examples);
    const lent = lendRows(rows, this.examples.shape[1]);
    try {
      return compute(lent);
    } finally {
      lent.dispose();
    }
  }
}

/** Parts of the examples' columns, [rows, part] each, as one tensor again. */
function joinColumns(parts: readonly tf.Tensor2D[]): tf.Tensor2D {
  return parts.length === 1 ? parts[0] : tf.concat([...parts], 1);
}

/** Visits 0..count-1 in batches, with the size that each is to be filled up to. */
function inBatches(count: number, visit: (begin: number, end: number, size: number) => void): void {
  for (let begin = 0; begin < count; begin += largestBatch) {
    const end = Math.min(begin + largestBatch, count);
    const size = batchSizes.find((size) => size >= end - begin) ?? largestBatch;
    scoped(() => visit(begin, end, size));
  }
}

function fill<T extends Float32Array | Int32Array>(whole: T, part: T): T {
  whole.set(part);
  return whole;
}
