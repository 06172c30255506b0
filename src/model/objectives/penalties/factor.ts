import * as tf from '@tensorflow/tfjs';
import { type Discriminator, lossOfFirst, lossOfSecond } from '../../discriminator';
import { stopGradient } from '../../gradient';
import type { Batch } from '../batch';
import type { Penalty } from '../penalty';

/**
 * FactorVAE (Kim & Mnih 2018, arXiv 1802.05983): the total correlation KL(q(z) || prod_j q(z_j)) as the mean logit of a
 * discriminator that tells codes from codes whose dimensions were permuted over the batch, each by itself (its algorithms
 * 1 and 2; here both players step at once, and on the same batch).
 */
export function discriminatedCorrelation(weight: number, discriminator: Discriminator): Penalty {
  return {
    term: 'totalCorrelation',
    weight,
    of: ({ z }) => tf.mean(discriminator.judgeFixed(z)),
    opponent(batch) {
      const joint = discriminator.judge(stopGradient(batch.z));
      const independent = discriminator.judge(stopGradient(permuteDimensions(batch)));
      return tf.mul(tf.add(lossOfFirst(joint), lossOfSecond(independent)), 0.5);
    },
  };
}

/** The codes of a batch, each dimension in a random order of its own: draws from the product of its marginals. */
export function permuteDimensions(batch: Batch): tf.Tensor2D {
  const { z, examples, latent } = batch;
  // The order of random numbers is a random order.
  const chances = tf.transpose(batch.draw('uniform', 'permutation', latent));
  const { indices } = tf.topk(chances, examples);
  const rows = tf.tensor2d(
    Array.from({ length: latent }, (_, j) => j * examples),
    [latent, 1],
    'int32',
  );
  const places = tf.reshape(tf.add(indices, rows), [latent * examples]);
  const permuted = tf.gather(tf.reshape(tf.transpose(z), [latent * examples]), places);
  return tf.transpose(tf.reshape(permuted, [latent, examples]));
}
