import type { StoredColumn } from '../../../protocol/data';
import { partOf, type Task } from '../../../task';
import { decodeElements, type ElementName, elementTypes } from '../../bytes/elements';
import type { StoredArray, StoredChoice, StoredData, StoredKind, StoredOptions } from '../stored-data';
import { storedTable } from '../stored-table';
import { type ColumnarFile, isVectors, type NumberBlock, shapeOf } from './column-block';
import { columnarTable, turns } from './columnar-table';
import { chooseImages } from './image-column';
import { storedImageColumn } from './image-column-source';
import { chooseVectors, type VectorColumn } from './vector-column';

/**
 * A Parquet or Arrow file: its images or vectors, where a column holds such, else its columns of numbers and dates side by side.
 * @param options `array` names the column of images or vectors, `labels` that of the labels.
 * @throws UserError data.columnar.*, data.table.*.
 */
export async function storedColumnar(
  file: ColumnarFile,
  kind: StoredKind,
  options: StoredOptions,
): Promise<StoredData> {
  const { path } = file;
  const images = chooseImages(file, options.array);
  if (images) return storedImageColumn(file, images, kind, options);
  const vectors = chooseVectors(file, options.array);
  const table = columnarTable(file);
  if (!vectors) return storedTable(table, kind, options);
  const missing = await countMissing(file, vectors, partOf(options.task, 0, 0.5));
  const column = { name: vectors.name, role: 'feature', type: 'numeric', dtype: vectors.type.dtype } as const;
  const values = vectorArray(file, vectors, missing.nulls > 0);
  const shared = { kind, path, values, choice: choiceOf(file, vectors) };
  const all: StoredColumn[] = [{ ...column, missing: missing.nulls + missing.notNumbers }];
  if (table.columns.length === 0)
    return { ...shared, labels: null, columns: all, warnings: [...vectors.warnings, ...file.warnings] };
  const rest = await storedTable(table, kind, { ...options, task: partOf(options.task, 0.5, 1) });
  return {
    ...shared,
    labels: rest.labels,
    columns: [...all, ...rest.columns.map(describing)],
    table: rest.table,
    warnings: [...vectors.warnings, ...rest.warnings],
  };
}

/** The columns of vectors. */
function choiceOf({ columns, rows }: ColumnarFile, { name: chosen }: VectorColumn): StoredChoice {
  const members = columns.flatMap(({ name, type }) =>
    isVectors(type) ? [{ name, array: { dtype: type.dtype, shape: shapeOf(type, rows) } }] : [],
  );
  return { chosen, members: async () => members };
}

/** Beside vectors no column is a feature. */
function describing(column: StoredColumn): StoredColumn {
  return column.role === 'feature' ? { ...column, role: 'id' } : column;
}

/** [rows, length], in the type of the elements where that has a place for missing ones, else as doubles. */
function vectorArray(file: ColumnarFile, { place, type }: VectorColumn, hasNulls: boolean): StoredArray {
  const isFloat = type.dtype.startsWith('float');
  const dtype: ElementName = hasNulls && !isFloat ? 'float64' : type.dtype;
  return {
    dtype,
    shape: shapeOf(type, file.rows),
    async *bytes(task) {
      for await (const { blocks } of turns(file, [place], file.rows, task)) {
        const [block] = blocks;
        if (block.kind !== 'numbers') continue;
        yield withNaN(dtype === type.dtype ? block : asDoubles(block, type.dtype), dtype);
      }
    },
  };
}

function asDoubles({ elements, ...block }: NumberBlock, dtype: ElementName): NumberBlock {
  const doubles = Float64Array.from(decodeElements(elements, dtype, true));
  return { ...block, elements: new Uint8Array(doubles.buffer) };
}

const notANumber: Partial<Record<ElementName, readonly number[]>> = {
  float16: [0, 0x7e],
  float32: [0, 0, 0xc0, 0x7f],
  float64: [0, 0, 0, 0, 0, 0, 0xf8, 0x7f],
};

function withNaN({ elements, valid }: NumberBlock, dtype: ElementName): Uint8Array {
  const { bytes } = elementTypes[dtype];
  valid?.forEach((there, i) => {
    if (!there) elements.set(notANumber[dtype] ?? [], i * bytes);
  });
  return elements;
}

/** Elements that are not there, and elements that are NaN. */
async function countMissing(
  file: ColumnarFile,
  { place, type }: VectorColumn,
  task: Task,
): Promise<{ readonly nulls: number; readonly notNumbers: number }> {
  let nulls = 0;
  let notNumbers = 0;
  for await (const { blocks } of turns(file, [place], file.rows, task)) {
    const [block] = blocks;
    if (block.kind !== 'numbers') continue;
    block.valid?.forEach((there) => {
      if (!there) nulls++;
    });
    if (!type.dtype.startsWith('float')) continue;
    for (const value of decodeElements(block.elements, type.dtype, true)) if (Number.isNaN(value)) notNumbers++;
  }
  return { nulls, notNumbers };
}
