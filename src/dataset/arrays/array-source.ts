import type { ColumnInfo, ColumnValues, DataFormat, DataSummary } from '../../protocol/data';
import { type Sentence, UserError } from '../../protocol/errors';
import type { Dataset, Encoding } from '../dataset';
import { channelsLast, checkPixelEncoding, encodePixels, fitPixels, type ImageShape } from '../encoding/pixels';
import { encodeVectors, featureColumns, featureName } from '../encoding/vectors';
import { keep, keptColumn } from '../limit';
import { checkExamples, columnInfo, type Source } from '../source';
import type { Task } from '../task';
import type { ArrayHead } from './array-head';
import { readExamples } from './array-sample';
import { readArray } from './array-values';
import type { NumericData } from './elements';

/** What the axes of an array mean. */
export type Layout =
  | { readonly kind: 'images'; readonly shape: ImageShape; readonly channelsFirst: boolean }
  | { readonly kind: 'vectors'; readonly features: number };

/** [n, features]; [n, height, width]; [n, height, width, 1 or 3]; [n, 1 or 3, height, width]. Null for anything else. */
export function layoutOf(shape: readonly number[]): Layout | null {
  const [, first, second, third] = shape;
  if (shape.some((size, axis) => axis > 0 && size === 0)) return null;
  if (shape.length === 2) return { kind: 'vectors', features: first };
  if (shape.length === 3) return { kind: 'images', shape: [first, second, 1], channelsFirst: false };
  if (shape.length !== 4) return null;
  if (third === 1 || third === 3) return { kind: 'images', shape: [first, second, third], channelsFirst: false };
  if (first === 1 || first === 3) return { kind: 'images', shape: [second, third, first], channelsFirst: true };
  return null;
}

export interface ArrayDescription {
  readonly name: string;
  readonly format: DataFormat;
  /** One value per example of the whole array. */
  readonly columns: readonly ColumnValues[];
  readonly label?: string;
  readonly warnings: readonly Sentence[];
}

/**
 * A data set in one array, described by its head and whatever labels lie beside it.
 * @throws UserError data.array.shape when the array is neither images nor vectors; data.labels.count.
 */
export function arraySource(
  head: ArrayHead,
  { name, format, columns, label, warnings }: ArrayDescription,
  options: { readonly limit?: number; readonly encoding?: Encoding; readonly task: Task },
): Source {
  const { path } = head;
  const layout = layoutOf(head.shape);
  if (!layout) throw new UserError('data.array.shape', { path, shape: `(${head.shape.join(', ')})` });
  const classes = columns.find((column) => column.name === label && column.type === 'category')?.values;
  const kept = keep(head.shape[0], options.limit, classes);
  const examples = kept.count;
  checkExamples(path, examples, options.encoding === undefined);
  const described = columns.map((column) => keptColumn(column, kept));
  const features: ColumnInfo[] =
    layout.kind === 'images'
      ? []
      : Array.from({ length: layout.features }, (_, feature) => ({
          name: featureName(feature),
          role: 'feature',
          type: 'numeric',
        }));
  const summary: DataSummary = {
    name,
    source: path,
    format,
    kind: layout.kind,
    examples,
    shape: layout.kind === 'images' ? layout.shape : [layout.features],
    dtype: head.dtype,
    columns: [...described.map(columnInfo), ...features],
    ...(label === undefined ? {} : { label }),
    warnings,
  };
  return {
    summary,
    async load(): Promise<Dataset> {
      const data = kept.indices
        ? await readExamples(head, kept.indices, options.task)
        : (await readArray(head, options.task, examples)).data;
      return layout.kind === 'images' ? images(data, layout) : vectors(data, layout.features);
    },
  };

  function images(data: NumericData, { shape, channelsFirst }: Extract<Layout, { kind: 'images' }>): Dataset {
    const pixels = channelsFirst ? channelsLast(data, shape) : data;
    const encoding = options.encoding
      ? checkPixelEncoding(options.encoding, shape, path)
      : fitPixels(pixels, shape, path);
    const encoded = encodePixels(pixels, encoding, path);
    return {
      summary: { ...summary, warnings: [...warnings, ...encoded.warnings] },
      encoding,
      values: encoded.values,
      columns: described,
      source: () => ({ path }),
    };
  }

  function vectors(data: NumericData, count: number): Dataset {
    const encoded = encodeVectors(data, count, path, options.encoding);
    return {
      summary: { ...summary, warnings: [...warnings, ...encoded.warnings] },
      encoding: encoded.encoding,
      values: encoded.values,
      columns: [...described, ...featureColumns(encoded)],
      source: () => ({ path }),
    };
  }
}
