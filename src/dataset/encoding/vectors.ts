import type { ColumnValues } from '../../protocol/data';
import { type Sentence, UserError } from '../../protocol/errors';
import type { NumericData } from '../arrays/elements';
import type { Dataset, Encoding } from '../dataset';
import { allocateRows, type ColumnEncoding, Moments, type NumericColumn, restore } from './columns';
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

/**
 * Standardises the features of row-major vectors. NaN counts as missing and becomes the feature's mean. Floats are
 * replaced where they are.
 * @throws UserError data.vectors.infinite, data.vectors.allMissing, data.encoding.kind or data.encoding.features.
 */
export function encodeVectors(
  values: NumericData,
  features: number,
  path: string,
  fitted: Encoding | undefined,
  placeOf = inOrder,
): EncodedVectors {
  const survey = new VectorSurvey(features, path);
  survey.add(values, placeOf);
  const encoding = survey.encoding(fitted);
  return { encoding, values: standardise(values, encoding, path), warnings: survey.warnings };
}

/**
 * Vectors, row-major, as model inputs by an encoding that is known. NaN becomes the feature's mean. Floats are replaced
 * where they are.
 * @throws UserError data.vectors.infinite.
 */
export function standardiseVectors(
  values: NumericData,
  encoding: ColumnEncoding,
  path: string,
  placeOf = inOrder,
): Float32Array<ArrayBuffer> {
  const features = encoding.columns.length;
  for (let i = 0; i < values.length; i++) {
    if (values[i] - values[i] !== 0 && !Number.isNaN(values[i])) throw infinite(path, i, features, placeOf);
  }
  return standardise(values, encoding, path);
}

function standardise(values: NumericData, encoding: ColumnEncoding, path: string): Float32Array<ArrayBuffer> {
  const columns = encoding.columns as readonly NumericColumn[];
  const features = columns.length;
  const encoded = values instanceof Float32Array ? values : allocateRows(values.length / features, features, path);
  for (let feature = 0; feature < features; feature++) {
    const { mean, deviation } = columns[feature];
    for (let i = feature; i < values.length; i += features) {
      encoded[i] = Number.isNaN(values[i]) ? 0 : (values[i] - mean) / deviation;
    }
  }
  return encoded;
}

function infinite(path: string, i: number, features: number, placeOf: PlaceOf): UserError {
  return new UserError('data.vectors.infinite', {
    path,
    row: placeOf(Math.floor(i / features)),
    column: i % features,
  });
}

/** What vectors are that come one after the other: all there is to know before they are encoded. */
export class VectorSurvey {
  private readonly moments: readonly Moments[];
  private rows = 0;
  private missing = 0;
  private firstMissing = 0;

  /** @param path The data, for messages. */
  constructor(
    features: number,
    private readonly path: string,
  ) {
    this.moments = Array.from({ length: features }, () => new Moments());
  }

  /** The next ones, row-major. @param placeOf The row of each. @throws UserError data.vectors.infinite. */
  add(values: NumericData, placeOf: PlaceOf = (index) => this.rows + index): void {
    const { moments, path } = this;
    const features = moments.length;
    for (let i = 0, feature = 0; i < values.length; i++) {
      const value = values[i];
      if (value - value === 0) moments[feature].add(value);
      else if (Number.isNaN(value)) {
        if (this.missing++ === 0) this.firstMissing = placeOf(Math.floor(i / features));
      } else throw infinite(path, i, features, placeOf);
      if (++feature === features) feature = 0;
    }
    this.rows += values.length / features;
  }

  /**
   * The encoding that fits all of them, or the one given.
   * @throws UserError data.vectors.allMissing, data.encoding.kind or data.encoding.features.
   */
  encoding(fitted: Encoding | undefined): ColumnEncoding {
    const { moments, path, missing, rows } = this;
    if (missing === rows * moments.length) throw new UserError('data.vectors.allMissing', { path });
    if (fitted) return checkVectorEncoding(fitted, moments.length, path);
    return { kind: 'columns', columns: moments.map((moment, feature) => moment.column(featureName(feature))) };
  }

  get warnings(): Sentence[] {
    const { path, missing, firstMissing } = this;
    if (missing === 0) return [];
    return [{ code: 'data.vectors.missing', params: { path, count: missing, row: firstMissing } }];
  }
}

function checkVectorEncoding(encoding: Encoding, features: number, path: string): ColumnEncoding {
  if (encoding.kind !== 'columns') throw new UserError('data.encoding.kind', { path });
  const fits =
    encoding.columns.length === features &&
    encoding.columns.every(({ name, type }, feature) => type === 'numeric' && name === featureName(feature));
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
