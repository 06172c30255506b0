import * as tf from '@tensorflow/tfjs';
import { posteriorOf } from '../../protocol/composition';
import type { ModelConfig } from '../../protocol/config';
import { klDivergence } from '../divergence';
import { keepWithin } from '../gradient';
import type { Ladder } from '../ladder';
import { dense, tapped } from '../layers';
import { logVarLimit } from '../log-var-limit';
import { posteriorStream } from '../noise';
import type { Parameters } from '../parameters';
import { joinColumns, repeatRows } from '../rows';
import type { Tap } from '../tap';
import { type Gaussian, logDensityOfDrawn, reparameterised } from './gaussian';
import type { Posterior } from './posterior';

/**
 * The way up a ladder: from the last hidden layer d1 of an encoder, [batch, width], to a Gaussian that says what the example says
 * of z1, and by one more layer d2 to q(z2|x).
 */
export function ladderPosteriors(
  parameters: Parameters,
  config: ModelConfig,
  ladder: Ladder,
  width: number,
): (lower: Gaussian, hidden: tf.Tensor2D, tap?: Tap) => Posterior {
  const { width: units } = posteriorOf(config);
  const name = 'encoder/top/hidden';
  const up = tapped(name, dense(parameters, name, width, units, config.activation));
  const mean = dense(parameters, 'encoder/top/mean', units, ladder.top, 'linear');
  const logVar = dense(parameters, 'encoder/top/log_var', units, ladder.top, 'linear');
  return (lower, hidden, tap) => {
    const h = up(hidden, tap);
    return ladderPosterior(ladder, lower, { mean: mean(h), logVar: keepWithin(logVar(h), -logVarLimit, logVarLimit) });
  };
}

/**
 * q(z2|x) q(z1|x, z2) of a ladder (Sønderby et al. 2016, arXiv 1602.02282): z1 is what the example says of it, N(u, s),
 * and what z2 says, p(z1|z2) = N(m, v), each weighed by its precision:
 *
 *   q(z1|x, z2) = N((u / s + m / v) / (1 / s + 1 / v), 1 / (1 / s + 1 / v))
 *
 * In the coordinates of a code, e = (z1 - m) / sqrt(v), with the ratio r = v / s of precisions, that is
 *
 *   q(e|x, z2) = N((u - m) / sqrt(v) r / (1 + r), 1 / (1 + r))
 *
 * whose KL from N(0, I) is that of q(z1|x, z2) from p(z1|z2): in closed form for a draw of z2.
 *
 * `mean` and `logVar` of a posterior are those of z2, and those of e where z2 is at its mean.
 */
export function ladderPosterior(ladder: Ladder, lower: Gaussian, top: Gaussian): Posterior {
  const given = (z2: tf.Tensor2D, draws = 1): Gaussian => {
    const { mean, logVar } = ladder.conditional(z2);
    const [u, s] = [lower.mean, lower.logVar].map((own) => repeatRows(own, draws));
    const logRatio = tf.sub<tf.Tensor2D>(logVar, s);
    const offset = tf.mul(tf.sub(u, mean), tf.exp(tf.mul(logVar, -0.5)));
    return { mean: tf.mul(offset, tf.sigmoid(logRatio)), logVar: tf.neg(tf.softplus(logRatio)) };
  };
  return {
    get mean() {
      return joinColumns(given(top.mean).mean, top.mean);
    },
    get logVar() {
      return joinColumns(given(top.mean).logVar, top.logVar);
    },
    isPoint: false,
    draw(noise, draws = 1) {
      const drawn = noise.normal(posteriorStream, ladder.lower + ladder.top, draws);
      const [ofLower, ofTop] = tf.split<tf.Tensor2D>(drawn, [ladder.lower, ladder.top], 1);
      const above: Gaussian = { mean: repeatRows(top.mean, draws), logVar: repeatRows(top.logVar, draws) };
      const z2 = reparameterised(above, ofTop);
      const own = given(z2, draws);
      const z = joinColumns(reparameterised(own, ofLower), z2);
      return {
        z,
        draws,
        logDensity: () => logDensityOfDrawn(drawn, joinColumns(own.logVar, above.logVar)),
        standardDivergence() {
          const [below, beyond] = [klDivergence(own.mean, own.logVar), klDivergence(top.mean, top.logVar)];
          return joinColumns(draws === 1 ? below : meanOfDraws(below, draws), beyond);
        },
      };
    },
  };
}

/** [batch x draws, width] to [batch, width]. */
function meanOfDraws(values: tf.Tensor2D, draws: number): tf.Tensor2D {
  return tf.mean(tf.reshape(values, [-1, draws, values.shape[1]]), 1);
}
