import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Damage } from '../../../../../src/dataset/formats/columnar/damage';
import { BitRuns } from '../../../../../src/dataset/formats/parquet/bit-runs';
import { type Layout, valueReader } from '../../../../../src/dataset/formats/parquet/values';
import { packBits, plain, runs } from './parquet-writer';
import { varint } from './thrift-writer';

const perBlock = 128;
const perMiniblock = 32;

/** DELTA_BINARY_PACKED in blocks of 128, as most writers have them. */
function deltas(values: readonly bigint[]): Uint8Array {
  const zigzag = (value: bigint) => varint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
  const head = [perBlock, perBlock / perMiniblock, values.length].map((value) => varint(BigInt(value)));
  const parts = [...head, zigzag(values[0] ?? 0n)];
  const differences = values.slice(1).map((value, i) => BigInt.asIntN(64, value - values[i]));
  for (let at = 0; at < differences.length; at += perBlock) {
    const block = differences.slice(at, at + perBlock);
    const [least] = block.toSorted((a, b) => (a < b ? -1 : 1));
    const miniblocks = Array.from({ length: perBlock / perMiniblock }, (_, i) =>
      block.slice(i * perMiniblock, (i + 1) * perMiniblock).map((value) => BigInt.asUintN(64, value - least)),
    );
    const widths = miniblocks.map((own) => own.reduce((most, value) => Math.max(most, bitLength(value)), 0));
    parts.push(zigzag(least), Uint8Array.from(widths));
    miniblocks.forEach((own, i) => {
      if (own.length === 0) return;
      const padded = [...own, ...new Array<bigint>(perMiniblock - own.length).fill(0n)];
      parts.push(packBits(padded, widths[i]));
    });
  }
  return Buffer.concat(parts);
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

/** Reads in pieces of the sizes given, then what is left. */
function readInPieces(
  bytes: Uint8Array,
  encoding: Parameters<typeof valueReader>[0],
  layout: Layout,
  count: number,
  pieces: readonly number[],
): Buffer[] {
  const reader = valueReader(encoding, layout, Buffer.concat([Buffer.from('..'), bytes]), 2);
  const values: Buffer[] = [];
  for (const piece of [...pieces, count]) {
    const wanted = Math.min(piece, count - values.length);
    const physical = reader.read(wanted);
    if (physical.kind === 'bytes') {
      const { bytes, starts, ends } = physical;
      for (let i = 0; i < wanted; i++) values.push(Buffer.from(bytes.subarray(starts[i], ends[i])));
    } else {
      const width = physical.bytes.length / Math.max(1, wanted);
      for (let i = 0; i < wanted; i++) values.push(Buffer.from(physical.bytes.subarray(i * width, (i + 1) * width)));
    }
  }
  return values;
}

const pieces = fc.array(fc.nat(50), { maxLength: 4 });
const longs = fc.oneof(
  fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { maxLength: 300 }),
  fc.array(fc.bigInt({ min: -9n, max: 9n }), { maxLength: 300 }),
);
const texts = fc.array(fc.string({ maxLength: 12 }), { maxLength: 200 });

