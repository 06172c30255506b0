import { Damage, insist } from './damage';

const frameMagic = 0x184d2204;
const skippableMagic = 0x184d2a5;
const smallestMatch = 4;

/**
 * Decodes one LZ4 block from input[start..end) into `output` from `at` on; matches may reach back to output[0].
 * Returns where the output ends.
 * Source: github.com/lz4/lz4, doc/lz4_Block_format.md.
 * @throws Damage on anything that the format forbids, and where the output has no room.
 */
export function decodeLz4Block(input: Uint8Array, start: number, end: number, output: Uint8Array, at: number): number {
  let p = start;
  let to = at;
  while (p < end) {
    const token = input[p++];
    let literals = token >> 4;
    if (literals === 15) {
      let more: number;
      do {
        insist(p < end, 'LZ4: a length is cut off');
        more = input[p++];
        literals += more;
      } while (more === 255);
    }
    insist(p + literals <= end && to + literals <= output.length, 'LZ4: literals go beyond the end');
    output.set(input.subarray(p, p + literals), to);
    p += literals;
    to += literals;
    if (p === end) return to;
    insist(p + 2 <= end, 'LZ4: an offset is cut off');
    const offset = input[p] | (input[p + 1] << 8);
    p += 2;
    let length = token & 15;
    if (length === 15) {
      let more: number;
      do {
        insist(p < end, 'LZ4: a length is cut off');
        more = input[p++];
        length += more;
      } while (more === 255);
    }
    length += smallestMatch;
    insist(offset > 0 && offset <= to && to + length <= output.length, 'LZ4: a match lies outside of the output');
    if (offset >= length) output.copyWithin(to, to - offset, to - offset + length);
    else for (let i = 0; i < length; i++) output[to + i] = output[to + i - offset];
    to += length;
  }
  throw new Damage('LZ4: a block ends with a match');
}

/** Fills `output` from one LZ4 block. @throws Damage also when it holds less. */
export function decodeLz4Raw(input: Uint8Array, output: Uint8Array): void {
  insist(decodeLz4Block(input, 0, input.length, output, 0) === output.length, 'LZ4: too few bytes');
}

/**
 * Fills `output` from LZ4 data as Hadoop frames them (big-endian sizes, decompressed and compressed, before each block),
 * or, as other writers of the same Parquet codec do, from a frame or a bare block.
 * Source: github.com/apache/parquet-format, Compression.md, on LZ4.
 */
export function decodeLz4Hadoop(input: Uint8Array, output: Uint8Array): void {
  if (input.length >= 4 && viewOf(input).getUint32(0, true) === frameMagic) decodeLz4Frames(input, output);
  else if (isHadoopFramed(input, output.length)) decodeHadoopBlocks(input, output);
  else decodeLz4Raw(input, output);
}

/** Do the sizes before the blocks lead exactly to both ends? */
function isHadoopFramed(input: Uint8Array, size: number): boolean {
  const view = viewOf(input);
  let from = 0;
  let to = 0;
  while (from + 8 <= input.length) {
    to += view.getUint32(from);
    from += 8 + view.getUint32(from + 4);
  }
  return from === input.length && to === size;
}

function decodeHadoopBlocks(input: Uint8Array, output: Uint8Array): void {
  const view = viewOf(input);
  let to = 0;
  for (let from = 0; from < input.length; ) {
    const size = view.getUint32(from);
    const end = from + 8 + view.getUint32(from + 4);
    const block = output.subarray(to, to + size);
    insist(decodeLz4Block(input, from + 8, end, block, 0) === size, 'LZ4: too few bytes');
    to += size;
    from = end;
  }
}

/**
 * Fills `output` from LZ4 frames. Checksums are passed over.
 * Source: github.com/lz4/lz4, doc/lz4_Frame_format.md.
 */
export function decodeLz4Frames(input: Uint8Array, output: Uint8Array): void {
  const view = viewOf(input);
  let from = 0;
  let to = 0;
  while (from < input.length) {
    insist(from + 7 <= input.length, 'LZ4: a frame is cut off');
    const magic = view.getUint32(from, true);
    if (magic >>> 4 === skippableMagic) {
      insist(from + 8 <= input.length, 'LZ4: a frame is cut off');
      from += 8 + view.getUint32(from + 4, true);
      insist(from <= input.length, 'LZ4: a frame is cut off');
    } else {
      insist(magic === frameMagic, 'LZ4: no frame');
      ({ from, to } = decodeFrame(input, view, from + 4, output, to));
    }
  }
  insist(to === output.length, 'LZ4: too few bytes');
}

function decodeFrame(
  input: Uint8Array,
  view: DataView,
  start: number,
  output: Uint8Array,
  at: number,
): { readonly from: number; readonly to: number } {
  const flags = input[start];
  insist(flags >> 6 === 1 && (flags & 3) === 0, 'LZ4: a frame of an unknown version, or with a dictionary');
  const [independent, blockChecksums, hasSize, checksum] = [32, 16, 8, 4].map((bit) => (flags & bit) !== 0);
  let from = start + 2 + (hasSize ? 8 : 0) + 1;
  let to = at;
  for (;;) {
    insist(from + 4 <= input.length, 'LZ4: a block is cut off');
    const word = view.getUint32(from, true);
    from += 4;
    if (word === 0) break;
    const length = word & 0x7fffffff;
    const end = from + length;
    insist(end <= input.length, 'LZ4: a block is cut off');
    if (word >>> 31 === 1) {
      insist(to + length <= output.length, 'LZ4: too many bytes');
      output.set(input.subarray(from, end), to);
      to += length;
    } else if (independent) to += decodeLz4Block(input, from, end, output.subarray(to), 0);
    else to = at + decodeLz4Block(input, from, end, output.subarray(at), to - at);
    from = end + (blockChecksums ? 4 : 0);
  }
  from += checksum ? 4 : 0;
  insist(from <= input.length, 'LZ4: a checksum is cut off');
  return { from, to };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
