import assert from 'node:assert/strict';
import { deviationsOf } from '../../../src/exploration/deviations';
import { effectsOf } from '../../../src/exploration/dimension-effects';
import { fillNormal, random } from '../../../src/random';

const latent = 3;
const features = 5;
const weights = fillNormal(new Float32Array(latent * features), random(4));

/** W^T z, through `shape`. */
const decodedBy = (shape: (value: number) => number, codes: Float32Array) =>
  Float32Array.from({ length: (codes.length / latent) * features }, (_, at) => {
    const [row, feature] = [Math.floor(at / features), at % features];
    let sum = 0;
    for (let j = 0; j < latent; j++) sum += codes[row * latent + j] * weights[j * features + feature];
    return shape(sum);
  });

const decoder = (shape: (value: number) => number) => async (several: readonly Float32Array[]) =>
  several.map((codes) => decodedBy(shape, codes));

const rowOf = (dimension: number) => [...weights.subarray(dimension * features, (dimension + 1) * features)];
const close = (actual: number, wanted: number, tolerance: number) =>
  assert.ok(Math.abs(actual - wanted) < tolerance * Math.abs(wanted), `${actual} for ${wanted}`);

describe('what a dimension does to the decoder', () => {
  const codes = fillNormal(new Float32Array(40 * latent), random(5));
  const deviations = Float64Array.of(0.5, 2, 1);

  it('is the weights of a linear one', async () => {
    const { changes, metric } = await effectsOf(
      decoder((value) => value),
      codes,
      deviations,
    );
    for (const [j, deviation] of deviations.entries()) {
      close(changes[j], (deviation * rowOf(j).reduce((sum, w) => sum + Math.abs(w), 0)) / features, 1e-4);
      close(
        metric[j],
        rowOf(j).reduce((sum, w) => sum + w * w, 0),
        1e-3,
      );
    }
  });

  it('is the slope of a curved one at the codes', async () => {
    const { metric } = await effectsOf(decoder(Math.tanh), codes, deviations);
    const plain = decodedBy((value) => value, codes);
    for (let j = 0; j < latent; j++) {
      let wanted = 0;
      for (const [at, value] of plain.entries())
        wanted += ((1 - Math.tanh(value) ** 2) * weights[j * features + (at % features)]) ** 2 / 40;
      close(metric[j], wanted, 0.01);
    }
  });

  it('is nothing of a dimension that does not vary', async () => {
    const { changes, metric } = await effectsOf(decoder(Math.tanh), codes, Float64Array.of(0, 1, 1));
    assert.deepEqual([changes[0], metric[0]], [0, 0]);
    assert.ok(changes[1] > 0 && metric[2] > 0);
  });

  it('goes by the deviations of codes, also far from 0', () => {
    const means = Float32Array.of(1000, 1, 1002, 1, 1004, 1);
    const [first, second] = deviationsOf({ means, latent: 2 });
    close(first, Math.sqrt(8 / 3), 1e-9);
    assert.equal(second, 0);
  });
});
