import assert from 'node:assert/strict';
import { determination } from '../../../../src/measures/reconstruction/determination';
import { peakSignalToNoise, squaredErrors } from '../../../../src/measures/reconstruction/squared-error';
import { structuralSimilarity } from '../../../../src/measures/reconstruction/ssim';

/** 1/2 + 1/2 sin(p i + q j + 0.7 channel), row-major with interleaved channels. */
const waves = (height: number, width: number, channels: number, p: number, q: number) =>
  Float32Array.from({ length: height * width * channels }, (_, at) => {
    const pixel = Math.floor(at / channels);
    return 0.5 + 0.5 * Math.sin(p * Math.floor(pixel / width) + q * (pixel % width) + 0.7 * (at % channels));
  });

describe('structuralSimilarity', () => {
  // By the paper's formula in float64 NumPy, with explicit windows of two dimensions.
  it('is that of the formula, window by window', () => {
    const a = waves(16, 14, 1, 0.9, 0.4);
    const noise = waves(16, 14, 1, 2.1, 1.3);
    const b = a.map((value, i) => Math.min(1, Math.fround(value * Math.fround(0.8)) + Math.fround(0.1) * noise[i]));
    const found = structuralSimilarity(a, b, { height: 16, width: 14, channels: 1 });
    assert.ok(Math.abs(found - 0.9640044650388631) < 1e-6, String(found));
  });

  it('is the mean over channels', () => {
    const [a, b] = [waves(13, 12, 3, 0.5, 0.8), waves(13, 12, 3, 0.55, 0.75)];
    const found = structuralSimilarity(a, b, { height: 13, width: 12, channels: 3 });
    assert.ok(Math.abs(found - 0.9917458596425488) < 1e-6, String(found));
  });

  it('is 1 for the same image, and the contrast for its negative about the mean', () => {
    const a = waves(12, 12, 1, 0.3, 0.6);
    assert.ok(Math.abs(structuralSimilarity(a, a, { height: 12, width: 12, channels: 1 }) - 1) < 1e-12);
    assert.ok(
      structuralSimilarity(
        a,
        a.map((value) => 1 - value),
        { height: 12, width: 12, channels: 1 },
      ) < 0,
    );
    const grey = (value: number) => new Float32Array(144).fill(value);
    // Without variance only the means count: (2 mx my + C1) / (mx^2 + my^2 + C1).
    const expected = (2 * 0.5 * 0.25 + 1e-4) / (0.25 + 0.0625 + 1e-4);
    const found = structuralSimilarity(grey(0.5), grey(0.25), { height: 12, width: 12, channels: 1 });
    assert.ok(Math.abs(found - expected) < 1e-9, String(found));
  });

  it('refuses what has no room for its window', () => {
    assert.throws(
      () => structuralSimilarity(new Float32Array(100), new Float32Array(100), { height: 10, width: 10, channels: 1 }),
      RangeError,
    );
  });
});

describe('squared errors', () => {
  it('are means over the features of each example, and make the ratio of signal to noise', () => {
    const errors = squaredErrors(Float32Array.of(0, 1, 0.5, 0.5), Float32Array.of(0.5, 1, 0.5, 0.25), 2);
    assert.deepEqual([...errors], [0.125, 0.03125]);
    const { value, error, n } = peakSignalToNoise(errors);
    const mse = 0.078125;
    assert.ok(Math.abs(value - 10 * Math.log10(1 / mse)) < 1e-12);
    // The MSE's own error is |a - b| / 2 of two.
    assert.ok(Math.abs(error! - ((10 / Math.LN10) * 0.046875) / mse) < 1e-12);
    assert.equal(n, 2);
    assert.equal(peakSignalToNoise(new Float64Array(3)).value, Number.POSITIVE_INFINITY);
  });
});

describe('determination', () => {
  const x = Float32Array.from({ length: 50 }, (_, i) => Math.sin(i * i));
  const y = x.map((value, i) => value * 0.7 + 0.1 * Math.cos(i));

  it('is that of scikit-learn', () => {
    const { value, error } = determination(x, y);
    assert.ok(Math.abs(value - 0.9059826801644046) < 1e-6, String(value));
    assert.ok(error! > 0 && error! < 0.05);
  });

  it('is 1 for the same, 0 for the mean, and nothing of what is constant', () => {
    assert.equal(determination(x, x).value, 1);
    const mean = x.reduce((sum, value) => sum + value, 0) / 50;
    assert.ok(
      Math.abs(
        determination(
          x,
          x.map(() => mean),
        ).value,
      ) < 1e-6,
    );
    assert.ok(Number.isNaN(determination(new Float32Array(5).fill(0.1), x.slice(0, 5)).value));
  });
});
