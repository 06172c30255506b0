import assert from 'node:assert/strict';
import { energyOf, lengthOf } from '../../../../src/exploration/paths/curve';
import { descend } from '../../../../src/exploration/paths/descent';
import { geodesicFrom, solveChain } from '../../../../src/exploration/paths/geodesic';
import { straight } from '../../../../src/exploration/paths/interpolation';
import { fillNormal, random } from '../../../../src/random';

/** What is decoded of a node, and the transposed Jacobian there times a vector. */
interface Decoder {
  readonly features: number;
  decode(z: readonly number[]): readonly number[];
  pull(z: readonly number[], by: readonly number[]): readonly number[];
}

function decoded({ features, decode }: Decoder, values: Float32Array, width: number) {
  const nodes = values.length / width;
  const all = Array.from({ length: nodes }, (_, i) => decode([...values.subarray(i * width, (i + 1) * width)]));
  return { values: Float32Array.from(all.flat()), width: features };
}

/** The energy and its gradient, by the chain rule. */
const slopeOf = (decoder: Decoder, width: number) => async (values: Float32Array) => {
  const nodes = values.length / width;
  const z = Array.from({ length: nodes }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);
  const x = z.map((node) => decoder.decode(node));
  let energy = 0;
  const gradient = new Float32Array(values.length);
  for (let i = 0; i < nodes; i++) {
    const pulls = x[i].map((value, j) => {
      const before = i > 0 ? value - x[i - 1][j] : 0;
      const after = i + 1 < nodes ? x[i + 1][j] - value : 0;
      energy += ((nodes - 1) / 2) * after ** 2;
      return (nodes - 1) * (before - after);
    });
    gradient.set(decoder.pull(z[i], pulls), i * width);
  }
  return { energy, gradient };
};

function linear(latent: number, features: number): Decoder {
  const weights = fillNormal(new Float32Array(latent * features), random(11));
  const w = (j: number, f: number) => weights[j * features + f];
  return {
    features,
    decode: (z) => Array.from({ length: features }, (_, f) => z.reduce((sum, value, j) => sum + value * w(j, f), 0)),
    pull: (z, by) => z.map((_, j) => by.reduce((sum, value, f) => sum + value * w(j, f), 0)),
  };
}

/** Longitude and latitude on the unit sphere. */
const sphere: Decoder = {
  features: 3,
  decode: ([a, b]) => [Math.cos(b) * Math.cos(a), Math.cos(b) * Math.sin(a), Math.sin(b)],
  pull: ([a, b], [x, y, z]) => [
    Math.cos(b) * (-Math.sin(a) * x + Math.cos(a) * y),
    -Math.sin(b) * (Math.cos(a) * x + Math.sin(a) * y) + Math.cos(b) * z,
  ],
};

