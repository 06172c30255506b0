import type { ColumnValues } from '../../../protocol/data';
import { type Sentence, UserError } from '../../../protocol/errors';
import type { NumericData } from '../../bytes/elements';
import type { Dataset, Encoding } from '../dataset';
import { allocateRows, type ColumnEncoding, Moments, type NumericColumn, restore } from './columns';
import { checkCounts, countColumn, medianTotal } from './counts';
import { OddNumbers } from './odd-numbers';
import { inOrder, type PlaceOf } from './place';

/** Features of vectors have no names of their own: x1, x2, … */
export function featureName(index: number): string {
  return `x${index + 1}`;
}

export interface EncodedVectors {
  readonly encoding: ColumnEncoding;
  readonly values: Float32Array<ArrayBuffer>;
  readonly warnings: readonly Sentence[];
}

interface VectorOptions {
  /** An encoding that is known already. */
  readonly fitted?: Encoding;
  /** Are they to be counts, and to stay as they are? */
  readonly counts?: true;
  /** Of the features, each once; else they are called x1, x2, … */
  readonly names?: readonly string[] | null;
  readonly placeOf?: PlaceOf;
}

/**
 * Standardises the features of row-major vectors, but for counts. NaN stands for missing and becomes the feature's mean. Floats
 * are replaced where they are.
 * @throws UserError data.vectors.infinite, data.vectors.allMissing, data.counts.*, data.encoding.kind or data.encoding.features.
 */
export function encodeVectors(
  values: NumericData,
  features: number,
  path: string,
  { fitted, counts, names, placeOf = inOrder }: VectorOptions = {},
): EncodedVectors {
  const survey = new VectorSurvey(features, path, counts, names);
  survey.add(values, placeOf);
  const encoding = survey.encoding(fitted);
  if (isOfCounts(encoding)) checkCounts(values, features, path, placeOf);
  const encoded = standardise(values, encoding, path);
  return { encoding: withLibrary(encoding, encoded), values: encoded, warnings: survey.warnings };
}

/** An encoding of counts with what the totals of the rows, model inputs, are like; others, and one that has that, as they are. */
export function withLibrary(encoding: ColumnEncoding, rows: ArrayLike<number>): ColumnEncoding {
  if (!isOfCounts(encoding) || encoding.library !== undefined) return encoding;
  return { ...encoding, library: medianTotal(rows, encoding.columns.length) };
}

export function isOfCounts({ columns }: ColumnEncoding): boolean {
  return columns.some((column) => column.type === 'numeric' && column.isCount);
}

/**
 * Vectors, row-major, as model inputs by an encoding that is known. NaN becomes the feature's mean. Floats are replaced
 * where they are.
 * @throws UserError data.vectors.infinite, data.counts.*.
 */
export function standardiseVectors(
  values: NumericData,
  encoding: ColumnEncoding,
  path: string,
  placeOf = inOrder,
): Float32Array<ArrayBuffer> {
  const features = encoding.columns.length;
  const infinite = new OddNumbers();
  for (let i = 0; i < values.length; i++) {
    if (values[i] - values[i] !== 0 && !Number.isNaN(values[i]))
      infinite.add(placeOf, Math.floor(i / features), i % features);
  }
  checkFinite(path, infinite);
  if (isOfCounts(encoding)) checkCounts(values, features, path, placeOf);
  return standardise(values, encoding, path);
}

function standardise(values: NumericData, encoding: ColumnEncoding, path: string): Float32Array<ArrayBuffer> {
  const columns = encoding.columns as readonly NumericColumn[];
  const features = columns.length;
  const encoded = values instanceof Float32Array ? values : allocateRows(values.length / features, features, path);
  const means = Float64Array.from(columns, ({ mean }) => mean);
  const deviations = Float64Array.from(columns, ({ deviation }) => deviation);
  for (let begin = 0; begin < values.length; begin += features) {
    standardiseRow(values, encoded, begin, means, deviations);
  }
  return encoded;
}

function standardiseRow(
  values: NumericData,
  encoded: Float32Array,
  begin: number,
  means: Float64Array,
  deviations: Float64Array,
): void {
  for (let feature = 0; feature < means.length; feature++) {
    const value = values[begin + feature];
    encoded[begin + feature] = Number.isNaN(value) ? 0 : (value - means[feature]) / deviations[feature];
  }
}

/** @throws UserError data.vectors.infinite. */
function checkFinite(path: string, { count, row, column }: OddNumbers): void {
  if (count > 0) throw new UserError('data.vectors.infinite', { path, count, row, column });
}

