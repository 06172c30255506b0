import { writeNpyFloats } from '../dataset';
import { writeFileAtomic } from '../dataset/bytes/atomic-file';
import { writeFailure } from '../dataset/bytes/failure';
import { UserError } from '../protocol/errors';
import type { Exported, TableExport } from '../protocol/export';
import type { Task } from '../task';
import { type ExampleTable, type ExportedRun, exampleTable, partsOf } from './example-table';
import { parquet } from './parquet';
import { csv, json } from './text-tables';

const writers = { csv, json, parquet } as const;

/**
 * Writes rows of a run to a file: whole, or not at all. A .npy file holds examples x columns of float32: coordinates or
 * latents alone.
 * @throws UserError data.unwritable, export.noNumbers, export.nothing, and what the run says of its codes and columns.
 */
export async function exportTable(
  run: ExportedRun,
  path: string,
  { format, content, examples }: TableExport,
  { signal }: Task,
): Promise<Exported> {
  if (examples?.length === 0) throw new UserError('export.nothing');
  if (format === 'npy') {
    if (content.kind === 'columns') throw new UserError('export.noNumbers');
    const table = await exampleTable(run, { ...content, withColumns: false }, examples);
    const numbers = { ...table, columns: table.columns.slice(1) };
    await writeNpyFloats(path, [table.rows.length, numbers.columns.length], numberRows(numbers, signal));
    return { paths: [path], examples: table.rows.length };
  }
  const table = await exampleTable(run, content, examples);
  await writeWhole(path, writers[format](table, signal));
  return { paths: [path], examples: table.rows.length };
}

/** Whole or not at all. @throws UserError data.unwritable */
export async function writeWhole(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  try {
    await writeFileAtomic(path, content);
  } catch (error) {
    throw writeFailure(error, path);
  }
}

async function* numberRows({ rows, columns }: ExampleTable, signal?: AbortSignal): AsyncGenerator<Float32Array> {
  for await (const part of partsOf(rows, signal)) {
    const piece = new Float32Array(part.length * columns.length);
    let at = 0;
    for (const example of part) {
      for (const column of columns) piece[at++] = column.kind === 'words' ? Number.NaN : column.number(example);
    }
    yield piece;
  }
}