describe('a geodesic', () => {
  it('of a linear decoder is straight, of half the squared length, from wherever it is begun', async () => {
    const latent = 6;
    const decoder = linear(latent, 20);
    const [a, b] = [1, 2].map((seed) => fillNormal(new Float32Array(latent), random(seed)));
    const line = straight(a, b, 16);
    const ends = decoded(decoder, Float32Array.from([...a, ...b]), latent);
    const wanted = lengthOf(ends) ** 2 / 2;
    const bent = { ...line, values: line.values.slice() };
    for (let i = latent; i < 16 * latent; i++) bent.values[i] += Math.sin(i);
    for (const begin of [line, bent]) {
      const { curve, converged, evaluations } = await geodesicFrom(begin, slopeOf(decoder, latent));
      assert.ok(converged && evaluations <= 60, `${evaluations}`);
      const energy = energyOf(decoded(decoder, curve.values, latent));
      assert.ok(Math.abs(energy / wanted - 1) < 1e-3, `${energy} for ${wanted}`);
      assert.deepEqual([...curve.values.subarray(0, latent)], [...a]);
      assert.deepEqual([...curve.values.subarray(16 * latent)], [...b]);
    }
    const { curve } = await geodesicFrom(line, slopeOf(decoder, latent));
    assert.ok(curve.values.every((value, i) => Math.abs(value - line.values[i]) < 1e-5));
  });

  it('on a sphere is a great circle, at one speed', async () => {
    const [a, b] = [Float32Array.of(-1, 0.9), Float32Array.of(1.2, 0.7)];
    const pieces = 32;
    const { curve, converged } = await geodesicFrom(straight(a, b, pieces), slopeOf(sphere, 2));
    assert.ok(converged);
    const [from, to] = [sphere.decode([...a]), sphere.decode([...b])];
    const angle = Math.acos(from.reduce((sum, value, j) => sum + value * to[j], 0));
    const onSphere = decoded(sphere, curve.values, 2);
    // Chords of as many equal parts of the arc.
    const wanted = 2 * pieces * Math.sin(angle / (2 * pieces));
    assert.ok(Math.abs(lengthOf(onSphere) / wanted - 1) < 1e-3, `${lengthOf(onSphere)} for ${wanted}`);
    assert.ok(Math.abs(energyOf(onSphere) / (wanted ** 2 / 2) - 1) < 2e-3);
    const normal = [
      from[1] * to[2] - from[2] * to[1],
      from[2] * to[0] - from[0] * to[2],
      from[0] * to[1] - from[1] * to[0],
    ];
    for (let i = 0; i <= pieces; i++) {
      const beside = normal.reduce((sum, value, j) => sum + value * onSphere.values[3 * i + j], 0);
      assert.ok(Math.abs(beside / Math.sin(angle)) < 0.02, `node ${i}: ${beside}`);
    }
    const line = energyOf(decoded(sphere, straight(a, b, pieces).values, 2));
    assert.ok(line > 1.1 * (wanted ** 2 / 2));
  });

  it('of what is decoded all the same stays where it is begun', async () => {
    const constant: Decoder = { features: 1, decode: () => [1], pull: (z) => z.map(() => 0) };
    const line = straight(Float32Array.of(0, 1), Float32Array.of(2, 3), 8);
    const { curve, converged } = await geodesicFrom(line, slopeOf(constant, 2));
    assert.ok(converged);
    assert.deepEqual(curve.values, line.values);
  });
});

describe('the chain of a curve', () => {
  it('is solved for what gives it', () => {
    const [nodes, width] = [7, 3];
    const x = Float64Array.from(fillNormal(new Float32Array(nodes * width), random(5)));
    const at = (i: number, j: number) => (i < 0 || i >= nodes ? 0 : x[i * width + j]);
    const product = x.map((value, place) => {
      const [i, j] = [Math.floor(place / width), place % width];
      return 2 * value - at(i - 1, j) - at(i + 1, j);
    });
    assert.ok(solveChain(product, width).every((value, i) => Math.abs(value - x[i]) < 1e-12));
  });
});

describe('the way down', () => {
  const options = { mostEvaluations: 200, tolerance: 1e-12 };

  it('ends at the minimum of a curved valley', async () => {
    // Rosenbrock's function, whose minimum is 0 at (1, 1).
    const at = async ([x, y]: Float64Array) => ({
      value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
      gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
    });
    const { place, value, converged } = await descend(Float64Array.of(-1.2, 1), at, options);
    assert.ok(converged && value < 1e-10, `${value}`);
    assert.ok(place.every((x) => Math.abs(x - 1) < 1e-4));
  });

  it('says when it was not let go to the end', async () => {
    const at = async (place: Float64Array) => ({
      value: place.reduce((sum, x, i) => sum + (1 + i) ** 4 * x ** 4, 0),
      gradient: place.map((x, i) => 4 * (1 + i) ** 4 * x ** 3),
    });
    const begin = Float64Array.of(1, 1, 1, 1);
    const { converged, value, evaluations } = await descend(begin, at, { ...options, mostEvaluations: 5 });
    assert.ok(!converged && evaluations <= 5 && value < (await at(begin)).value);
  });
});
