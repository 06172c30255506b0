import * as tf from '@tensorflow/tfjs';
import { posteriorOf } from '../../protocol/composition';
import type { ModelConfig } from '../../protocol/config';
import { layerName } from '../../protocol/ladder';
import { klDivergence } from '../divergence';
import { keepWithin } from '../gradient';
import type { Ladder } from '../ladder';
import { dense, tapped } from '../layers';
import { logVarLimit } from '../log-var-limit';
import { posteriorStream } from '../noise';
import type { Parameters } from '../parameters';
import { repeatRows } from '../rows';
import type { Tap } from '../tap';
import { type Gaussian, logDensityOfDrawn, reparameterised } from './gaussian';
import type { Posterior } from './posterior';

/**
 * The way up a ladder: from the last hidden layer d1 of an encoder, [batch, width], to a Gaussian that says what the example says
 * of z1, and by a layer dk more for each layer above to what it says of zk: of the top one, q(zL|x).
 */
export function ladderPosteriors(
  parameters: Parameters,
  config: ModelConfig,
  ladder: Ladder,
  width: number,
): (lowest: Gaussian, hidden: tf.Tensor2D, tap?: Tap) => Posterior {
  const { width: units } = posteriorOf(config);
  const steps = ladder.sizes.slice(1).map((size, below) => {
    const name = `encoder/${layerName(below + 1, ladder.sizes.length)}`;
    const hidden = `${name}/hidden`;
    return {
      up: tapped(hidden, dense(parameters, hidden, below === 0 ? width : units, units, config.activation)),
      mean: dense(parameters, `${name}/mean`, units, size, 'linear'),
      logVar: dense(parameters, `${name}/log_var`, units, size, 'linear'),
    };
  });
  return (lowest, hidden, tap) => {
    const said = [lowest];
    let d = hidden;
    for (const { up, mean, logVar } of steps) {
      d = up(d, tap);
      said.push({ mean: mean(d), logVar: keepWithin(logVar(d), -logVarLimit, logVarLimit) });
    }
    return ladderPosterior(ladder, said);
  };
}

/**
 * q(zL|x) ... q(z1|x, z2) of a ladder (Sønderby et al. 2016, arXiv 1602.02282): zk is what the example says of it, N(u, s),
 * and what the layer above says, p(zk|zk+1) = N(m, v), each weighed by its precision:
 *
 *   q(zk|x, zk+1) = N((u / s + m / v) / (1 / s + 1 / v), 1 / (1 / s + 1 / v))
 *
 * `mean` and `logVar` of a posterior are those of zL, and those of each ek where all layers above it are at their means.
 * @param said What the example says of each layer, the lowest first; of the top one that is q(zL|x).
 */
export function ladderPosterior(ladder: Ladder, said: readonly Gaussian[]): Posterior {
  const atMeans = () => descent(ladder, said, ({ mean }) => mean);
  return {
    get mean() {
      return tf.concat(atMeans().code, 1);
    },
    get logVar() {
      return tf.concat(logVarsOf(atMeans().layers), 1);
    },
    isPoint: false,
    draw(noise, draws = 1) {
      const { sizes } = ladder;
      const latent = sizes.reduce((sum, size) => sum + size, 0);
      const drawn = noise.normal(posteriorStream, latent, draws);
      const own = tf.split<tf.Tensor2D>(drawn, [...sizes], 1);
      const repeated = said.map(({ mean, logVar }) => ({
        mean: repeatRows(mean, draws),
        logVar: repeatRows(logVar, draws),
      }));
      const { code, layers } = descent(ladder, repeated, (q, layer) => reparameterised(q, own[layer]));
      return {
        z: tf.concat(code, 1),
        draws,
        logDensity: () => logDensityOfDrawn(drawn, tf.concat(logVarsOf(layers), 1)),
        standardDivergence() {
          const below = layers.slice(0, -1).map(({ mean, logVar }) => meanOfDraws(klDivergence(mean, logVar), draws));
          const { mean, logVar } = said[said.length - 1];
          return tf.concat([...below, klDivergence(mean, logVar)], 1);
        },
      };
    },
  };
}

/**
 * The way down a ladder, from the top layer to the lowest: of each q(ek|x, zk+1), and ek as it is chosen of it, zL of the top one; the
 * lowest first.
 */
function descent(
  ladder: Ladder,
  said: readonly Gaussian[],
  choose: (q: Gaussian, layer: number) => tf.Tensor2D,
): { readonly code: tf.Tensor2D[]; readonly layers: readonly Gaussian[] } {
  const last = said.length - 1;
  const layers = [said[last]];
  const code = [choose(said[last], last)];
  let z = code[0];
  for (let layer = last - 1; layer >= 0; layer--) {
    const p = ladder.conditional(layer, z);
    const q = merged(said[layer], p);
    const e = choose(q, layer);
    layers.unshift(q);
    code.unshift(e);
    if (layer > 0) z = reparameterised(p, e);
  }
  return { code, layers };
}

/**
 * What two Gaussians of zk say together, in the coordinates e = (zk - m) / sqrt(v) of a code, with the ratio r = v / s of precisions:
 *
 *   q(e|x, zk+1) = N((u - m) / sqrt(v) r / (1 + r), 1 / (1 + r))
 *
 * whose KL from N(0, I) is that of q(zk|x, zk+1) from p(zk|zk+1): in closed form for a draw of zk+1.
 */
function merged({ mean: u, logVar: s }: Gaussian, { mean: m, logVar: v }: Gaussian): Gaussian {
  const logRatio = tf.sub<tf.Tensor2D>(v, s);
  const offset = tf.mul(tf.sub(u, m), tf.exp(tf.mul(v, -0.5)));
  return { mean: tf.mul(offset, tf.sigmoid(logRatio)), logVar: tf.neg(tf.softplus(logRatio)) };
}

function logVarsOf(layers: readonly Gaussian[]): tf.Tensor2D[] {
  return layers.map(({ logVar }) => logVar);
}

/** [batch x draws, width] to [batch, width]. */
function meanOfDraws(values: tf.Tensor2D, draws: number): tf.Tensor2D {
  return draws === 1 ? values : tf.mean(tf.reshape(values, [-1, draws, values.shape[1]]), 1);
}
