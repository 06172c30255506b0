import { startsWith } from '../../bytes/head';
import { columnarFile } from '../columnar/columnar-format';
import { Damage } from '../columnar/damage';
import type { Format } from '../format';
import { openArrowFile } from './arrow-file';
import { FlatTable } from './flat-table';
import { messageKind } from './message';

/** Columns of Arrow: a file (Feather version 2, too), or a stream. */
export const arrowFormat: Format = {
  name: 'arrow',
  sniff: (head) => startsWith(head, 'ARROW1') || isStreamHead(head),
  open: ({ path }) => columnarFile('arrow', path, openArrowFile),
};

/** A stream has no magic, but begins with the message that is its schema. */
function isStreamHead(head: Uint8Array): boolean {
  if (head.length < 16 || head.subarray(0, 4).some((byte) => byte !== 0xff)) return false;
  const length = new DataView(head.buffer, head.byteOffset).getInt32(4, true);
  try {
    return length > 0 && FlatTable.root(head.subarray(8, 8 + length)).uint8(1) === messageKind.schema;
  } catch (error) {
    if (error instanceof Damage) return false;
    throw error;
  }
}
