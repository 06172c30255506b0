import { UserError } from '../../../protocol/errors';
import type { ByteReader } from '../../bytes/byte-reader';
import type { Member } from '../../bytes/zip-member';
import { placeOf } from '../arrays/array-head';
import { type NumpyType, numpyType } from './numpy-types';
import { type Literal, LiteralError, parseLiteral } from './python-literal';

const magic = '\x93NUMPY';
const preambleBytes = 8;
const largestHeader = 1 << 20;
const alignment = 64;
/** NumPy has no more axes. */
const largestRank = 64;
const keys = ['descr', 'fortran_order', 'shape'];

/** What stands before the numbers of a .npy file. */
export interface NpyHeader {
  readonly type: NumpyType;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Bytes before the first element. */
  readonly offset: number;
}

/**
 * Reads the header of a .npy file, of version 1.0, 2.0 or 3.0: what NumPy takes, and nothing that it refuses.
 * Source: numpy.lib.format, "Format Version 1.0" to "3.0".
 * @throws UserError data.npy.header, data.npy.version.
 */
export async function readNpyHeader(reader: ByteReader, member?: Member): Promise<NpyHeader> {
  const path = placeOf({ path: reader.path, member });
  const damaged = (byte: number) => new UserError('data.npy.header', { path, byte });
  const preamble = await reader.take(preambleBytes);
  if (preamble.length < preambleBytes || preamble.toString('latin1', 0, magic.length) !== magic) throw damaged(0);
  const [major, minor] = preamble.subarray(magic.length);
  if (major < 1 || major > 3 || minor !== 0) {
    throw new UserError('data.npy.version', { path, version: `${major}.${minor}` });
  }
  const lengthBytes = major === 1 ? 2 : 4;
  const sized = await reader.take(lengthBytes);
  const start = preambleBytes + lengthBytes;
  if (sized.length < lengthBytes) throw damaged(preambleBytes);
  const length = sized.readUIntLE(0, lengthBytes);
  if (length > largestHeader) throw damaged(preambleBytes);
  const header = await reader.take(length);
  if (header.length < length) throw damaged(start + header.length);
  try {
    const text = major === 3 ? new TextDecoder('utf-8', { fatal: true }).decode(header) : header.toString('latin1');
    return { ...parseHeader(text, major < 3), offset: start + length };
  } catch (error) {
    throw damaged(start + (error instanceof LiteralError ? error.at : 0));
  }
}

/** The header is a dictionary of Python, e.g. `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }`. */
function parseHeader(text: string, long: boolean): Omit<NpyHeader, 'offset'> {
  const value = parseLiteral(text, { long });
  if (!(value instanceof Map) || value.size !== keys.length || !keys.every((key) => value.has(key))) {
    throw new LiteralError(0);
  }
  const fortran = value.get('fortran_order');
  const shape = toShape(value.get('shape'));
  if (typeof fortran !== 'boolean' || !shape) throw new LiteralError(0);
  return { type: numpyType(value.get('descr')), fortran, shape };
}

/** Null for what is no shape. */
function toShape(value: Literal | undefined): number[] | null {
  if (typeof value !== 'object' || value === null || !('tuple' in value) || value.tuple.length > largestRank)
    return null;
  const sizes = value.tuple.map((size) => (typeof size === 'number' ? size : -1));
  return sizes.every((size) => size >= 0 && Number.isSafeInteger(size)) ? sizes : null;
}

/**
 * The header of a .npy file (version 1.0) of an array in C order, padded so that the elements are aligned to 64 bytes.
 * @param descr The type as NumPy writes it, e.g. `<f4`.
 */
export function npyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const before = preambleBytes + 2;
  const padded = `${header.padEnd(Math.ceil((header.length + before + 1) / alignment) * alignment - before - 1)}\n`;
  const bytes = Buffer.from(`${magic}\x01\x00\x00\x00${padded}`, 'latin1');
  bytes.writeUInt16LE(padded.length, preambleBytes);
  return bytes;
}
