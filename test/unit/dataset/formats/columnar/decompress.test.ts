import assert from 'node:assert/strict';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Damage } from '../../../../../src/dataset/formats/columnar/damage';
import { type Codec, decompress } from '../../../../../src/dataset/formats/columnar/decompress';
import { lz4, snappy, zstd } from './parquet-writer';

const text = Buffer.from('abababababababababababababab, and so on. '.repeat(3));
const noise = Uint8Array.from({ length: 600 }, (_, i) => ((i * i * 7 + Math.floor(i / 3)) % 61) + 40);

/** What the reference implementations make of these texts: with matches, overlapping ones, and entropy coding. */
const references: readonly [codec: Codec, compressed: string, content: Uint8Array][] = [
  ['SNAPPY', '7b046162660200302c20616e6420736f206f6e2e206627000061da2900', text],
  ['LZ4_RAW', '2f6162020007df2c20616e6420736f206f6e2e202700070f29002050206f6e2e20', text],
  ['LZ4', '2f6162020007df2c20616e6420736f206f6e2e202700070f29002050206f6e2e20', text],
  [
    'LZ4_FRAME',
    '04224d18604082210000002f6162020007df2c20616e6420736f206f6e2e202700070f29002050206f6e2e2000000000',
    text,
  ],
  ['ZSTD', '28b52ffd207be500007861622c20616e6420736f206f6e2e20040063ea00ac0052e0cf7658', text],
  [
    'ZSTD',
    '28b52ffd6058014d050072cb271b10af0e8fecf29fe79f1a0cf1402c2c2fe9be3ce21d00000000300e4f2752e331839aa74dc88f027084cf33' +
      '13610c08e9c267ffc6ddc12d76040f2b2e34568580353b2d7d11bf8fa07340403552390e2f57803ccfb5a5ab4d7df3904411d3b1059679b5' +
      '4b29129f56df52288771711ac092b63aba721aac8681e4f70fa029640f27a81a5850433a5a7b282d283a7906eb4addd5b2138f7eb19f0eaa' +
      '6dc8020100374f9d6aa4',
    noise,
  ],
];

function lz4Frame(bytes: Uint8Array): Uint8Array {
  const block = lz4(bytes);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(block.length);
  return Buffer.concat([Buffer.from('04224d18604000', 'hex'), size, block, Buffer.alloc(4)]);
}

const encoders: readonly [codec: Codec, encode: (bytes: Uint8Array) => Uint8Array][] = [
  ['UNCOMPRESSED', (bytes) => bytes],
  ['SNAPPY', snappy],
  ['GZIP', (bytes) => gzipSync(bytes)],
  ['BROTLI', (bytes) => brotliCompressSync(bytes)],
  ['LZ4', lz4],
  ['LZ4', lz4Frame],
  ['LZ4_RAW', lz4],
  ['LZ4_FRAME', lz4Frame],
  ['ZSTD', zstd],
];

describe('Decompression', () => {
  it('reads what the reference implementations write', () => {
    for (const [codec, compressed, content] of references) {
      const output = decompress(codec, Buffer.from(compressed, 'hex'), content.length);
      assert.deepEqual(Buffer.from(output), Buffer.from(content), codec);
    }
  });

  it('reads all bytes, and refuses to take them for more or fewer', () => {
    for (const [codec, encode] of encoders) {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 1, maxLength: 700 }), (bytes) => {
          const compressed = encode(bytes);
          assert.deepEqual(new Uint8Array(decompress(codec, compressed, bytes.length)), bytes);
          for (const size of [bytes.length - 1, bytes.length + 1].filter((size) => size > 0)) {
            assert.throws(() => decompress(codec, compressed, size), Damage, `${codec} ${size}`);
          }
        }),
        { numRuns: 40 },
      );
    }
  });

  it('reads several frames, and frames that do not say what they hold', () => {
    const skippable = Buffer.from('502a4d1803000000414243', 'hex');
    const frames = Buffer.concat([zstd(Buffer.from('one ')), skippable, zstd(Buffer.from('two'))]);
    assert.equal(Buffer.from(decompress('ZSTD', frames, 7)).toString(), 'one two');
    const unsized = Buffer.from('28b52ffd0058190000616263', 'hex');
    assert.equal(Buffer.from(decompress('ZSTD', unsized, 3)).toString(), 'abc');
    const lz4Frames = Buffer.concat([lz4Frame(Buffer.from('one ')), skippable, lz4Frame(Buffer.from('two'))]);
    assert.equal(Buffer.from(decompress('LZ4_FRAME', lz4Frames, 7)).toString(), 'one two');
  });

  it('makes no room for what the bytes cannot stand for', () => {
    const huge = 2 ** 31;
    for (const [codec, encode] of encoders) {
      assert.throws(() => decompress(codec, encode(text), huge), Damage, codec);
    }
    const claims = Buffer.from('28b52ffdc058ffffffff7f000000190000616263', 'hex');
    assert.throws(() => decompress('ZSTD', claims, 3), Damage);
    const wideWindow = Buffer.from('28b52ffd0090190000616263', 'hex');
    assert.throws(() => decompress('ZSTD', wideWindow, 3), Damage);
  });

  it('throws nothing but Damage, whatever byte is changed', () => {
    for (const [codec, compressed, content] of references) {
      fc.assert(
        fc.property(fc.nat(compressed.length / 2 - 1), fc.nat(255), fc.nat(2), (at, byte, cut) => {
          const mutant = Buffer.from(compressed, 'hex');
          mutant[at] = byte;
          try {
            assert.equal(
              decompress(codec, mutant.subarray(0, mutant.length - cut), content.length).length,
              content.length,
            );
          } catch (error) {
            assert.ok(error instanceof Damage, String(error));
          }
        }),
        { numRuns: 200 },
      );
    }
  });
});
