import type { ColumnValues } from '../../../protocol/data';
import type { Sentence } from '../../../protocol/errors';
import type { NumericData } from '../../bytes/elements';
import type { Dataset, Encoding } from '../../examples/dataset';
import { channelsLast, checkPixelEncoding, encodePixels, fitPixels } from '../../examples/encoding/pixels';
import type { PlaceOf } from '../../examples/encoding/place';
import { encodeVectors, featureColumns, standardiseVectors } from '../../examples/encoding/vectors';
import type { ArrayHead } from './array-head';
import type { Layout } from './array-layout';

/** Examples as a model's inputs, and how others of the same array become such. */
export interface EncodedExamples {
  readonly encoding: Encoding;
  readonly values: Dataset['values'];
  readonly columns: readonly ColumnValues[];
  readonly warnings: readonly Sentence[];
  /** Others, numbers of the same kind as `values`. @throws UserError where they are no finite numbers. */
  encode(data: NumericData, placeOf: PlaceOf): Dataset['values'];
}

interface Options {
  /** Of an earlier run; without it one is fitted. */
  readonly encoding?: Encoding;
  /** Are they to be counts, and to stay as they are? */
  readonly counts?: true;
  /** Of the features, where they have names. */
  readonly names?: readonly string[] | null;
  /** Are there others besides these? */
  readonly isSample: boolean;
  /** Where in the array these lie. */
  readonly placeOf: PlaceOf;
}

/** Encodes examples of an array. @throws UserError data.images.notFinite, data.vectors.*, data.encoding.*. */
export function encodeExamples(
  data: NumericData,
  { path, dtype }: Pick<ArrayHead, 'path' | 'dtype'>,
  layout: Layout,
  { encoding: fitted, counts, names, isSample, placeOf }: Options,
): EncodedExamples {
  if (layout.kind === 'vectors') {
    const encoded = encodeVectors(data, layout.features, path, { fitted, counts, names, placeOf });
    return {
      ...encoded,
      columns: featureColumns(encoded),
      encode: (others, placeOf) => standardiseVectors(others, encoded.encoding, path, placeOf),
    };
  }
  const { shape, channelsFirst } = layout;
  const inOrder = (pixels: NumericData) => (channelsFirst ? channelsLast(pixels, shape) : pixels);
  const pixels = inOrder(data);
  const encoding = fitted ? checkPixelEncoding(fitted, shape, path) : fitPixels(pixels, shape, path, placeOf);
  // Floats that are whole here may have fractions elsewhere.
  const mayBeBytes = !(isSample && /float/.test(dtype));
  return {
    encoding,
    ...encodePixels(pixels, encoding, path, { placeOf, mayBeBytes }),
    columns: [],
    encode: (others, placeOf) => encodePixels(inOrder(others), encoding, path, { placeOf, mayBeBytes }).values,
  };
}
