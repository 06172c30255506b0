import { writeFile } from 'node:fs/promises';
import { columnFromArray, float32, tableFromColumns, tableToIPC, utf8 } from '@uwdata/flechette';

/** A word for each row; so many different ones that it is no feature. */
const kinds = 500;
const rowsPerBatch = 1 << 16;

/** A column for each of the row-major numbers, and one of words, as pandas writes a Feather file. */
export async function writeArrowFile(path: string, numbers: Float32Array, width: number): Promise<void> {
  const rows = numbers.length / width;
  const options = { maxBatchRows: rowsPerBatch };
  const columns = Array.from({ length: width }, (_, j) => {
    const values = Float32Array.from({ length: rows }, (_, i) => numbers[i * width + j]);
    return [`x${j}`, columnFromArray(values, float32(), options)] as [string, ReturnType<typeof columnFromArray>];
  });
  const words = Array.from({ length: rows }, (_, i) => `kind ${(i * 7919) % kinds}`);
  columns.push(['kind', columnFromArray(words, utf8(), options)]);
  await writeFile(path, tableToIPC(tableFromColumns(columns), { format: 'file' }) ?? new Uint8Array(0));
}
