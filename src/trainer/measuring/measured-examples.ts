import type { Computation } from '../../compute';
import type { Dataset } from '../../dataset';
import { ofOwnLibrary } from '../../dataset';
import type { ExampleTerms, Labels, MeasuredExamples } from '../../measures/context';
import type { ColumnValues } from '../../protocol/data';
import { gatherRows } from '../../training/batches';
import { type Encodings, encodeSome, inBatches } from '../../training/encoding';

/** Some examples of a data set that a model computes with. */
export class ModelExamples implements MeasuredExamples {
  private values: Float32Array | undefined;
  private encodings: Promise<Encodings> | undefined;
  private decoded: Promise<Float32Array> | undefined;
  private terms: Promise<ExampleTerms> | undefined;

  /** @param indices Of the data set. @param latent Dimensions of a code. */
  constructor(
    private readonly computation: Computation,
    private readonly dataset: Dataset,
    private readonly indices: Int32Array,
    private readonly latent: number,
  ) {}

  get count(): number {
    return this.indices.length;
  }

  get labels(): Labels | null {
    const { columns, summary } = this.dataset;
    const label = columns.find(({ name, type }) => name === summary.label && type === 'category');
    if (!label?.categories) return null;
    return {
      names: label.categories,
      numbers: this.indices.map((index) => (Number.isNaN(label.values[index]) ? -1 : label.values[index])),
    };
  }

  get columns(): readonly ColumnValues[] {
    return this.dataset.columns.map((column) => ({
      ...column,
      values: Float32Array.from(this.indices, (index) => column.values[index]),
    }));
  }

  get factors(): readonly ColumnValues[] {
    return this.columns.filter(({ role }) => role === 'factor');
  }

  originals(): Float32Array {
    this.values ??= gatherRows(this.dataset, this.indices);
    return this.values;
  }

  codes(): Promise<Encodings> {
    this.encodings ??= encodeSome(this.computation, this.indices, this.latent);
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

  private async reconstruct(): Promise<Float32Array> {
    const { means } = await this.codes();
    const originals = this.originals();
    const width = originals.length / this.count;
    const result = new Float32Array(originals.length);
    await inBatches(this.count, (begin, end) => {
      const codes = means.slice(begin * this.latent, end * this.latent);
      const classes = this.computation.classify(this.indices.subarray(begin, end));
      const decoded = this.computation.decode(codes, classes);
      const own = originals.subarray(begin * width, end * width);
      result.set(ofOwnLibrary(decoded, own, this.dataset.encoding), begin * width);
    });
    return result;
  }

  private async measure(): Promise<ExampleTerms> {
    const [reconstruction, kl] = [new Float32Array(this.count), new Float32Array(this.count)];
    await inBatches(this.count, (begin, end) => {
      const measured = this.computation.measure(this.indices.subarray(begin, end));
      reconstruction.set(measured.reconstruction, begin);
      kl.set(measured.kl, begin);
    });
    return { reconstruction, kl };
  }
}
