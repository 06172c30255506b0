import * as tf from '@tensorflow/tfjs';
import type { Codes } from '../exploration/projection';
import { type PrincipalComponents, principalComponents } from '../model/principal-components';
import type { MeasureContext } from './context';
import { perContext } from './per-context';

/** Rows of which coordinates are computed at once. */
const batch = 4096;

/** What principal components of as many dimensions as the latent space make of the same examples: the best linear autoencoder. */
export interface LinearCodes {
  readonly judged: Codes;
  /** Null where there are no examples beside the judged ones: then they are fitted on these. */
  readonly reference: Codes | null;
  /** What the judged examples are when they are rebuilt of their codes, count x features. */
  reconstructions(): Float32Array;
}

/**
 * Fitted on the reference examples, and applied to the judged ones as the model is: its encoder has not seen them either. Computed once
 * for a context.
 */
export const linearCodesOf = perContext(({ judged, reference, model, seed }: MeasureContext): LinearCodes => {
  const fitted = reference ?? judged;
  const width = judged.originals().length / judged.count;
  const rows = tf.tensor2d(fitted.originals(), [fitted.count, width]);
  const found = principalComponents(rows, model.latent, seed);
  rows.dispose();
  const own = coordinates(judged.originals(), found);
  let known: Float32Array | undefined;
  return {
    judged: own,
    reference: reference && coordinates(reference.originals(), found),
    reconstructions() {
      known ??= rebuilt(own, found);
      return known;
    },
  };
});

/** c = B (x - m), of each row. */
export function coordinates(values: Float32Array, { mean, components }: PrincipalComponents): Codes {
  const latent = components.length / mean.length;
  const means = inBatches(values, mean.length, latent, (rows) => {
    const basis = tf.tensor2d(components, [latent, mean.length]);
    return tf.matMul(tf.sub<tf.Tensor2D>(rows, mean), basis, false, true);
  });
  return { latent, means };
}

/** x = m + B^T c, of each row. */
export function rebuilt({ means, latent }: Codes, { mean, components }: PrincipalComponents): Float32Array {
  return inBatches(means, latent, mean.length, (rows) => {
    const basis = tf.tensor2d(components, [latent, mean.length]);
    return tf.add<tf.Tensor2D>(tf.matMul(rows, basis), mean);
  });
}

function inBatches(
  values: Float32Array,
  width: number,
  outputs: number,
  map: (rows: tf.Tensor2D) => tf.Tensor2D,
): Float32Array {
  const count = values.length / width;
  const result = new Float32Array(count * outputs);
  for (let begin = 0; begin < count; begin += batch) {
    const end = Math.min(count, begin + batch);
    const part = tf.tidy(() =>
      map(tf.tensor2d(values.slice(begin * width, end * width), [end - begin, width])).dataSync<'float32'>(),
    );
    result.set(part, begin * outputs);
  }
  return result;
}
