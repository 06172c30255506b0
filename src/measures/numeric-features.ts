import { type Encoding, widthOf } from '../dataset';

/** Which of an example's features are amounts: all but those of categories and symbols. */
export function numericFeatures(encoding: Encoding, count: number): Int32Array {
  const features = Int32Array.from({ length: count }, (_, j) => j);
  if (encoding.kind !== 'columns') return features;
  const isNumber = encoding.columns.flatMap((column) =>
    Array<boolean>(widthOf(column)).fill(column.type === 'numeric'),
  );
  return features.filter((j) => isNumber[j]);
}
