import type { Task } from '../../task';
import type { Dataset, EncodedColumn } from '../examples/dataset';
import { allocateRows } from '../examples/encoding/columns';
import type { Division } from '../examples/memory';
import { spoolExamples } from '../examples/spooled-examples';
import { RowDescriptions } from './row-descriptions';
import { RowInputs } from './row-inputs';
import type { SchemaColumn } from './schema';
import type { TableRows } from './table-columns';

/** Rows as a model sees them and as a person does. */
type LoadedRows = Pick<Dataset, 'values' | 'columns' | 'stream' | 'labels'>;

/**
 * Goes through a table for the last time, to encode its rows.
 * @param inputs What the model sees, in its own order.
 * @param division Null where memory holds them all; else those that are shown are in memory, and all of them on disk.
 * @throws UserError data.tooLarge, data.spool.failed, or as the table has it.
 */
export function loadRows(
  table: TableRows,
  columns: readonly SchemaColumn[],
  inputs: readonly EncodedColumn[],
  division: Division | null,
  task: Task,
): Promise<LoadedRows> {
  const encoder = new RowInputs(table, columns, inputs);
  const descriptions = new RowDescriptions(table, columns, division);
  return division
    ? spoolRows(table, encoder, descriptions, division, task)
    : holdRows(table, encoder, descriptions, task);
}

async function holdRows(
  table: TableRows,
  encoder: RowInputs,
  descriptions: RowDescriptions,
  task: Task,
): Promise<LoadedRows> {
  const { width } = encoder;
  const values = allocateRows(table.rows, width, table.path);
  let row = 0;
  for await (const block of table.blocks(task, true)) {
    encoder.encode(block, values.subarray(row * width, (row + block.rows) * width));
    descriptions.add(block);
    row += block.rows;
  }
  return { values, columns: descriptions.described() };
}

async function spoolRows(
  table: TableRows,
  encoder: RowInputs,
  descriptions: RowDescriptions,
  division: Division,
  task: Task,
): Promise<LoadedRows> {
  const { width } = encoder;
  async function* encoded() {
    // The room of one block serves all of them.
    let room = new Float32Array(0);
    for await (const block of table.blocks(task, true)) {
      const numbers = block.rows * width;
      if (room.length < numbers) room = new Float32Array(numbers);
      const values = room.subarray(0, numbers).fill(0);
      encoder.encode(block, values);
      descriptions.add(block);
      yield values;
    }
  }
  const spooled = await spoolExamples(table.path, table.rows, division, { width, type: 'floats' }, encoded());
  return { ...spooled, columns: descriptions.described(), ...descriptions.labels };
}
