import * as tf from '@tensorflow/tfjs';
import { attend, causalMask, hidingMask } from '../../../src/model/layers/attention';
import { lookUp } from '../../../src/model/layers/embedding';
import { allBackends, assertNear, numbers, useBackend } from './fixtures';

for (const backend of allBackends) {
  describe(`transformers on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });

    it('attention is that of its formula in float64, with what masks hide left out', () => {
      const [batch, heads, places, depth] = [2, 3, 4, 5];
      const [q, k, v] = [1, 2, 3].map((seed) => numbers(batch * heads * places * depth, seed).map((x) => 3 * x));
      const hidden = [
        [0, 0, 1, 0],
        [0, 1, 1, 1],
      ];
      const row = (values: readonly number[], b: number, h: number, place: number) => {
        const begin = ((b * heads + h) * places + place) * depth;
        return values.slice(begin, begin + depth);
      };
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      const dot = (a: readonly number[], b: readonly number[]) => sum(a.map((value, i) => value * b[i]));
      const expected = (sees: (b: number, query: number, key: number) => boolean) =>
        Array.from({ length: batch * heads * places }, (_, i) => {
          const [b, h, query] = [Math.floor(i / (heads * places)), Math.floor(i / places) % heads, i % places];
          const scores = Array.from({ length: places }, (_, key) =>
            sees(b, query, key) ? Math.exp(dot(row(q, b, h, query), row(k, b, h, key))) : 0,
          );
          return Array.from({ length: depth }, (_, j) =>
            sum(scores.map((score, key) => (score / sum(scores)) * row(v, b, h, key)[j])),
          );
        }).flat();
      tf.tidy(() => {
        const [queries, keys, values] = [q, k, v].map((values) => tf.tensor4d(values, [batch, heads, places, depth]));
        const causal = attend(queries, keys, values, causalMask(places));
        assertNear(
          causal.dataSync(),
          expected((_, query, key) => key <= query),
          1e-5,
        );
        const hiding = attend(queries, keys, values, hidingMask(tf.tensor2d(hidden)));
        assertNear(
          hiding.dataSync(),
          expected((b, _, key) => hidden[b][key] === 0),
          1e-5,
        );
      });
    });

    it('a lookup, and its gradient, are those of one-hot vectors times the table', () => {
      tf.tidy(() => {
        const table = tf.tensor2d(numbers(15, 1), [5, 3]);
        const codes = tf.tensor1d([4, 0, 4, 2], 'int32');
        const dy = tf.tensor2d(numbers(12, 2), [4, 3]);
        const oneHots = tf.cast(tf.oneHot(codes, 5), 'float32') as tf.Tensor2D;
        const [looked, multiplied] = [
          (table: tf.Tensor2D) => lookUp(table, codes),
          (table: tf.Tensor2D) => tf.matMul(oneHots, table),
        ].map((f) => tf.valueAndGrad((x) => f(x as tf.Tensor2D))(table, dy));
        assertNear(looked.value.dataSync(), multiplied.value.dataSync(), 0);
        assertNear(looked.grad.dataSync(), multiplied.grad.dataSync(), 1e-6);
      });
    });
  });
}
