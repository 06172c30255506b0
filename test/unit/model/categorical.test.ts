import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { categoricalOutput } from '../../../src/model/likelihoods/categorical';
import { FeatureGroups } from '../../../src/model/likelihoods/feature-groups';
import { groupCrossEntropy as groupCost, mixedOutput } from '../../../src/model/likelihoods/mixed';
import type { FeatureGroup } from '../../../src/protocol/data';
import { allBackends, numbers, useBackend } from './fixtures';

/** log softmax, in float64. */
function logSoftmax(logits: readonly number[]): number[] {
  const most = Math.max(...logits);
  const logSum = most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
  return logits.map((logit) => logit - logSum);
}

/** Groups of the widths, with a number before each, and one more at the end. */
function interleaved(widths: readonly number[]): { readonly features: number; readonly groups: FeatureGroup[] } {
  let start = 0;
  const groups = widths.map((width) => {
    const group = { start: start + 1, width };
    start += 1 + width;
    return group;
  });
  return { features: start + 1, groups };
}

function oneHotRow(features: number, groups: readonly FeatureGroup[], chosen: readonly (number | null)[]): number[] {
  const row = numbers(features, 5);
  for (const [i, { start, width }] of groups.entries()) {
    row.fill(0, start, start + width);
    const category = chosen[i];
    if (category !== null) row[start + category] = 1;
  }
  return row;
}

interface Reference {
  readonly value: number;
  readonly gradient: number[];
}

/** The mixed likelihood's categories alone: what the groups of one row cost, and the gradient by the logits. */
function referenceOf(logits: readonly number[], x: readonly number[], groups: readonly FeatureGroup[]): Reference {
  const gradient = new Array<number>(logits.length).fill(0);
  let value = 0;
  for (const { start, width } of groups) {
    const logs = logSoftmax(logits.slice(start, start + width));
    const target = x.slice(start, start + width);
    if (!target.includes(1)) continue;
    for (let k = 0; k < width; k++) {
      value -= target[k] * logs[k];
      gradient[start + k] = Math.exp(logs[k]) - target[k];
    }
  }
  return { value, gradient };
}

