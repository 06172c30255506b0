import { UserError } from '../protocol/errors';
import { type ArrayHead, announcedBytes, checkRoom, readArray } from './arrays/array-head';
import { type ElementName, elementTypes, machineIsLittleEndian, type NumericArray, product } from './arrays/elements';
import { writeFileAtomic } from './files/atomic-file';
import { type ByteReader, type Member, withReader } from './files/byte-reader';
import { fileFailure } from './files/failure';

const largestHeader = 1 << 20;

/**
 * Reads a .npy file: any version, byte order and memory order, of booleans, integers or floats.
 * @throws UserError data.npy.header, data.npy.type, data.truncated, or as the file system has it.
 */
export async function readNpy(path: string, signal?: AbortSignal): Promise<NumericArray> {
  return readArray(await readNpyHead(path, signal), { signal });
}

/** Reads the header of a .npy file, or of a member of an .npz archive. @throws as `readNpy`. */
export function readNpyHead(path: string, signal?: AbortSignal, member?: Member): Promise<ArrayHead> {
  return withReader(
    path,
    signal,
    async (reader) => {
      const { text, offset } = await readHeader(reader);
      const { descr, fortran, shape } = parseHeader(text, path);
      const dtype = elementName(descr);
      if (!dtype) throw new UserError('data.npy.type', { path, type: typeName(descr) });
      const head = { path, member, dtype, shape, littleEndian: isLittleEndian(descr), fortran, offset };
      checkRoom(path, announcedBytes(head), reader);
      return head;
    },
    member,
  );
}

/** Strings of a one-dimensional array of NumPy's `str` or `bytes` type; null where the array holds something else. */
export function readNpyStrings(path: string, signal?: AbortSignal, member?: Member): Promise<string[] | null> {
  return withReader(
    path,
    signal,
    async (reader) => {
      const { text, offset } = await readHeader(reader);
      const { descr, shape } = parseHeader(text, path);
      const [, order, kind, length] = /^([<>|=])([US])(\d+)$/.exec(descr) ?? [];
      if (!kind || shape.length !== 1) return null;
      const characterBytes = kind === 'U' ? 4 : 1;
      const bytesEach = Number(length) * characterBytes;
      const announced = offset + shape[0] * bytesEach;
      checkRoom(path, announced, reader);
      const bytes = await reader.take(shape[0] * bytesEach);
      if (bytes.length < shape[0] * bytesEach) {
        throw new UserError('data.truncated', { path, expected: announced, actual: offset + bytes.length });
      }
      return Array.from({ length: shape[0] }, (_, i) => {
        const own = bytes.subarray(i * bytesEach, (i + 1) * bytesEach);
        if (kind === 'S') return own.toString('utf8').replace(/\0+$/, '');
        const points = Array.from({ length: Number(length) }, (_, j) =>
          order === '>' ? own.readUInt32BE(4 * j) : own.readUInt32LE(4 * j),
        );
        return String.fromCodePoint(...points.filter((point) => point > 0 && point <= 0x10ffff));
      });
    },
    member,
  );
}

async function readHeader(reader: ByteReader): Promise<{ text: string; offset: number }> {
  const { path } = reader;
  const preamble = await reader.take(8);
  const lengthBytes = preamble[6] === 1 ? 2 : 4;
  if (preamble.length < 8 || preamble.toString('latin1', 0, 6) !== '\x93NUMPY' || preamble[6] < 1 || preamble[6] > 3) {
    throw new UserError('data.npy.header', { path });
  }
  const sized = await reader.take(lengthBytes);
  if (sized.length < lengthBytes) throw new UserError('data.npy.header', { path });
  const length = sized.readUIntLE(0, lengthBytes);
  if (length > largestHeader) throw new UserError('data.npy.header', { path });
  const header = await reader.take(length);
  if (header.length < length) throw new UserError('data.npy.header', { path });
  return { text: header.toString(preamble[6] === 3 ? 'utf8' : 'latin1'), offset: 8 + lengthBytes + length };
}

/** The header is a Python dictionary, e.g. `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }`. */
function parseHeader(text: string, path: string): { descr: string; fortran: boolean; shape: number[] } {
  const [, descr, structure] = /['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|(\[))/.exec(text) ?? [];
  const [, fortran] = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text) ?? [];
  const [, sizes] = /['"]shape['"]\s*:\s*\(([\dL,\s]*)\)/.exec(text) ?? [];
  if ((descr === undefined && !structure) || fortran === undefined || sizes === undefined) {
    throw new UserError('data.npy.header', { path });
  }
  const shape = sizes
    .split(',')
    .map((size) => size.trim().replace('L', ''))
    .filter((size) => size !== '')
    .map(Number);
  return { descr: descr ?? 'structured', fortran: fortran === 'True', shape };
}

function elementName(descr: string): ElementName | undefined {
  const [, kind, size] = /^[<>|=]?([biuf])(\d+)$/.exec(descr) ?? [];
  if (!kind) return undefined;
  const name = kind === 'b' ? 'bool' : `${{ i: 'int', u: 'uint', f: 'float' }[kind]}${8 * Number(size)}`;
  return name in elementTypes ? (name as ElementName) : undefined;
}

const otherTypes: Readonly<Record<string, string>> = {
  O: 'object',
  U: 'str',
  S: 'bytes',
  V: 'void',
  M: 'datetime64',
  m: 'timedelta64',
};

/** What NumPy calls a type that is no number here. */
function typeName(descr: string): string {
  const [, kind, size] = /^[<>|=]?([A-Za-z])(\d*)/.exec(descr) ?? [];
  if (kind === 'c') return `complex${8 * Number(size)}`;
  if (kind === 'f') return `float${8 * Number(size)}`;
  return (kind && otherTypes[kind]) ?? descr;
}

function isLittleEndian(descr: string): boolean {
  return descr.startsWith('>') ? false : descr.startsWith('<') || machineIsLittleEndian;
}

/** What can be stored as it is. */
type StorableArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** The bytes of a .npy file (version 1.0) with `data`, row-major, in the given shape. */
export function encodeNpy(data: StorableArray, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  if (product(shape) !== data.length) throw new RangeError(`${data.length} numbers do not fill [${shape}]`);
  const size = data.BYTES_PER_ELEMENT;
  const kind = data instanceof Float32Array || data instanceof Float64Array ? 'f' : isUnsigned(data) ? 'u' : 'i';
  const order = size === 1 ? '|' : machineIsLittleEndian ? '<' : '>';
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${order}${kind}${size}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
  const offset = 10 + padded.length;
  const bytes = new Uint8Array(offset + data.byteLength);
  const preamble = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${padded}`, 'latin1');
  preamble.writeUInt16LE(padded.length, 8);
  bytes.set(preamble);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
  return bytes;
}

/** Writes a .npy file whole: under a temporary name, synced, then renamed. @throws UserError when it cannot be written. */
export async function writeNpy(path: string, data: StorableArray, shape: readonly number[]): Promise<void> {
  const bytes = encodeNpy(data, shape);
  try {
    await writeFileAtomic(path, bytes);
  } catch (error) {
    throw writeFailure(error, path);
  }
}

function writeFailure(error: unknown, path: string): unknown {
  const failure = fileFailure(error, path);
  if (!(failure instanceof UserError)) return failure;
  return new UserError('data.unwritable', { path, reason: (failure.cause as Error).message }, { cause: failure.cause });
}

function isUnsigned(data: StorableArray): boolean {
  return data instanceof Uint8Array || data instanceof Uint16Array || data instanceof Uint32Array;
}
