import assert from 'node:assert/strict';
import sharp from 'sharp';
import { quantise, quantiseTo } from '../../../../src/measures/reconstruction/quantised';
import { fillNormal, random } from '../../../../src/random';
import { imageCodec } from '../../../../src/trainer/measuring/image-codec';
import { near } from '../near';

/** What a uniform quantiser takes more than the best code of a Gaussian at many bits: log2(2 pi e / 12) / 2 (Gish & Pierce 1968). */
const spaceFilling = Math.log2((2 * Math.PI * Math.E) / 12) / 2;

function gaussian(n: number, deviations: readonly number[]): Float32Array {
  const noise = fillNormal(new Float32Array(n * deviations.length), random(3));
  return noise.map((value, at) => value * deviations[at % deviations.length]);
}

/** Of one example: sum_j (x_j - x'_j)^2. */
function distortion(values: Float32Array, quantised: Float32Array, dims: number): number {
  const sum = values.reduce((total, value, at) => total + (value - quantised[at]) ** 2, 0);
  return sum / (values.length / dims);
}

/** D(R) of independent Gaussians by reverse water-filling (Cover & Thomas 2006, theorem 10.3.3). */
function leastDistortion(variances: readonly number[], bits: number): number {
  let [low, high] = [0, Math.max(...variances)];
  for (let i = 0; i < 100; i++) {
    const level = (low + high) / 2;
    const rate = variances.reduce((sum, variance) => sum + Math.max(0, Math.log2(variance / level) / 2), 0);
    if (rate > bits) low = level;
    else high = level;
  }
  return variances.reduce((sum, variance) => sum + Math.min(low, variance), 0);
}

describe('quantised codes', () => {
  it('take the entropy of their cells, with Miller’s correction, and no bits where all are in one', () => {
    const values = Float32Array.from({ length: 800 }, (_, i) => (i % 2 === 0 ? i / 2 : 0) % 4);
    const { bits, values: middles } = quantise(values, [1, 1]);
    near(bits, 2 + 3 / (2 * 400 * Math.LN2), 1e-12);
    assert.deepEqual(middles, values);
    assert.deepEqual([...quantise(Float32Array.of(0.4, 1.3, -0.6), [2]).values], [0, 2, -0]);
    near(quantise(Float32Array.of(0.4, 0.1, -0.6), [2]).bits, 0, 1e-12);
  });

  it('of a Gaussian are a quarter of a bit from D(R) = s^2 2^(-2 R) at many bits, and never better', () => {
    const values = gaussian(200_000, [3]);
    for (const step of [6, 3, 1, 0.3]) {
      const { bits, values: middles } = quantise(values, [step]);
      const best = Math.log2(9 / distortion(values, middles, 1)) / 2;
      assert.ok(bits > best - 0.01, `${bits}, ${best}`);
      if (step <= 1) near(bits - best, spaceFilling, 0.01);
    }
  });

  it('with one step for all are near to reverse water-filling, and leave small dimensions out', () => {
    const deviations = [3, 1, 0.5, 0.05];
    const values = gaussian(50_000, deviations);
    for (const wanted of [3, 5, 8]) {
      const { bits, values: middles } = quantiseTo(wanted, values, 4);
      near(bits, wanted, 0.01);
      const variances = deviations.map((deviation) => deviation ** 2);
      const found = distortion(values, middles, 4);
      // Each dimension that has bits takes about a quarter of a bit more than the best code, as cells have no better middle.
      const [least, most] = [bits, bits - 3 * spaceFilling].map((rate) => leastDistortion(variances, rate));
      assert.ok(found > 0.99 * least && found < 1.2 * most, `${wanted}: ${least}, ${found}, ${most}`);
      assert.ok(middles.every((value, at) => at % 4 !== 3 || value === 0));
    }
  });
});

describe('files of images', () => {
  const edge = 32;
  const picture = (of: (x: number, y: number) => number) =>
    Float32Array.from({ length: edge * edge }, (_, at) => of(at % edge, Math.floor(at / edge)));
  const shape = [edge, edge, 1];
  const codec = imageCodec();

  it('come back nearly as they were, in as many bytes as they need', async () => {
    assert.ok(codec);
    assert.equal(codec.takes(shape), true);
    assert.equal(codec.takes([4, 4, 2]), false);
    const [smooth, busy] = [picture((x, y) => (x + y) / 64), picture((x, y) => ((x * 7 + y * 13) % 11) / 11)];
    for (const format of ['jpeg', 'webp'] as const) {
      const [a, b] = [await codec.code(smooth, shape, format, 90), await codec.code(busy, shape, format, 90)];
      assert.ok(a.bytes > a.headers && b.bytes - b.headers > 2 * (a.bytes - a.headers), format);
      const error = Math.max(...smooth.map((pixel, at) => Math.abs(pixel - a.decoded[at])));
      assert.ok(a.decoded.length === smooth.length && error < 0.05, `${format}: ${error}`);
      const coarse = await codec.code(busy, shape, format, 5);
      assert.ok(coarse.bytes < b.bytes);
    }
  });

  it('have headers: all of a JPEG before its scan, and 30 bytes of a WebP', async () => {
    const grey = picture(() => 0.5);
    const file = await sharp(Buffer.alloc(edge * edge, 128), { raw: { width: edge, height: edge, channels: 1 } })
      .toColourspace('b-w')
      .jpeg({ quality: 50 })
      .toBuffer();
    // Nothing before it has these two bytes. It is 8 long for one component (ITU T.81, section B.2.3), and 2 end the image.
    const scan = file.indexOf(Buffer.of(0xff, 0xda)) + 2 + 8;
    const coded = await codec?.code(grey, shape, 'jpeg', 50);
    assert.deepEqual([coded?.bytes, coded?.headers], [file.length, scan + 2]);
    assert.equal((await codec?.code(grey, shape, 'webp', 50))?.headers, 30);
  });
});