for (const backend of allBackends) {
  describe(`categorical likelihoods on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });

    for (const [name, widths] of Object.entries({
      'one of two': [2],
      'of many widths': [3, 1, 2, 17, 5, 2, 64, 9],
      'wide ones with single numbers between them': [40, 33, 300],
      'a hundred of two': new Array<number>(100).fill(2),
    })) {
      it(`groups, ${name}: values and gradients of each row`, () => {
        const { features, groups } = interleaved(widths);
        const rows = [1, 2, 3].map((seed) => ({
          logits: numbers(features, seed).map((value) => 6 * value),
          x: oneHotRow(
            features,
            groups,
            groups.map(({ width }, i) => (seed === 3 && i % 2 === 0 ? null : (i * seed) % width)),
          ),
        }));
        compare(rows, groups);
      });
    }

    it('groups: wide ones next to each other, at both ends and beside narrow ones', () => {
      let features = 0;
      const groups = [40, 33, 2, 3, 300].map((width): FeatureGroup => {
        features += width;
        return { start: features - width, width };
      });
      const rows = [1, 2].map((seed) => ({
        logits: numbers(features, seed).map((value) => 40 * value),
        x: oneHotRow(features, groups, [39, seed === 1 ? 0 : null, 1, 2, seed === 1 ? null : 299]),
      }));
      compare(rows, groups);
    });

    it('groups: exact for logits of any size, in all groups at once', () => {
      const { features, groups } = interleaved([3, 2, 4]);
      const row = (scale: number) => {
        const logits = numbers(features, 4).map((value) => scale * value);
        // One group far above all others, one far below, one of a single outlier.
        for (let i = 0; i < 3; i++) logits[groups[0].start + i] += 4 * scale;
        for (let i = 0; i < 2; i++) logits[groups[1].start + i] -= 4 * scale;
        logits[groups[2].start + 1] = scale;
        return { logits, x: oneHotRow(features, groups, [2, 0, 3]) };
      };
      compare([row(1), row(100), row(1e4)], groups);
    });

    it('groups: the numbers between them have no part in it', () => {
      const { features, groups } = interleaved([3, 4]);
      const x = oneHotRow(features, groups, [1, 2]);
      const logits = numbers(features, 6);
      const moved = logits.map((value, i) => (x[i] === 0 || x[i] === 1 ? value : 1e3 * value));
      tf.tidy(() => {
        const [one, other] = [logits, moved].map((row) => costOf(row, x, groups));
        assert.equal(one, other);
      });
    });

    it('mixed: Gaussian numbers and categories, added up; a missing category costs nothing', () => {
      const groups = [{ start: 1, width: 3 }];
      const values = [0.5, 1, -2, 0.3, -1];
      const logVariances = [Math.log(0.25), 7, 8, 9, Math.log(4)];
      const gaussian = (x: number, mean: number, variance: number) =>
        0.5 * ((x - mean) ** 2 / variance + Math.log(2 * Math.PI * variance));
      const ofNumbers = gaussian(1, 0.5, 0.25) + gaussian(2, -1, 4);
      const ofCategory = -logSoftmax(values.slice(1, 4))[2];
      withGroups(5, groups, (featureGroups) => {
        const output = mixedOutput(tf.tensor2d([values, values]), tf.tensor1d(logVariances), featureGroups);
        const x = tf.tensor2d([
          [1, 0, 0, 1, 2],
          [1, 0, 0, 0, 2],
        ]);
        assertClose(output.negativeLogLikelihood(x).dataSync(), [ofNumbers + ofCategory, ofNumbers]);
        const mean = output.mean().dataSync().slice(0, 5);
        assertClose(mean, [0.5, ...logSoftmax(values.slice(1, 4)).map(Math.exp), -1]);
      });
    });

    it('text: values and gradients at every place, for logits of any size', () => {
      const [length, symbols] = [3, 5];
      const codes = [
        [0, 4, 2],
        [1, 1, 3],
      ];
      for (const scale of [1, 50, 1e4]) {
        const rows = codes.map((own, i) => ({
          logits: numbers(length * symbols, i + 1).map((value) => scale * value),
          x: own.flatMap((code) => Array.from({ length: symbols }, (_, k) => (k === code ? 1 : 0))),
        }));
        const places = Array.from({ length }, (_, place) => ({ start: place * symbols, width: symbols }));
        const expected = rows.map(({ logits, x }) => referenceOf(logits, x, places));
        tf.tidy(() => {
          const stored = tf.tensor2d(codes.map((own) => own.map((code) => code / 255)));
          const cost = (logits: tf.Tensor) =>
            categoricalOutput(logits as tf.Tensor2D, symbols).negativeLogLikelihood(stored);
          const logits = tf.tensor2d(rows.map((row) => row.logits));
          assertClose(
            cost(logits).dataSync(),
            expected.map(({ value }) => value),
          );
          assertClose(
            tf
              .grad((l) => tf.sum(cost(l)))(logits)
              .dataSync(),
            expected.flatMap(({ gradient }) => gradient),
          );
          const means = categoricalOutput(logits, symbols).mean();
          assert.deepEqual(means.shape, [2, length * symbols]);
          const probabilities = rows.flatMap((row) =>
            places.flatMap(({ start }) => logSoftmax(row.logits.slice(start, start + symbols)).map(Math.exp)),
          );
          assertClose(means.dataSync(), probabilities);
        });
      }
    });

    it('text: all 256 codes of a byte are told apart', () => {
      const codes = Array.from({ length: 256 }, (_, code) => Math.fround(code / 255));
      tf.tidy(() => {
        // The logits of a symbol are high where it stands.
        const logits = tf.reshape(tf.mul(tf.eye(256), 100), [1, 256 * 256]) as tf.Tensor2D;
        const output = categoricalOutput(logits, 256);
        assertClose(output.negativeLogLikelihood(tf.tensor2d([codes])).dataSync(), [0]);
      });
    });
  });
}

interface Row {
  readonly logits: readonly number[];
  readonly x: readonly number[];
}

/** Holds values and gradients of rows equal to those in float64; of the numbers between the groups there is none. */
function compare(rows: readonly Row[], groups: readonly FeatureGroup[]): void {
  const features = rows[0].logits.length;
  const expected = rows.map(({ logits, x }) => referenceOf(logits.map(Math.fround), x, groups));
  withGroups(features, groups, (featureGroups) => {
    const x = tf.tensor2d(rows.map((row) => [...row.x]));
    const logits = tf.tensor2d(rows.map((row) => [...row.logits]));
    const cost = (values: tf.Tensor2D) => groupCost(values, x, featureGroups);
    assertClose(
      cost(logits).dataSync(),
      expected.map(({ value }) => value),
    );
    assertClose(
      tf
        .grad((l) => tf.sum(cost(l as tf.Tensor2D)))(logits)
        .dataSync(),
      expected.flatMap(({ gradient }) => gradient),
    );
  });
}

function costOf(logits: readonly number[], x: readonly number[], groups: readonly FeatureGroup[]): number {
  return withGroups(
    logits.length,
    groups,
    (featureGroups) => groupCost(tf.tensor2d([[...logits]]), tf.tensor2d([[...x]]), featureGroups).dataSync()[0],
  );
}

function withGroups<T>(features: number, groups: readonly FeatureGroup[], use: (groups: FeatureGroups) => T): T {
  const featureGroups = new FeatureGroups(features, groups);
  try {
    return tf.tidy(() => use(featureGroups) as tf.TensorContainer) as T;
  } finally {
    featureGroups.dispose();
  }
}

function assertClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) <= 3e-6 * (1 + Math.abs(value)), `${actual[i]} instead of ${value} at ${i}`);
  });
}
