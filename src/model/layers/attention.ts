import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';
import { dense, product } from '../layers';
import type { Parameters } from '../parameters';

/** Added to the score of what must not be seen: its share is exactly 0, and where nothing may be seen all shares are equal. */
const unseen = -1e9;

/** What attention has seen so far, place by place; places that come later are 0. Each [batch, heads, places, depth]. */
export interface Seen {
  readonly keys: tf.Tensor4D;
  readonly values: tf.Tensor4D;
}

/** Attention of the places of a sequence to each other. */
export interface SelfAttention {
  /** @param x [batch x places, width]. @param mask Is added to the scores: its shape goes with [batch, heads, places, places]. */
  apply(x: tf.Tensor2D, batch: number, mask: tf.Tensor): tf.Tensor2D;
  /**
   * The same for one place after those that were seen: [batch, width].
   * @param place Which it is, one-hot, [places, 1]. @param mask [1, places].
   */
  step(x: tf.Tensor2D, seen: Seen, place: tf.Tensor2D, mask: tf.Tensor2D): { y: tf.Tensor2D; seen: Seen };
}

/**
 * Multi-head attention (Vaswani et al. 2017, arXiv 1706.03762, section 3.2). Queries, keys and values come from one product, and
 * are brought into the order of heads by one transposition. As in the paper they have no bias: that of keys would change no share.
 */
export function selfAttention(parameters: Parameters, name: string, width: number, heads: number): SelfAttention {
  const project = product(parameters, `${name}/query_key_value`, width, 3 * width);
  const output = dense(parameters, `${name}/output`, width, width, 'linear');
  const depth = width / heads;
  const split = (x: tf.Tensor2D, batch: number) => {
    const parts = tf.reshape(project(x), [batch, -1, 3, heads, depth]);
    const [q, k, v] = tf.unstack(tf.transpose(parts, [2, 0, 3, 1, 4])) as tf.Tensor4D[];
    return [tf.mul<tf.Tensor4D>(q, 1 / Math.sqrt(depth)), k, v] as const;
  };
  const join = (x: tf.Tensor4D) => output(tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [-1, width]));
  return {
    apply(x, batch, mask) {
      const [q, k, v] = split(x, batch);
      return join(attend(q, k, v, mask));
    },
    step(x, before, place, mask) {
      const [q, k, v] = split(x, x.shape[0]);
      const seen: Seen = {
        keys: tf.add(before.keys, tf.mul(k, place)),
        values: tf.add(before.values, tf.mul(v, place)),
      };
      return { y: join(attend(q, seen.keys, seen.values, mask)), seen };
    },
  };
}

/**
 * softmax(q k^T + mask) v, the softmax over keys; the scale is in q. With s the softmax and y the result, the gradients are
 *
 *   dv = s^T dy,   dk = a^T q,   dq = a k,   a = s (dy v^T - sum(dy y))
 *
 * where the sum is over the depth, which is shorter than the one over keys that it is equal to.
 * @param q [batch, heads, queries, depth]. @param k And `v`: [batch, heads, keys, depth].
 */
export function attend(q: tf.Tensor4D, k: tf.Tensor4D, v: tf.Tensor4D, mask: tf.Tensor): tf.Tensor4D {
  return withGradient<tf.Tensor4D>(
    [q, k, v],
    () => {
      const shares: tf.Tensor4D = tf.softmax(tf.add(tf.matMul(q, k, false, true), mask));
      const value: tf.Tensor4D = tf.matMul(shares, v);
      return { value, saved: [q, k, v, shares, value] };
    },
    (dy, [q, k, v, shares, value]) => {
      const along = tf.sum(tf.mul(dy, value), -1, true);
      const slope = tf.mul(shares, tf.sub(tf.matMul(dy, v, false, true), along));
      return [tf.matMul(slope, k), tf.matMul(slope, q, true, false), tf.matMul(shares, dy, true, false)];
    },
  );
}

/** By which a place sees itself and those before it: [places, places]. */
export function causalMask(places: number): tf.Tensor2D {
  const values = new Float32Array(places * places);
  for (let i = 0; i < places; i++) values.fill(unseen, i * places + i + 1, (i + 1) * places);
  return tf.tensor2d(values, [places, places]);
}

/** By which nobody sees the places of which `isHidden`, [batch, places], is 1: [batch, 1, 1, places]. */
export function hidingMask(isHidden: tf.Tensor2D): tf.Tensor4D {
  const [batch, places] = isHidden.shape;
  return tf.reshape(tf.mul(isHidden, unseen), [batch, 1, 1, places]);
}
