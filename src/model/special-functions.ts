import * as tf from '@tensorflow/tfjs';
import { logTwoPi } from './log-two-pi';

// tfjs has no name for these two. A backend that computes them has a kernel of TensorFlow's name (src/runtime/gamma-kernels.ts).

/** log Gamma(x) of each number, for x > 0. Without a gradient: that is `digamma`. */
export function lgamma<T extends tf.Tensor>(x: T): T {
  return native('Lgamma', x) ?? tf.tidy(() => composedLgamma(x));
}

/** psi(x), the derivative of log Gamma(x), of each number, for x > 0. Without a gradient. */
export function digamma<T extends tf.Tensor>(x: T): T {
  return native('Digamma', x) ?? tf.tidy(() => composedDigamma(x));
}

function native<T extends tf.Tensor>(kernel: string, x: T): T | undefined {
  if (!tf.getKernel(kernel, tf.getBackend())) return undefined;
  return tf.engine().runKernel(kernel, { x }) as tf.Tensor as T;
}

/** From here on the series are exact in float32; what is smaller is moved as far up. */
const shift = 5;

/**
 * Stirling's series, (z - 1/2) log z - z + log(2 pi) / 2 + 1/(12 z) - 1/(360 z^3) + 1/(1260 z^5), from z = 5 on, and
 * log Gamma(x) = log Gamma(x + 5) - log(x (x + 1) ... (x + 4)) below. Exported for tests.
 */
export function composedLgamma<T extends tf.Tensor>(x: T): T {
  const { isSmall, z } = shifted(x);
  const inverse = tf.div(1, z);
  const series = tf.mul(inverse, horner(tf.square(inverse), [1 / 12, -1 / 360, 1 / 1260]));
  const stirling = tf.add(tf.sub(tf.mul(tf.sub(z, 0.5), tf.log(z)), z), tf.add(series, logTwoPi / 2));
  const small = tf.minimum(x, shift);
  const product = Array.from({ length: shift - 1 }, (_, i) => tf.add(small, i + 1)).reduce(
    (all: tf.Tensor, factor) => tf.mul(all, factor),
    small,
  );
  return tf.where(isSmall, tf.sub(stirling, tf.log(product)), stirling) as T;
}

/**
 * log z - 1/(2 z) - 1/(12 z^2) + 1/(120 z^4) - 1/(252 z^6) + 1/(240 z^8) from z = 5 on, and
 * psi(x) = psi(x + 5) - 1/x - ... - 1/(x + 4) below. Exported for tests.
 */
export function composedDigamma<T extends tf.Tensor>(x: T): T {
  const { isSmall, z } = shifted(x);
  const inverse = tf.div(1, z);
  const square = tf.square(inverse);
  const series = tf.mul(square, horner(square, [-1 / 12, 1 / 120, -1 / 252, 1 / 240]));
  const large = tf.add(tf.sub(tf.log(z), tf.mul(inverse, 0.5)), series);
  const reciprocals = Array.from({ length: shift }, (_, i) => tf.div(1, tf.add(x, i)));
  const sum = reciprocals.reduce((all: tf.Tensor, one) => tf.add(all, one));
  return tf.where(isSmall, tf.sub(large, sum), large) as T;
}

function shifted(x: tf.Tensor) {
  const isSmall = tf.less(x, shift);
  return { isSmall, z: tf.where(isSmall, tf.add(x, shift), x) };
}

/** c_0 + c_1 x + c_2 x^2 + ... */
export function horner<T extends tf.Tensor>(x: T, coefficients: readonly number[]): T {
  const [last, ...others] = coefficients.toReversed();
  const [first, ...rest] = others;
  return rest.reduce<T>((sum, c) => tf.add(tf.mul(sum, x), c), tf.add(tf.mul(x, last), first));
}
