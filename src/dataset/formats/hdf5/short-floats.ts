import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { UserError } from '../../../protocol/errors';
import type { StoredElement } from '../../bytes/elements';

/** Further than this a file is not looked through: a type stands before most of what is of it. */
const reach = 1 << 28;
const pieceBytes = 1 << 22;

/** Of a float of 16 bits: its bytes, the offset of the first bit, and the bits. */
const sizes = Buffer.from([2, 0, 0, 0, 0, 0, 16, 0]);
/** The class and the version before them, three bytes of flags between. */
const before = 4;
const floatClass = 1;
/** Behind them: place and size of the exponent, place and size of the mantissa, and the bias. */
const behind = 8;
const layouts: Readonly<Record<string, StoredElement>> = {
  '0a05000a0f000000': 'float16',
  '070800077f000000': 'bfloat16',
};

/** By path, length and time of change: files are opened again and again. */
const known = new Map<string, ReadonlySet<string>>();
const mostKnown = 64;

/**
 * What the floats of 16 bits in a file are, which the library tells by their size alone: halves, or bfloat16, as the messages
 * of types say (HDF5 file format 3.0, section IV.A.2.d). Halves where no message is found.
 * @param place The array, for the message. @throws UserError data.array.type for others, and where a file has several kinds.
 */
export function shortFloat(path: string, place: string): StoredElement {
  const [type = 'float16', ...more] = shortFloats(path);
  if (more.length === 0 && (type === 'float16' || type === 'bfloat16')) return type;
  throw new UserError('data.array.type', { path: place, type: [type, ...more].join(' / ') });
}

/** The kinds of floats of 16 bits that are found in a file. */
export function shortFloats(path: string): readonly string[] {
  return Array.from(layoutsIn(path), (layout) => layouts[layout] ?? 'float16 (of another layout)');
}

function layoutsIn(path: string): ReadonlySet<string> {
  const file = openSync(path, 'r');
  try {
    const { size, mtimeMs } = fstatSync(file);
    const key = `${path} ${size} ${mtimeMs}`;
    const looked = known.get(key);
    if (looked) return looked;
    const found = lookThrough(file);
    if (known.size === mostKnown) known.clear();
    known.set(key, found);
    return found;
  } finally {
    closeSync(file);
  }
}

function lookThrough(file: number): Set<string> {
  const found = new Set<string>();
  const overlap = before + sizes.length + behind;
  const piece = Buffer.alloc(pieceBytes);
  for (let begin = 0; begin < reach; begin += pieceBytes - overlap) {
    const length = readSync(file, piece, 0, pieceBytes, begin);
    for (
      let at = piece.indexOf(sizes, before);
      at >= 0 && at + sizes.length + behind <= length;
      at = piece.indexOf(sizes, at + 1)
    ) {
      const layout = piece.subarray(at + sizes.length, at + sizes.length + behind);
      if (isFloat(piece[at - before], layout)) found.add(layout.toString('hex'));
    }
    if (length < pieceBytes) break;
  }
  return found;
}

/** Numbers may look like the beginning of such a message, but not go on like one. */
function isFloat(classAndVersion: number, layout: Buffer): boolean {
  const version = classAndVersion >> 4;
  const [exponentAt, exponent, mantissaAt, mantissa] = layout;
  const bias = layout.readUInt32LE(4);
  return (
    (classAndVersion & 15) === floatClass &&
    version >= 1 &&
    version <= 5 &&
    exponent > 0 &&
    mantissa > 0 &&
    exponentAt === mantissaAt + mantissa &&
    exponentAt + exponent <= 16 &&
    bias > 0 &&
    bias < 2 ** exponent
  );
}
