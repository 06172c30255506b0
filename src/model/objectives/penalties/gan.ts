import * as tf from '@tensorflow/tfjs';
import type { Gan } from '../../../protocol/gan';
import type { Autoencoder } from '../../autoencoder';
import { minusLogFirst, minusLogSecond } from '../../discriminator';
import { stopGradient } from '../../gradient';
import type { ImageDiscriminator } from '../../image-discriminator';
import { joinRows } from '../../rows';
import type { Pass } from '../batch';
import type { Penalty } from '../penalty';

/**
 * VAE-GAN (Larsen et al. 2016, arXiv 1512.09300, algorithm 1): a discriminator D tells examples x from their reconstructions x' and from
 * what the decoder makes of draws from the prior, x_p. Who minimises what:
 *
 *   encoder        1/2 ||D_l(x) - D_l(x')||^2 + beta KL
 *   decoder        1/2 ||D_l(x) - D_l(x')||^2 + weight (-log D(x') - log D(x_p))
 *   discriminator  -log D(x) - log(1 - D(x')) - log(1 - D(x_p))
 *
 * with a hidden layer D_l, that is -log N(D_l(x); D_l(x'), I) but for its constant; the paper's gamma is 1 / weight. The decoder has the
 * non-saturating loss of Goodfellow et al. 2014 in place of log(1 - D). No gradient of it reaches the encoder, so that
 * reconstructions are decoded once more for it, from codes that are constants.
 */
export function gan(model: Autoencoder, discriminator: ImageDiscriminator, { weight, features }: Gan): Penalty[] {
  const { judge, judgeFixed } = discriminator;
  const decode = (z: tf.Tensor2D, { classes, tap }: Pass) => model.decode(stopGradient(z), { classes, tap }).mean();
  const fromPrior = (pass: Pass) => decode(model.prior.draw(pass.noise), pass);
  const error: Penalty = {
    term: 'features',
    weight: features,
    of: ({ passes }) =>
      meanOf(passes, ({ x, output }) => {
        const difference = tf.sub(judgeFixed(x).hidden, judgeFixed(output.mean()).hidden);
        return tf.mul(tf.sum(tf.square(difference), 1), 0.5);
      }),
  };
  const deception: Penalty = {
    term: 'gan',
    weight,
    of: ({ passes }) =>
      meanOf(passes, (pass) => {
        const [rebuilt, drawn] = [decode(pass.z, pass), fromPrior(pass)].map((images) => judgeFixed(images).logits);
        return tf.add(minusLogFirst(rebuilt), minusLogFirst(drawn));
      }),
    opponent: ({ passes }) =>
      meanOf(passes, (pass) => {
        const made = [pass.output.mean(), fromPrior(pass)].map((images) => judge(stopGradient(images)).logits);
        const [rebuilt, drawn] = made.map(minusLogSecond);
        return tf.add(minusLogFirst(judge(pass.x).logits), tf.add(rebuilt, drawn));
      }),
  };
  return features > 0 ? [error, deception] : [deception];
}

function meanOf(passes: readonly Pass[], of: (pass: Pass) => tf.Tensor1D): tf.Scalar {
  return tf.mean(joinRows(passes.map(of)));
}