describe('Parquet encodings', () => {
  it('read runs of equal and of packed numbers, piece by piece', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 31 }),
        fc.array(fc.nat(), { maxLength: 200 }),
        pieces,
        (width, given, sizes) => {
          const values = given.flatMap((value) => new Array<number>(value % 7 === 0 ? 20 : 1).fill(value % 2 ** width));
          const bytes = runs(values, width);
          const reader = new BitRuns(bytes, 0, bytes.length, width);
          const read: number[] = [];
          for (const size of [...sizes, values.length]) {
            const part = new Int32Array(Math.min(size, values.length - read.length));
            reader.read(part);
            read.push(...part);
          }
          assert.deepEqual(read, values);
          // Groups of eight are padded, so that not each value too many can be noticed.
          assert.throws(() => reader.read(new Int32Array(8)), Damage);
        },
      ),
    );
  });

  it('read runs of numbers that take no bits', () => {
    const reader = new BitRuns(Uint8Array.of(200, 1), 0, 2, 0);
    const zeros = new Int32Array(100).fill(7);
    reader.read(zeros);
    assert.ok(zeros.every((value) => value === 0));
    assert.throws(() => reader.read(new Int32Array(1)), Damage);
  });

  it('read differences of 32 and 64 bits', () => {
    fc.assert(
      fc.property(longs, pieces, (values, sizes) => {
        const read = readInPieces(deltas(values), 'DELTA_BINARY_PACKED', 8, values.length, sizes);
        assert.deepEqual(
          read.map((bytes) => bytes.readBigInt64LE()),
          values,
        );
        const narrow = values.map((value) => BigInt.asIntN(32, value));
        assert.deepEqual(
          readInPieces(deltas(narrow), 'DELTA_BINARY_PACKED', 4, values.length, sizes).map((bytes) =>
            BigInt(bytes.readInt32LE()),
          ),
          narrow,
        );
      }),
    );
  });

  it('read texts with their lengths before them, and with what they share with the text before', () => {
    fc.assert(
      fc.property(texts, pieces, (given, sizes) => {
        const values = given.map((text) => Buffer.from(text));
        const lengths = deltas(values.map(({ length }) => BigInt(length)));
        const body = Buffer.concat([lengths, ...values]);
        assert.deepEqual(readInPieces(body, 'DELTA_LENGTH_BYTE_ARRAY', 'bytes', values.length, sizes), values);
        const sorted = values.sort(Buffer.compare);
        const shared = sorted.map((value, i) => sharedPrefix(sorted[i - 1] ?? Buffer.alloc(0), value));
        const suffixes = sorted.map((value, i) => value.subarray(shared[i]));
        const incremental = Buffer.concat([
          deltas(shared.map(BigInt)),
          deltas(suffixes.map(({ length }) => BigInt(length))),
          ...suffixes,
        ]);
        assert.deepEqual(readInPieces(incremental, 'DELTA_BYTE_ARRAY', 'bytes', values.length, sizes), sorted);
      }),
    );
  });

  it('read streams of first bytes, second bytes, and so on', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 100 }), pieces, (numbers, sizes) => {
        const values = numbers.map((value) => Buffer.from(plain.double(value)));
        const streams = Array.from({ length: 8 }, (_, byte) => Uint8Array.from(values, (value) => value[byte]));
        assert.deepEqual(readInPieces(Buffer.concat(streams), 'BYTE_STREAM_SPLIT', 8, values.length, sizes), values);
      }),
    );
  });

  it('refuse what claims more than there is', () => {
    const absurd = Buffer.concat([varint(128n), varint(4n), varint(2n ** 40n), varint(0n)]);
    assert.throws(() => readInPieces(absurd, 'DELTA_BINARY_PACKED', 8, 1, []), Damage);
    assert.throws(() => readInPieces(absurd, 'DELTA_LENGTH_BYTE_ARRAY', 'bytes', 1, []), Damage);
    const zeroBlock = Buffer.concat([varint(0n), varint(0n), varint(9n), varint(0n)]);
    assert.throws(() => readInPieces(zeroBlock, 'DELTA_BINARY_PACKED', 8, 1, []), Damage);
    assert.throws(() => readInPieces(Buffer.alloc(3), 'PLAIN', 'bytes', 2 ** 30, []), Damage);
    assert.throws(() => readInPieces(plain.int32(-1), 'PLAIN', 'bytes', 1, []), Damage);
    assert.throws(() => readInPieces(Buffer.alloc(7), 'PLAIN', 8, 1, []), Damage);
    const longPrefix = Buffer.concat([deltas([5n]), deltas([0n])]);
    assert.throws(() => readInPieces(longPrefix, 'DELTA_BYTE_ARRAY', 'bytes', 1, []), Damage);
  });
});

function sharedPrefix(a: Buffer, b: Buffer): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
