import {
  annealingBatch,
  boundBatch,
  type Computation,
  createComputation,
  type GivenRows,
  gatherStored,
  likelihoodBatch,
} from '../../compute';
import type { Dataset } from '../../dataset';
import { ofOwnLibrary } from '../../dataset';
import { spread } from '../../exploration/example-set';
import { rowsOf } from '../../exploration/placement';
import { drawFromPrior } from '../../exploration/prior-draws';
import type { ExampleTerms, Labels, MeasuredExamples } from '../../measures/context';
import type { AnnealedExamples } from '../../measures/density/annealed-importance';
import type { Autoencoder } from '../../model/autoencoder';
import type { ObjectiveConfig } from '../../protocol/config';
import type { ColumnValues } from '../../protocol/data';
import { random, toUnit } from '../../random';
import { gatherRows } from '../../training/batches';
import { judgedExamples } from '../../training/binarised';
import { boundsOf } from '../../training/bounds';
import { type Encodings, encodeSome, inBatches, range } from '../../training/encoding';
import { drawnSamples, likelihoods } from '../../training/likelihood';
import type { Stretch, Stretches } from '../../training/stretches';

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

  async *annealed(most: number): AsyncGenerator<AnnealedExamples> {
    const { examples } = annealingBatch;
    for await (const stretch of this.stretches(examples, spread(this.indices, most))) {
      for (let from = 0; from < stretch.indices.length; from += examples)
        yield this.chainsOf(stretch, from, Math.min(from + examples, stretch.indices.length));
    }
  }

  private chainsOf(stretch: Stretch, begin: number, end: number): AnnealedExamples {
    const { model, computation } = this.by;
    const { chains } = annealingBatch;
    const count = (end - begin) * chains;
    const exampleOf = (chain: number) => begin + Math.floor(chain / chains);
    const indices = Int32Array.from({ length: count }, (_, chain) => stretch.indices[exampleOf(chain)]);
    const { rows, origins, labels } = stretch;
    const given: GivenRows = {
      rows,
      ...(origins && { origins: indices.map((_, chain) => origins[exampleOf(chain)]) }),
      ...(labels && { labels: Float32Array.from(indices, (_, chain) => labels[exampleOf(chain)]) }),
    };
    return {
      examples: end - begin,
      chains,
      draw: (seed) => Float64Array.from(drawFromPrior(model, count, seed)),
      async densityAt(z) {
        const found = computation.jointDensity(indices, Float32Array.from(z), given);
        const of = (log: Float32Array, gradient: Float32Array) => ({
          log: Float64Array.from(log),
          gradient: Float64Array.from(gradient),
        });
        return {
          likelihood: of(found.likelihood, found.likelihoodGradient),
          prior: of(found.prior, found.priorGradient),
        };
      },
    };
  }

  private stretches(batch: number, indices = this.indices): Stretches {
    const { dataset, objective, seed } = this.by;
    return judgedExamples(dataset, [{ begin: 0, indices }], batch, objective, seed);
  }

  async rebuild(places: Int32Array, codes: Float32Array): Promise<Float32Array> {
    const { computation, dataset, model } = this.by;
    const { latent } = model.config;
    const originals = this.originals();
    const width = originals.length / this.count;
    const result = new Float32Array(places.length * width);
    await inBatches(places.length, (begin, end) => {
      const some = places.subarray(begin, end);
      const classes = computation.classify(some.map((place) => this.indices[place]));
      const decoded = computation.decode(codes.slice(begin * latent, end * latent), classes);
      const own = rowsOf({ latent: width, means: originals }, some).means;
      result.set(ofOwnLibrary(decoded, own, dataset.encoding), begin * width);
    });
    return result;
  }

  private async reconstruct(): Promise<Float32Array> {
    return this.rebuild(range(0, this.count), (await this.codes()).means);
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
