import { Damage } from '../columnar/damage';
import { FlatTable } from './flat-table';
import { messageKind } from './message';

/** Is this the beginning of an Arrow stream? It has no magic, but begins with the message that is its schema. */
export function isArrowStreamHead(head: Uint8Array): boolean {
  if (head.length < 16 || head.subarray(0, 4).some((byte) => byte !== 0xff)) return false;
  const length = new DataView(head.buffer, head.byteOffset).getInt32(4, true);
  try {
    return length > 0 && FlatTable.root(head.subarray(8, 8 + length)).uint8(1) === messageKind.schema;
  } catch (error) {
    if (error instanceof Damage) return false;
    throw error;
  }
}
