import type { ColumnValues, DataFormat, StoredColumn } from '../../../protocol/data';
import { UserError } from '../../../protocol/errors';
import { partOf } from '../../../task';
import { type Kept, keep } from '../../examples/limit';
import type { ReadOptions, Source } from '../../examples/source';
import { ColumnRoles } from '../../tables/column-roles';
import { openCollection } from '../images/image-collection';
import { describeImages, pickRows } from '../images/image-table';
import { storedImages } from '../images/stored-images';
import type { StoredArray, StoredData, StoredKind, StoredOptions, StoredWords } from '../stored-data';
import { storedTable } from '../stored-table';
import { type ColumnarFile, isVectors, shapeOf } from './column-block';
import { columnarTable } from './columnar-table';
import { ColumnImages, type ImageColumn, imageNames } from './image-column';

/**
 * The images in a column of a file, as a data set like that of a folder; the columns of numbers and words beside them only
 * describe them.
 * @throws UserError data.images.*, data.encoding.*, data.table.noColumn, data.columnar.*.
 */
export async function imageColumnSource(
  file: ColumnarFile,
  images: ImageColumn,
  format: DataFormat,
  options: ReadOptions,
): Promise<Source> {
  const { config, encoding, task } = options;
  const { path, rows } = file;
  if (encoding && encoding.kind !== 'pixels') throw new UserError('data.encoding.kind', { path });
  const table = columnarTable(file);
  new ColumnRoles(config).check(path, table.columns);
  const { columns, label } =
    table.columns.length === 0
      ? { columns: [], label: undefined }
      : await describeImages(table, config, null, partOf(task, 0, 0.1));
  const kept = keep(rows, config.limit, columns.find(({ name }) => name === label)?.values);
  const places = placesOf(kept);
  return openCollection(
    {
      source: path,
      format,
      place: new ColumnImages(file, images),
      files: imageNames(images, places),
      label,
      describe: (chosen) => columns.map((column) => rowsOf(column, places, chosen)),
      warnings: [...images.warnings, ...file.warnings],
    },
    { ...options, task: partOf(task, 0.1, 1) },
  );
}

function placesOf({ count, indices }: Kept): ArrayLike<number> {
  return indices ?? Uint32Array.from({ length: count }, (_, i) => i);
}

function rowsOf(column: ColumnValues, places: ArrayLike<number>, chosen: readonly number[]): ColumnValues {
  if (chosen.length === column.values.length) return column;
  return pickRows(
    column,
    chosen.map((i) => places[i]),
  );
}

/** The same as they are stored, at their own size. @throws UserError data.images.*, data.table.*, data.columnar.*. */
export async function storedImageColumn(
  file: ColumnarFile,
  images: ImageColumn,
  kind: StoredKind,
  options: StoredOptions,
  damaged?: ReadonlyMap<string, string>,
): Promise<StoredData> {
  const { path, rows } = file;
  const { task } = options;
  const table = columnarTable(file);
  const names = imageNames(
    images,
    Uint32Array.from({ length: rows }, (_, i) => i),
  );
  const place = new ColumnImages(file, images);
  const shown = await storedImages({ source: path, place, files: names }, partOf(task, 0, 0.9), damaged);
  const { values, kept, warnings } = shown;
  const rest = table.columns.length === 0 ? null : await describeStored();
  async function describeStored() {
    const { label } = await describeImages(table, { source: path, labels: options.labels }, null, {});
    // A label of numbers may be one that nobody would take for one in a table.
    return storedTable(table, kind, { ...options, labels: options.labels ?? label, task: partOf(task, 0.9, 1) });
  }
  const column: StoredColumn = { name: images.name, role: 'feature', type: 'text', dtype: 'bytes', missing: 0 };
  const said = rest?.warnings.filter(({ code }) => code !== 'data.table.words') ?? file.warnings;
  return {
    kind,
    path,
    values,
    labels: rest?.labels ? ofKept(rest.labels, kept) : null,
    columns: [column, ...(rest?.columns ?? []).map(describing)],
    warnings: [...images.warnings, ...said, ...warnings],
    withoutDamaged: async (following) =>
      storedImageColumn(file, images, kind, { ...options, task: following }, await shown.damaged(following)),
    choice: {
      chosen: images.name,
      members: async () =>
        file.columns.flatMap(({ name, type }) => {
          if (name === images.name) return [{ name, array: { dtype: values.dtype, shape: values.shape } }];
          if (type.kind === 'files') return [{ name }];
          if (!isVectors(type)) return [];
          return [{ name, array: { dtype: type.dtype, shape: shapeOf(type, rows) } }];
        }),
    },
  };
}

/** Beside images no column is a feature. */
function describing(column: StoredColumn): StoredColumn {
  return column.role === 'feature' ? { ...column, role: 'ignore' } : column;
}

/** The labels of those images that can be read. */
function ofKept(labels: StoredArray | StoredWords, kept: readonly number[]): StoredArray | StoredWords {
  const [rows] = labels.shape;
  if (kept.length === rows) return labels;
  if (labels.dtype === 'str') {
    const words = labels.words;
    return {
      dtype: 'str',
      shape: [kept.length],
      words: async (task) => {
        const all = await words(task);
        return kept.map((row) => all[row]);
      },
    };
  }
  const { dtype, bytes } = labels;
  return {
    dtype,
    shape: [kept.length],
    async *bytes(task) {
      const all: Uint8Array[] = [];
      for await (const piece of bytes(task)) all.push(piece.slice());
      const joined = Buffer.concat(all);
      const width = joined.length / rows;
      for (const row of kept) yield joined.subarray(row * width, (row + 1) * width);
    },
  };
}
