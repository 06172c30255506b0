import { boundBatch, type Computation, createComputation, gatherStored, likelihoodBatch } from '../../compute';
import type { Dataset } from '../../dataset';
import { ofOwnLibrary } from '../../dataset';
import type { ExampleTerms, Labels, MeasuredExamples } from '../../measures/context';
import type { Autoencoder } from '../../model/autoencoder';
import type { ObjectiveConfig } from '../../protocol/config';
import type { ColumnValues } from '../../protocol/data';
import { random, toUnit } from '../../random';
import { gatherRows } from '../../training/batches';
import { judgedExamples } from '../../training/binarised';
import { boundsOf } from '../../training/bounds';
import { type Encodings, encodeSome, inBatches, range } from '../../training/encoding';
import { drawnSamples, likelihoods } from '../../training/likelihood';
import type { Stretches } from '../../training/stretches';

/** Tells the noise that fills the gaps between shades from others. */
const dequantisationSeed = 0xdeb1;

/** Each byte has the width of one of so many, once noise fills the gaps. */
const shades = 256;

/** What the model makes of examples of a data set, and by which seed. */
export interface ModelOfData {
  readonly model: Autoencoder;
  readonly dataset: Dataset;
  readonly computation: Computation;
  readonly objective: ObjectiveConfig;
  readonly seed: number;
}

/** Some examples of a data set that a model computes with. */
export class ModelExamples implements MeasuredExamples {
  private values: Float32Array | undefined;
  private encodings: Promise<Encodings> | undefined;
  private decoded: Promise<Float32Array> | undefined;
  private terms: Promise<ExampleTerms> | undefined;
  private drawnTerms: Promise<ExampleTerms> | undefined;

  /** @param indices Of the data set. */
  constructor(
    private readonly by: ModelOfData,
    private readonly indices: Int32Array,
  ) {}

  get count(): number {
    return this.indices.length;
  }

  get labels(): Labels | null {
    const { columns, summary } = this.by.dataset;
    const label = columns.find(({ name, type }) => name === summary.label && type === 'category');
    if (!label?.categories) return null;
    return {
      names: label.categories,
      numbers: this.indices.map((index) => (Number.isNaN(label.values[index]) ? -1 : label.values[index])),
    };
  }

  get columns(): readonly ColumnValues[] {
    return this.by.dataset.columns.map((column) => ({
      ...column,
      values: Float32Array.from(this.indices, (index) => column.values[index]),
    }));
  }

  get factors(): readonly ColumnValues[] {
    return this.columns.filter(({ role }) => role === 'factor');
  }

  originals(): Float32Array {
    this.values ??= gatherRows(this.by.dataset, this.indices);
    return this.values;
  }

  codes(): Promise<Encodings> {
    this.encodings ??= encodeSome(this.by.computation, this.indices, this.by.model.config.latent);
    return this.encodings;
  }

  reconstructions(): Promise<Float32Array> {
    this.decoded ??= this.reconstruct();
    return this.decoded;
  }

  losses(): Promise<ExampleTerms> {
    this.terms ??= this.measure();
    return this.terms;
  }

  bounds(): Promise<ExampleTerms> {
    const { computation, seed } = this.by;
    this.drawnTerms ??= boundsOf(computation, this.stretches(boundBatch.examples), this.count, seed);
    return this.drawnTerms;
  }

  get isBytes(): boolean {
    return this.by.dataset.values instanceof Uint8Array;
  }

  async dequantisedBounds(): Promise<ExampleTerms> {
    const { model, dataset, objective, seed } = this.by;
    const next = random(seed, dequantisationSeed);
    const values = Float32Array.from(gatherStored(dataset, this.indices), (byte) => (byte + toUnit(next())) / shades);
    const columns = dataset.columns
      .filter(({ name }) => name === dataset.summary.label)
      .map((column) => ({ ...column, values: Float32Array.from(this.indices, (index) => column.values[index]) }));
    const summary = { ...dataset.summary, examples: this.count };
    const computation = createComputation(model, { summary, values, columns }, objective, () => undefined);
    try {
      const all = [{ begin: 0, indices: range(0, this.count) }];
      return await boundsOf(computation, all, this.count, seed);
    } finally {
      computation.dispose();
    }
  }

  async logLikelihoods(samples: number): Promise<{ readonly values: Float64Array; readonly samples: number }> {
    const { computation, seed } = this.by;
    const values = new Float64Array(this.count);
    let at = 0;
    const stretches = this.stretches(likelihoodBatch.examples);
    for await (const value of likelihoods(computation, stretches, samples, seed)) values[at++] = value;
    return { values, samples: drawnSamples(samples) };
  }

  private stretches(batch: number): Stretches {
    const { dataset, objective, seed } = this.by;
    return judgedExamples(dataset, [{ begin: 0, indices: this.indices }], batch, objective, seed);
  }

  private async reconstruct(): Promise<Float32Array> {
    const { means } = await this.codes();
    const { latent } = this.by.model.config;
    const originals = this.originals();
    const width = originals.length / this.count;
    const result = new Float32Array(originals.length);
    await inBatches(this.count, (begin, end) => {
      const codes = means.slice(begin * latent, end * latent);
      const classes = this.by.computation.classify(this.indices.subarray(begin, end));
      const decoded = this.by.computation.decode(codes, classes);
      const own = originals.subarray(begin * width, end * width);
      result.set(ofOwnLibrary(decoded, own, this.by.dataset.encoding), begin * width);
    });
    return result;
  }

  private async measure(): Promise<ExampleTerms> {
    const [reconstruction, kl] = [new Float32Array(this.count), new Float32Array(this.count)];
    await inBatches(this.count, (begin, end) => {
      const measured = this.by.computation.measure(this.indices.subarray(begin, end));
      reconstruction.set(measured.reconstruction, begin);
      kl.set(measured.kl, begin);
    });
    return { reconstruction, kl };
  }
}