/** What vectors are that come one after the other: all there is to know before they are encoded. */
export class VectorSurvey {
  /** Of each feature, its first number; NaN before that. Sums are taken of distances to it, so that they stay exact. */
  private readonly first: Float64Array;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  /** Missing numbers of each feature. */
  private readonly gaps: Float64Array;
  private rows = 0;
  private readonly missing = new OddNumbers();
  private readonly infinite = new OddNumbers();

  /**
   * @param path The data, for messages.
   * @param counts Are they to be counts, and to stay as they are?
   * @param names As `VectorOptions` has them.
   */
  constructor(
    private readonly features: number,
    private readonly path: string,
    private readonly counts?: true,
    private readonly names?: readonly string[] | null,
  ) {
    this.first = new Float64Array(features).fill(Number.NaN);
    this.sums = new Float64Array(features);
    this.squares = new Float64Array(features);
    this.gaps = new Float64Array(features);
  }

  /** The next ones, row-major. @param placeOf The row of each. */
  add(values: NumericData, placeOf: PlaceOf = (index) => this.rows + index): void {
    const { features } = this;
    const count = values.length / features;
    for (let row = 0; row < count; row++) this.addRow(values, row, placeOf);
    this.rows += count;
  }

  private addRow(values: NumericData, row: number, placeOf: PlaceOf): void {
    const { features, first, sums, squares } = this;
    const begin = row * features;
    for (let feature = 0; feature < features; feature++) {
      const distance = values[begin + feature] - first[feature];
      if (distance - distance === 0) {
        sums[feature] += distance;
        squares[feature] += distance * distance;
      } else this.addOdd(values[begin + feature], feature, row, placeOf);
    }
  }

  /** The first number of a feature, or what is none. */
  private addOdd(value: number, feature: number, row: number, placeOf: PlaceOf): void {
    if (Number.isNaN(value)) {
      this.missing.add(placeOf, row, feature);
      this.gaps[feature]++;
    } else if (Number.isFinite(value)) this.first[feature] = value;
    else this.infinite.add(placeOf, row, feature);
  }

  /**
   * The encoding that fits all of them, or the one given.
   * @throws UserError data.vectors.infinite, data.vectors.allMissing, data.encoding.kind or data.encoding.features.
   */
  encoding(fitted: Encoding | undefined): ColumnEncoding {
    const { features, path, missing, rows } = this;
    checkFinite(path, this.infinite);
    if (missing.count === rows * features) throw new UserError('data.vectors.allMissing', { path });
    const nameOf = (feature: number) => this.names?.[feature] ?? featureName(feature);
    if (fitted) return checkVectorEncoding(fitted, features, path, nameOf);
    const columns = Array.from({ length: features }, (_, feature) =>
      this.counts
        ? countColumn(nameOf(feature))
        : this.moments(feature).column(nameOf(feature), this.squares[feature] === 0),
    );
    return { kind: 'columns', columns };
  }

  get warnings(): Sentence[] {
    const { path, missing } = this;
    const { count, row } = missing;
    return count === 0 ? [] : [{ code: 'data.vectors.missing', params: { path, count, row } }];
  }

  /** With a = x_1 and n numbers: mean = a + sum (x - a) / n, and sum (x - mean)^2 = sum (x - a)^2 - (sum (x - a))^2 / n. */
  private moments(feature: number): Moments {
    const { first, sums, squares, gaps, rows } = this;
    const count = rows - gaps[feature];
    const moments = new Moments();
    const [sum, square] = [sums[feature], squares[feature]];
    moments.merge(count, first[feature] + sum / count, Math.max(0, square - (sum * sum) / count));
    return moments;
  }
}

function checkVectorEncoding(
  encoding: Encoding,
  features: number,
  path: string,
  nameOf: (feature: number) => string,
): ColumnEncoding {
  if (encoding.kind !== 'columns') throw new UserError('data.encoding.kind', { path });
  const fits =
    encoding.columns.length === features &&
    encoding.columns.every(({ name, type }, feature) => type === 'numeric' && name === nameOf(feature));
  if (!fits) {
    throw new UserError('data.encoding.features', { path, actual: features, expected: encoding.columns.length });
  }
  return encoding;
}

/** The features as columns in the data's own units, each computed from the encoded values when it is looked at. */
export function featureColumns({
  encoding,
  values,
}: {
  readonly encoding: ColumnEncoding;
  readonly values: Dataset['values'];
}): ColumnValues[] {
  const features = encoding.columns.length;
  return (encoding.columns as readonly NumericColumn[]).map((column, feature) => {
    let restored: Float32Array | undefined;
    return {
      name: column.name,
      role: 'feature',
      type: 'numeric',
      get values() {
        restored ??= Float32Array.from({ length: values.length / features }, (_, row) =>
          restore(column, values[row * features + feature]),
        );
        return restored;
      },
    };
  });
}
