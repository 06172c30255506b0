import { join, parse } from 'node:path';
import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { writeFileAtomic } from '../../bytes/atomic-file';
import { withReader } from '../../bytes/byte-reader';
import { machineIsLittleEndian, type NumericArray, product } from '../../bytes/elements';
import { writeFailure } from '../../bytes/failure';
import { startsWith } from '../../bytes/head';
import type { Member } from '../../bytes/zip-member';
import { type ArrayHead, checkRoom, placeOf } from '../arrays/array-head';
import { elementBytes, readArray } from '../arrays/array-values';
import { npyHeader, readNpyHeader } from './npy-header';

/** numpy.load passes over what follows an array. */
const mostAfter = 1 << 20;
/** Words that are encoded before they are written. */
const wordsPerPiece = 4096;

export function isNpy(head: Uint8Array): boolean {
  return startsWith(head, '\x93NUMPY');
}

/**
 * Reads a .npy file: any version, byte order and memory order, of booleans, integers or floats.
 * @throws UserError data.npy.header, data.npy.version, data.npy.type, data.truncated, or as the file system has it.
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
      const { type, shape, fortran, offset } = await readNpyHeader(reader, member);
      if ('voids' in type) throw new UserError('data.npy.void', voidParams(path, member, type.voids));
      if (!('dtype' in type)) {
        throw new UserError('data.npy.type', {
          path: placeOf({ path, member }),
          type: 'words' in type ? type.words : type.other,
        });
      }
      const { dtype, littleEndian } = type;
      const head = { path, member, dtype, shape, littleEndian, fortran, offset, mostAfter };
      checkRoom(head, reader);
      return head;
    },
    member,
  );
}

/** What bytes may be that NumPy has forgotten the type of, and how to say it. */
function voidParams(path: string, member: Member | undefined, bytes: number) {
  const name = member?.name.replace(/\.npy$/, '');
  const { dir, name: base } = parse(path);
  return {
    path: placeOf({ path, member }),
    bytes,
    type: bytes === 2 ? 'bfloat16' : 'float8_e4m3fn',
    load: `numpy.load(r'${path}')${name === undefined ? '' : `['${name}']`}`,
    out: join(dir, `${name === undefined ? base : `${base}-${name}`}-float32.npy`),
  };
}

/** Words in a file, before they are read. */
export interface WordsHead {
  readonly count: number;
  words(task: Task): Promise<readonly string[]>;
}

/**
 * The head of an array of at most one dimension of NumPy's `str` or `bytes` type; null where the array holds something else.
 * @throws as `readNpy`.
 */
export function readNpyWords(path: string, signal?: AbortSignal, member?: Member): Promise<WordsHead | null> {
  return withReader(
    path,
    signal,
    async (reader) => {
      const { type, shape, offset } = await readNpyHeader(reader, member);
      if (!('words' in type) || shape.length > 1) return null;
      const [count = 1] = shape;
      const width = type.words === 'str' ? 4 * type.length : type.length;
      // An axis of words that are all empty takes no room and is bounded by nothing.
      if (width === 0) return null;
      // As an array of bytes it is bounded, and read, like any other.
      const bytes = { dtype: 'uint8', shape: [count, width], littleEndian: true, fortran: false } as const;
      const head = { path, member, ...bytes, offset, mostAfter };
      checkRoom(head, reader);
      const decode = type.words === 'bytes' ? decodeBytes : type.littleEndian ? decodeUtf32Le : decodeUtf32Be;
      return {
        count,
        async words(task) {
          const words: string[] = [];
          let rest = Buffer.alloc(0);
          for await (const piece of elementBytes(head, task)) {
            const own = Buffer.concat([rest, piece]);
            let at = 0;
            for (; at + width <= own.length; at += width) words.push(decode(own.subarray(at, at + width)));
            rest = own.subarray(at);
          }
          return words;
        },
      };
    },
    member,
  );
}

function decodeBytes(bytes: Buffer): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.toString('utf8', 0, end);
}

function decodeUtf32Le(bytes: Buffer): string {
  return fromPoints(Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32LE(4 * i)));
}

function decodeUtf32Be(bytes: Buffer): string {
  return fromPoints(Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32BE(4 * i)));
}

/** NumPy fills up with zeros; one in between belongs to the word. What is no code point becomes U+FFFD. */
function fromPoints(points: number[]): string {
  while (points.at(-1) === 0) points.pop();
  let word = '';
  for (const point of points) word += String.fromCodePoint(point > 0x10ffff ? 0xfffd : point);
  return word;
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
  const header = npyHeader(`${order}${kind}${size}`, shape);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
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

/**
 * The same, from pieces as they come: the elements in C order.
 * @param type As NumPy writes it, e.g. `<f4`, and the bytes of an element.
 * @throws UserError data.unwritable, and what the pieces throw.
 */
export async function writeNpyPieces(
  path: string,
  type: { readonly descr: string; readonly bytes: number },
  shape: readonly number[],
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  const size = type.bytes * product(shape);
  async function* content(): AsyncGenerator<Uint8Array> {
    yield npyHeader(type.descr, shape);
    let written = 0;
    for await (const piece of pieces) {
      written += piece.length;
      yield piece;
    }
    if (written !== size) throw new RangeError(`${written} bytes do not fill an array of ${size}`);
  }
  try {
    await writeFileAtomic(path, content());
  } catch (error) {
    throw writeFailure(error, path);
  }
}

/** The same, of float32. */
export function writeNpyFloats(
  path: string,
  shape: readonly number[],
  pieces: AsyncIterable<Float32Array>,
): Promise<void> {
  async function* bytesOf(): AsyncGenerator<Uint8Array> {
    for await (const { buffer, byteOffset, byteLength } of pieces) yield new Uint8Array(buffer, byteOffset, byteLength);
  }
  return writeNpyPieces(path, { descr: `${machineIsLittleEndian ? '<' : '>'}f4`, bytes: 4 }, shape, bytesOf());
}

/**
 * Writes words as NumPy's `str`. Each takes as many code points as the longest has, as in NumPy, where a word has at least one.
 * @throws UserError data.unwritable
 */
export async function writeNpyWords(path: string, words: readonly string[]): Promise<void> {
  const longest = words.reduce((most, word) => Math.max(most, [...word].length), 1);
  const type = { descr: `<U${longest}`, bytes: 4 * longest };
  await writeNpyPieces(path, type, [words.length], encodeWords(words, longest));
}

async function* encodeWords(words: readonly string[], longest: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < words.length; from += wordsPerPiece) {
    const part = words.slice(from, from + wordsPerPiece);
    const piece = Buffer.alloc(4 * longest * part.length);
    part.forEach((word, i) => {
      [...word].forEach((character, j) => {
        piece.writeUInt32LE(character.codePointAt(0) ?? 0, 4 * (i * longest + j));
      });
    });
    yield piece;
  }
}

function isUnsigned(data: StorableArray): boolean {
  return data instanceof Uint8Array || data instanceof Uint16Array || data instanceof Uint32Array;
}
