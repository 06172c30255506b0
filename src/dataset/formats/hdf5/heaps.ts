import { closeSync, openSync, readSync } from 'node:fs';

/** "GCOL" and version 1, before three zeros. */
const signature = Buffer.from('GCOL\x01\0\0\0', 'latin1');
const headBytes = 16;
/** Further than this a file is not looked through for heaps. */
const reach = 1 << 30;
const pieceBytes = 1 << 22;

/**
 * Whether each global heap of a file, in which words of any length lie, can be walked through to its end: the library never
 * comes to the end of one whose parts do not lead on (HDF5 file format 3.0, section III.E).
 */
export function areHeapsSound(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const piece = Buffer.alloc(pieceBytes);
    for (let begin = 0; begin < reach; begin += pieceBytes - signature.length) {
      const length = readSync(file, piece, 0, pieceBytes, begin);
      for (let at = piece.indexOf(signature); at >= 0 && at < length; at = piece.indexOf(signature, at + 1)) {
        if (!leadsOn(file, begin + at)) return false;
      }
      if (length < pieceBytes) return true;
      piece.fill(0, length);
    }
    return true;
  } finally {
    closeSync(file);
  }
}

function leadsOn(file: number, begin: number): boolean {
  const head = Buffer.alloc(headBytes);
  if (readSync(file, head, 0, headBytes, begin) < headBytes) return true;
  const size = Number(head.readBigUInt64LE(8));
  // What only looks like a heap is none of this length.
  if (size < 4096 || size > pieceBytes) return true;
  const heap = Buffer.alloc(size);
  return readSync(file, heap, 0, size, begin) < size || isWalkable(heap);
}

/** @param heap All of one: a head of 16 bytes, and objects, each with a number, 0 for what is free, and a size. */
export function isWalkable(heap: Buffer): boolean {
  let at = headBytes;
  while (at + headBytes <= heap.length) {
    const number = heap.readUInt16LE(at);
    const size = Number(heap.readBigUInt64LE(at + 8));
    // That of what is free counts its own head; others are filled up to whole words of 8 bytes.
    const step = number === 0 ? size : headBytes + 8 * Math.ceil(size / 8);
    if (step < headBytes) return false;
    at += step;
  }
  return true;
}
