import type { RandomAccess } from '../../bytes/random-access';
import { insist } from '../columnar/damage';
import { BatchBuffer } from './batch-buffer';
import type { FieldBatch } from './field-batch';
import type { BatchHead } from './message';
import { type Field, hasViews } from './schema';

/** Validity, and the codes. */
const buffersOfCodes = 2;

/**
 * Deals a batch's nodes and buffers out to its fields, in the order of the schema and depth first.
 * @throws Damage where they do not come out even.
 */
export function fieldBatches(
  file: RandomAccess,
  fields: readonly Field[],
  batch: BatchHead,
  firstRow: number,
): FieldBatch[] {
  let node = 0;
  let buffer = 0;
  let variadic = 0;
  const deal = (field: Field): FieldBatch => {
    insist(node < batch.nodes.length, 'a batch with too few nodes');
    const { length, nulls } = batch.nodes[node++];
    const views = !field.dictionary && hasViews(field) ? (batch.variadic[variadic++] ?? 0) : 0;
    const count = field.dictionary ? buffersOfCodes : field.buffers + views;
    insist(count >= 0 && buffer + count <= batch.buffers.length, 'a batch with too few buffers');
    const regions = batch.buffers.slice(buffer, buffer + count);
    buffer += count;
    const buffers = regions.map((region) => new BatchBuffer(file, region, batch.codec));
    const children = field.dictionary ? [] : field.children.map(deal);
    return { field, firstRow, length, nulls, buffers, children };
  };
  const dealt = fields.map(deal);
  insist(
    dealt.every(({ length }) => length === batch.rows),
    'a column of other rows than its batch',
  );
  return dealt;
}
