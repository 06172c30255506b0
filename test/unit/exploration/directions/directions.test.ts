import assert from 'node:assert/strict';
import { findDirection } from '../../../../src/exploration/directions/find-direction';
import { fitLogistic, logit } from '../../../../src/exploration/directions/logistic';
import { fitStandardised, heldOutAccuracy } from '../../../../src/exploration/directions/probe';
import { byChance, randomPair } from '../../../../src/exploration/directions/random-pairs';
import type { UserError } from '../../../../src/protocol/errors';
import { fillNormal, random } from '../../../../src/random';

const close = (actual: ArrayLike<number>, wanted: readonly number[], tolerance: number) => {
  assert.equal(actual.length, wanted.length);
  for (const [i, value] of wanted.entries())
    assert.ok(Math.abs(actual[i] - value) < tolerance, `${actual[i]} for ${value}`);
};

/** By a formula, so that it is the same in Python. */
function rows() {
  const [count, width] = [60, 3];
  const values = new Float64Array(count * width);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = i % 2;
    for (let j = 0; j < width; j++) {
      const value = ((i * 37 + j * 101 + ((i * i) % 17) * 13) % 97) / 97 + (i % 2 === 1 && j === 0 ? 0.35 : 0);
      values[i * width + j] = j === 1 ? 10 * value : j === 2 ? value + 5 : value;
    }
  }
  return { values, width, labels };
}

describe('logistic regression', () => {
  // scikit-learn 1.x: LogisticRegression(C=..., tol=1e-12).
  it('has the weights of scikit-learn, strongly held back or less', () => {
    const weak = fitLogistic(rows(), 1);
    close(weak.weights, [2.310863393741186, -0.31976471499499354, -0.2429573527244764], 1e-4);
    close([weak.bias], [1.3449840882613096], 1e-3);
    const strong = fitLogistic(rows(), 0.1);
    close(strong.weights, [0.3446891180404065, -0.18514977763234738, -0.05622524841556062], 1e-4);
    close([strong.bias], [0.9339914910354267], 1e-3);
  });

  it('after a StandardScaler, too, told for the columns as they are', () => {
    const { weights, bias } = fitStandardised(rows());
    close(weights, [6.1454491786922105, -0.5136905959127985, -1.1295643873243941], 1e-4);
    close([bias], [4.730377846734837], 1e-3);
  });

  it('tells as many held-out rows as a pipeline of scikit-learn does by the same parts', () => {
    const { value, error } = heldOutAccuracy(rows());
    assert.equal(value, 57 / 60);
    assert.equal(error, Math.sqrt((value * (1 - value)) / 60));
  });

  it('stays finite where a hyperplane has all rows right', () => {
    const apart = { values: Float64Array.of(-2, -1, 1, 2), width: 1, labels: Uint8Array.of(0, 0, 1, 1) };
    const model = fitLogistic(apart, 1e6);
    assert.ok(Number.isFinite(model.bias) && model.weights[0] > 0);
    for (const row of [0, 1, 2, 3]) assert.equal(logit(model, apart.values, row) > 0, row > 1);
  });
});

describe('random pairs', () => {
  it('have none in common, and are of the sizes that are wanted', () => {
    const of = Int32Array.from({ length: 10 }, (_, i) => 3 * i);
    const { a, b } = randomPair(of, [4, 6], random(1));
    assert.deepEqual(
      [...a, ...b].sort((x, y) => x - y),
      [...of],
    );
    const part = randomPair(of, [10, 10], random(2));
    assert.deepEqual([part.a.length, part.b.length], [5, 5]);
    assert.deepEqual(byChance([1, 3]), { mean: 2, deviation: Math.SQRT2, pairs: 2 });
  });
});

describe('a direction between two sets of codes', () => {
  const latent = 3;
  const count = 200;
  const means = fillNormal(new Float32Array(count * latent), random(4));
  // The first half lies two deviations further along the first axis.
  for (let i = 0; i < count / 2; i++) means[i * latent] += 2;
  const codes = { latent, means };
  const half = (begin: number) => Int32Array.from({ length: count / 2 }, (_, i) => begin + i);
  const [a, b] = [half(0), half(count / 2)];
  const sentence = (code: string) => (error: UserError) => error.code === code;

  it('is the difference of their means, longer than that of random pairs', async () => {
    const { vector, length, chance, beyond } = await findDirection(codes, { a, b }, 'means', 1);
    const mean = (set: Int32Array, j: number) =>
      set.reduce((sum, index) => sum + means[index * latent + j], 0) / set.length;
    close(
      vector,
      [0, 1, 2].map((j) => mean(a, j) - mean(b, j)),
      1e-5,
    );
    assert.ok(Math.abs(length - Math.hypot(...vector)) < 1e-9);
    // The expected squared length by chance is the trace of the covariance times 1/100 + 1/100.
    assert.ok(beyond === 0 && length > 5 * chance.mean && Math.abs(chance.mean - 0.28) < 0.06, `${chance.mean}`);
  });

  it('by a probe points along what tells them apart, as far as the means are apart on it', async () => {
    const { vector, probe } = await findDirection(codes, { a, b }, 'probe', 1);
    assert.ok(vector[0] > 1.5 && Math.abs(vector[1]) < 0.4 && Math.abs(vector[2]) < 0.4, `${vector}`);
    assert.ok(probe);
    // Of two normal distributions that are two deviations apart no rule tells more than Phi(1) = 84 %.
    assert.ok(Math.abs(probe.accuracy - 0.84) < 0.08 && probe.error < 0.03, `${probe.accuracy}`);
    assert.ok(Math.abs(probe.chance.mean - 0.5) < 0.08 && probe.most === 0.5);
    assert.deepEqual(probe.examples, [100, 100]);
  });

  it('of random sets is no longer than by chance', async () => {
    const even = Int32Array.from({ length: count / 2 }, (_, i) => 2 * i);
    const odd = even.map((index) => index + 1);
    const { beyond } = await findDirection(codes, { a: even, b: odd }, 'means', 1);
    assert.ok(beyond > 0.02, `${beyond}`);
  });

  it('is refused where there is none, and has no probe of few', async () => {
    const none = Int32Array.of();
    await assert.rejects(findDirection(codes, { a: none, b }, 'means', 1), sentence('direction.empty'));
    await assert.rejects(findDirection(codes, { a, b: a }, 'means', 1), sentence('direction.same'));
    const few = Int32Array.of(1, 2, 3);
    await assert.rejects(findDirection(codes, { a: few, b }, 'probe', 1), sentence('direction.tooFew'));
    assert.equal((await findDirection(codes, { a: few, b }, 'means', 1)).probe, null);
    const broken = { latent, means: means.map((value, at) => (at < 2 * latent ? Number.NaN : value)) };
    await assert.rejects(findDirection(broken, { a: Int32Array.of(0, 1), b }, 'means', 1), sentence('direction.empty'));
    const { vector } = await findDirection(broken, { a, b }, 'means', 1);
    assert.ok(vector.every(Number.isFinite));
  });
});
