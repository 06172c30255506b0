import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  nearestOfEachInput,
  nearestToCentreOfInputs,
  nearestToInput,
  nearestToOther,
} from '../../../src/exploration/input-neighbours';
import { type Inputs, unitOf } from '../../../src/exploration/inputs';

const width = 4;
const symbols = 5;

/** Numbers as the model has them: symbols one-hot, scaled so that two inputs are as far apart as the root of how many differ. */
function modelled({ values, areSymbols, ...inputs }: Inputs): number[][] {
  const unit = unitOf({ values, areSymbols, ...inputs });
  return Array.from({ length: values.length / width }, (_, place) =>
    [...values.subarray(place * width, (place + 1) * width)].flatMap((value) =>
      areSymbols ? Array.from({ length: symbols }, (_, s) => (s === value ? Math.SQRT1_2 : 0)) : [value / unit],
    ),
  );
}

/** All others by their distance. */
function sorted(all: readonly number[][], point: readonly number[], except = -1) {
  return all
    .map((each, index) => ({ index, distance: Math.hypot(...each.map((value, j) => value - point[j])) }))
    .filter(({ index }) => index !== except)
    .sort((a, b) => a.distance - b.distance);
}

const bytes = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 2 * width, maxLength: 30 * width });
const whole = (values: number[]) => values.slice(0, values.length - (values.length % width));
const kinds: Readonly<Record<string, fc.Arbitrary<Inputs>>> = {
  pixels: bytes.map((values) => ({ values: Uint8Array.from(whole(values)), width, areSymbols: false })),
  numbers: bytes.map((values) => ({
    values: Float32Array.from(whole(values), (value) => value / 16 - 3),
    width,
    areSymbols: false,
  })),
  symbols: bytes.map((values) => ({
    values: Uint8Array.from(whole(values), (value) => value % symbols),
    width,
    areSymbols: true,
  })),
};

describe('Examples that are near by what the model is given', () => {
  for (const [kind, inputs] of Object.entries(kinds)) {
    it(`agree with sorting all distances: ${kind}`, () => {
      fc.assert(
        fc.property(inputs, fc.integer({ min: 1, max: 9 }), (given, count) => {
          const all = modelled(given);
          const expected = sorted(all, all[1], 1).slice(0, count);
          const found = nearestToInput(given, 1, count);
          assert.equal(found.length, expected.length);
          for (const [i, { index, distance }] of found.entries()) {
            assert.notEqual(index, 1);
            assert.ok(Math.abs(distance - expected[i].distance) < 1e-6, `${distance}, ${expected[i].distance}`);
          }
        }),
      );
    });

    it(`agree with the mean in the model's units: ${kind}`, () => {
      fc.assert(
        fc.property(inputs, (given) => {
          const all = modelled(given);
          const of = Int32Array.of(0, 1);
          const centre = all[0].map((value, j) => (value + all[1][j]) / 2);
          const expected = sorted(all, centre).slice(0, 3);
          const found = nearestToCentreOfInputs(given, of, 3);
          for (const [i, { distance }] of found.entries()) {
            assert.ok(Math.abs(distance - expected[i].distance) < 1e-6, `${distance}, ${expected[i].distance}`);
          }
        }),
      );
    });
  }

  it('are those of another data set in whatever way it is stored', () => {
    const pixels: Inputs = { values: Uint8Array.of(0, 0, 255, 255, 51, 102), width: 2, areSymbols: false };
    const other: Inputs = { values: Float32Array.of(0.2, 0.4, 9, 9), width: 2, areSymbols: false };
    const [nearest] = nearestToOther(pixels, other, 1);
    assert.equal(nearest.index, 2);
    assert.ok(nearest.distance < 1e-6);
    const [back] = nearestToOther({ ...other, values: Float32Array.of(9, 9, 1, 1) }, pixels, 1);
    assert.deepEqual([back.index, back.distance.toFixed(6)], [1, Math.SQRT2.toFixed(6)]);
  });

  it('are not those that are no numbers, and nothing is near to nothing', () => {
    const inputs: Inputs = { values: Float32Array.of(0, Number.NaN, 3, 1), width: 1, areSymbols: false };
    assert.deepEqual(
      nearestToInput(inputs, 0, 9).map(({ index }) => index),
      [3, 2],
    );
    assert.deepEqual(nearestToInput(inputs, 1, 9), []);
    assert.deepEqual(nearestToCentreOfInputs(inputs, new Int32Array(0), 3), []);
  });

  it('of each of some are taken together, and looked for no further once nobody wants them', async () => {
    const inputs: Inputs = { values: Float32Array.of(0, 1, 2.5, 10, 11, 30), width: 1, areSymbols: false };
    assert.deepEqual([...(await nearestOfEachInput(inputs, Int32Array.of(0, 3), 1))].sort(), [1, 4]);
    const stopped = AbortSignal.abort(new Error('enough'));
    await assert.rejects(nearestOfEachInput(inputs, Int32Array.of(0, 3), 1, stopped), /enough/);
  });
});
