import { UserError } from '../../../protocol/errors';
import type { RandomAccess } from '../../bytes/random-access';
import { Damage, insist } from '../columnar/damage';
import { FlatTable, int64At } from './flat-table';
import { type BatchHead, type Message, messageKind, readBatchHead, readMessage } from './message';
import { type Field, type Notes, readFields, schemaNotes } from './schema';

/** Where everything lies in an Arrow file or stream, checked against its size. */
export interface ArrowIndex {
  readonly fields: readonly Field[];
  /** Of the schema. */
  readonly notes: Notes;
  readonly batches: readonly RecordBatch[];
  readonly dictionaries: readonly DictionaryBatch[];
}

export interface RecordBatch extends BatchHead {
  /** Of the dictionaries, so many come before and hold for it. */
  readonly dictionaries: number;
}

export interface DictionaryBatch extends BatchHead {
  readonly id: number;
  /** Adds to the dictionary instead of taking its place. */
  readonly isDelta: boolean;
}

const magic = 'ARROW1';
/** Magic and padding. */
const headBytes = 8;
/** The footer's length, and magic. */
const tailBytes = 10;

/**
 * Reads what a file (Feather version 2, too) or a stream says of itself.
 * Source: arrow.apache.org/docs/format/Columnar.html, IPC file and streaming format.
 * @throws UserError data.columnar.cutOff, data.columnar.footer, data.columnar.bigEndian.
 */
export async function readArrowIndex(file: RandomAccess): Promise<ArrowIndex> {
  const head = await file.read(0, Math.min(file.size, magic.length));
  return head.toString('latin1') === magic ? readFile(file) : readStream(file);
}

async function readFile(file: RandomAccess): Promise<ArrowIndex> {
  const { path, size } = file;
  const tail = size >= headBytes + tailBytes ? await file.read(size - tailBytes, tailBytes) : Buffer.alloc(tailBytes);
  if (tail.toString('latin1', 4) !== magic)
    throw new UserError('data.columnar.cutOff', { path, format: 'Arrow', bytes: size });
  const bytes = tail.readInt32LE(0);
  try {
    insist(bytes >= 0 && bytes <= size - headBytes - tailBytes, 'a footer larger than the file');
    const footer = FlatTable.root(await file.read(size - tailBytes - bytes, bytes));
    const schema = readSchema(path, footer.table(1));
    const dictionaries: DictionaryBatch[] = [];
    for (const message of await messages(file, footer, 2, messageKind.dictionary))
      dictionaries.push(dictionaryBatch(message));
    const batches: RecordBatch[] = [];
    for (const { header, body, end } of await messages(file, footer, 3, messageKind.batch)) {
      batches.push({ ...readBatchHead(header, body, end), dictionaries: dictionaries.length });
    }
    return { ...schema, batches, dictionaries };
  } catch (error) {
    if (error instanceof Damage) throw new UserError('data.columnar.footer', { path, bytes }, { cause: error });
    throw error;
  }
}

/** The messages that the footer names. */
async function messages(file: RandomAccess, footer: FlatTable, field: number, kind: number): Promise<Message[]> {
  const found: Message[] = [];
  for (const start of footer.list(field, 24, int64At)) {
    const message = start >= headBytes ? await readMessage(file, start) : null;
    insist(message?.kind === kind, 'a block that is not where the footer says');
    found.push(message);
  }
  return found;
}

async function readStream(file: RandomAccess): Promise<ArrowIndex> {
  const { path } = file;
  let at = 0;
  try {
    let schema: Pick<ArrowIndex, 'fields' | 'notes'> | undefined;
    const batches: RecordBatch[] = [];
    const dictionaries: DictionaryBatch[] = [];
    for (let message = await readMessage(file, at); message; message = await readMessage(file, at)) {
      const { kind, header, body, end } = message;
      if (kind === messageKind.schema && !schema) schema = readSchema(path, header);
      else if (kind === messageKind.dictionary) dictionaries.push(dictionaryBatch(message));
      else if (kind === messageKind.batch) {
        batches.push({ ...readBatchHead(header, body, end), dictionaries: dictionaries.length });
      } else insist(false, `a message of no known kind: ${kind}`);
      at = end;
    }
    insist(schema !== undefined, 'a stream without a schema');
    return { ...schema, batches, dictionaries };
  } catch (error) {
    if (error instanceof Damage) throw new UserError('data.columnar.message', { path, byte: at }, { cause: error });
    throw error;
  }
}

function readSchema(path: string, schema: FlatTable | null): Pick<ArrowIndex, 'fields' | 'notes'> {
  insist(schema !== null, 'no schema');
  if (schema.int16(0) !== 0) throw new UserError('data.columnar.bigEndian', { path });
  return { fields: readFields(schema), notes: schemaNotes(schema) };
}

function dictionaryBatch({ header, body, end }: Message): DictionaryBatch {
  const data = header.table(1);
  insist(data !== null, 'a dictionary without values');
  return { ...readBatchHead(data, body, end), id: header.int64(0), isDelta: header.boolean(2) };
}
