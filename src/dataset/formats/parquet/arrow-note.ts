import { FlatTable } from '../arrow/flat-table';
import { messageKind } from '../arrow/message';
import { readFields } from '../arrow/schema';
import { Damage } from '../columnar/damage';
import { extensionFeature, type Feature } from '../columnar/features';

/** The marker of a message, and its length. */
const prefixBytes = 8;

/**
 * What Arrow's schema says of columns that Parquet has no types for. Writers that build on Arrow note it as the message that it
 * is, in Base64 (`ARROW:schema`). A note that is damaged says nothing.
 */
export function arrowFeatures(note: string | undefined): ReadonlyMap<string, Feature> {
  if (note === undefined) return new Map();
  try {
    const message = FlatTable.root(Buffer.from(note, 'base64').subarray(prefixBytes));
    const schema = message.uint8(1) === messageKind.schema ? message.table(2) : null;
    return new Map(schema ? readFields(schema).map(({ name, notes }) => [name, extensionFeature(notes)]) : []);
  } catch (error) {
    if (error instanceof Damage) return new Map();
    throw error;
  }
}
