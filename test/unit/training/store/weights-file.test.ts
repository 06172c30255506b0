import assert from 'node:assert/strict';
import { fitsHalf, fromHalf, toHalf } from '../../../../src/half-precision';
import { decodeSafetensors, encodeSafetensors } from '../../../../src/training/store/safetensors';
import { decodeWeights, encodeWeights } from '../../../../src/training/store/weights-file';

describe('Half precision', () => {
  const every = Uint16Array.from({ length: 2 ** 16 }, (_, half) => half);
  const finite = every.filter((half) => (half & 0x7c00) !== 0x7c00);

  it('reads numbers as NumPy does', () => {
    // numpy.array([...], numpy.uint16).view(numpy.float16).astype(float)
    const known: readonly (readonly [number, number])[] = [
      [0x3c00, 1],
      [0xc000, -2],
      [0x7bff, 65504],
      [0x0400, 2 ** -14],
      [0x03ff, 6.097555160522461e-5],
      [0x0001, 2 ** -24],
      [0x3555, 0.333251953125],
      [0x8000, -0],
      [0x7c00, Number.POSITIVE_INFINITY],
      [0xfe00, Number.NaN],
    ];
    const read = fromHalf(Uint16Array.from(known, ([half]) => half));
    assert.deepEqual(
      [...read],
      known.map(([, value]) => value),
    );
  });

  it('writes numbers as NumPy does, ties to even', () => {
    // numpy.array([...], numpy.float32).astype(numpy.float16).view(numpy.uint16)
    const known: readonly (readonly [number, number])[] = [
      [0.1, 0x2e66],
      [-1 / 3, 0xb555],
      [1 + 2 ** -11, 0x3c00],
      [1 + 3 * 2 ** -11, 0x3c02],
      [2047 * 2 ** -11 + 2 ** -12, 0x3c00],
      [2 ** -25, 0x0000],
      [3 * 2 ** -25, 0x0002],
      [1.1 * 2 ** -25, 0x0001],
      [1e-9, 0x0000],
      [-1e-9, 0x8000],
      [0.99999 * 2 ** -14, 0x0400],
      [65504, 0x7bff],
    ];
    assert.deepEqual(
      [...toHalf(Float32Array.from(known, ([value]) => value))],
      known.map(([, half]) => half),
    );
  });

  it('leaves every number that it has as it is', () => {
    assert.deepEqual(toHalf(fromHalf(finite)), finite);
  });

  it('is off by no more than it says', () => {
    const values = Float32Array.from({ length: 20_000 }, (_, i) => Math.sin(i * i) * 2 ** ((i % 40) - 26));
    const read = fromHalf(toHalf(values));
    values.forEach((value, i) => {
      assert.ok(Math.abs(read[i] - value) <= Math.max(Math.abs(value) * 2 ** -11, 2 ** -25), `${value} is ${read[i]}`);
    });
  });

  it('has no place for larger numbers', () => {
    assert.equal(fitsHalf(Float32Array.of(-65504, 1e-30)), true);
    assert.equal(fitsHalf(Float32Array.of(65505)), false);
    assert.equal(fitsHalf(Float32Array.of(Number.NEGATIVE_INFINITY)), false);
  });
});

describe('A file of weights', () => {
  const weights = new Map([
    ['encoder/kernel', { shape: [2, 3], values: Float32Array.of(0.1, -0.2, 0.3, 1e-8, 5, -6) }],
    ['bias', { shape: [], values: Float32Array.of(1e6) }],
  ]);

  it('gives them back exactly', () => {
    assert.deepEqual(decodeWeights(encodeWeights({ epoch: 7, weights }, 'float32')), { epoch: 7, weights });
  });

  it('rounds them to float16, as long as they have a place there', () => {
    const bytes = encodeWeights({ epoch: 7, weights }, 'float16');
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + bytes[0] + 256 * bytes[1])));
    assert.equal(header['encoder/kernel'].dtype, 'F16');
    assert.equal(header.bias.dtype, 'F32');
    const read = decodeWeights(bytes).weights;
    assert.deepEqual(read.get('bias'), weights.get('bias'));
    assert.deepEqual(read.get('encoder/kernel')?.shape, [2, 3]);
    const [tenth] = read.get('encoder/kernel')?.values ?? [];
    assert.equal(tenth, 0.0999755859375);
  });

  const file = (metadata: Readonly<Record<string, string>>) => encodeSafetensors({ tensors: weights, metadata });
  const sound = encodeWeights({ epoch: 7, weights }, 'float16');
  const { metadata } = decodeSafetensors(sound);
  const cases: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
    ['is cut off', () => sound.subarray(0, sound.length - 1), /tensor bias is cut off/],
    ['is empty', () => new Uint8Array(), /too few for a header/],
    [
      'has a byte that is another',
      () => sound.map((byte, i) => (i === sound.length - 9 ? byte ^ 1 : byte)),
      /checksum/,
    ],
    ['says another epoch', () => file({ ...metadata, weights: '{"format":1,"epoch":8}' }), /checksum/],
    ['has no checksum', () => file({ weights: '{"format":1,"epoch":7}' }), /checksum/],
    ['says no epoch', () => file({}), /does not say of which epoch/],
    ['is newer', () => file({ ...metadata, weights: '{"format":2}' }), /newer version/],
    ['is no JSON', () => file({ ...metadata, weights: '{' }), /JSON/],
  ];
  for (const [what, bytes, reason] of cases) {
    it(`that ${what} is refused`, () => assert.throws(() => decodeWeights(bytes()), reason));
  }
});
