import type { Marginals } from '../../protocol/prior-fit';

/** Where densities are taken in each dimension. */
const places = 61;
/** Normal distributions of which the density over all codes is the mean, at most. */
const components = 512;
/** A normal density is nothing beyond so many standard deviations. */
const reach = 4;

const logTwoPi = Math.log(2 * Math.PI);

/** q(z|x) of some examples, rows x latent each. */
interface Posteriors {
  readonly means: Float32Array;
  readonly logVars: Float32Array;
}

/** Normal distributions of one number. */
interface Mixture {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

/**
 * The densities of each latent dimension over the posteriors of examples, whose mean they are, and under the prior.
 * @param draws Of the prior, rows x latent: of another than N(0, I) its density is estimated from them, by a Gaussian kernel.
 */
export function marginalsOf(
  { means, logVars }: Posteriors,
  draws: Float32Array,
  latent: number,
  isStandard: boolean,
): Marginals {
  const shape = latent * places;
  const marginals = {
    places: new Float32Array(shape),
    prior: new Float32Array(shape),
    posterior: new Float32Array(shape),
    distances: new Float64Array(latent),
  };
  for (let dimension = 0; dimension < latent; dimension++) {
    const posterior: Mixture = {
      means: dimensionOf(means, latent, dimension, components),
      deviations: dimensionOf(logVars, latent, dimension, components).map((logVar) => Math.exp(logVar / 2)),
    };
    const prior = isStandard
      ? { means: [0], deviations: [1] }
      : smoothed(dimensionOf(draws, latent, dimension, components));
    const [low, high] = rangeOf([prior, posterior]);
    const step = (high - low) / (places - 1);
    for (let k = 0; k < places; k++) {
      const at = dimension * places + k;
      const place = low + k * step;
      marginals.places[at] = place;
      marginals.prior[at] = density(prior, place);
      marginals.posterior[at] = density(posterior, place);
      const difference = Math.abs(marginals.prior[at] - marginals.posterior[at]);
      // By trapezoids.
      marginals.distances[dimension] += (difference * step * (k === 0 || k === places - 1 ? 0.5 : 1)) / 2;
    }
  }
  return marginals;
}

/** Numbers of one dimension of rows, evenly spread over them. */
function dimensionOf(values: Float32Array, latent: number, dimension: number, most: number): number[] {
  const rows = values.length / latent;
  const count = Math.min(rows, most);
  return Array.from({ length: count }, (_, i) => values[Math.floor((i * rows) / count) * latent + dimension]);
}

/** By a Gaussian kernel of Silverman's width (1986, equation 3.28, for the normal distribution), 1.06 s n^(-1/5). */
function smoothed(values: readonly number[]): Mixture {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
  const width = 1.06 * Math.sqrt(variance) * values.length ** -0.2 || 1e-3;
  return { means: values, deviations: values.map(() => width) };
}

function rangeOf(mixtures: readonly Mixture[]): readonly [number, number] {
  const ends = mixtures.flatMap(({ means, deviations }) =>
    means.flatMap((mean, i) => [mean - reach * deviations[i], mean + reach * deviations[i]]),
  );
  return [ends.reduce((a, b) => Math.min(a, b)), ends.reduce((a, b) => Math.max(a, b))];
}

function density({ means, deviations }: Mixture, place: number): number {
  let sum = 0;
  for (let i = 0; i < means.length; i++) {
    const deviation = deviations[i];
    sum += Math.exp(-(((place - means[i]) / deviation) ** 2) / 2 - logTwoPi / 2) / deviation;
  }
  return sum / means.length;
}
