import * as tf from '@tensorflow/tfjs';
import { type Discriminator, lossOfFirst, lossOfSecond } from '../../discriminator';
import { stopGradient } from '../../gradient';
import { priorStream } from '../../priors/prior';
import type { Penalty } from '../penalty';

/**
 * The adversarial autoencoder (Makhzani et al. 2015, arXiv 1511.05644): a discriminator tells draws from the prior N(0, I)
 * from codes, and the encoder learns to have its codes taken for draws (by the non-saturating loss of Goodfellow et al. 2014).
 */
export function adversarialPrior(weight: number, discriminator: Discriminator): Penalty {
  return {
    term: 'adversarial',
    weight,
    of: ({ z }) => lossOfFirst(discriminator.judgeFixed(z)),
    opponent(batch) {
      const drawn = discriminator.judge(batch.draw('normal', priorStream, batch.latent));
      const encoded = discriminator.judge(stopGradient(batch.z));
      return tf.mul(tf.add(lossOfFirst(drawn), lossOfSecond(encoded)), 0.5);
    },
  };
}
