import { standardKl } from '../../model/standard-kl';
import { type Estimate, meanOf } from '../estimate';

/** A dimension whose KL is below this, nats, of all examples but so small a share has collapsed. */
const collapse = { nats: 0.01, share: 0.01 };

export interface KlByDimension {
  /** Of each dimension, nats: the mean over the examples. */
  readonly dimensions: readonly Estimate[];
  /** All of them together, nats. */
  readonly total: Estimate;
  /** The share of dimensions that have collapsed, of so many; a share of what is, so without an error of examples. */
  readonly collapsed: number;
}

/**
 * KL(q(z_j|x) || N(0, 1)) by dimension (Kingma & Welling 2014, arXiv 1312.6114, appendix B), and how many dimensions have
 * collapsed to the prior: (epsilon, delta)-collapse, P_x[KL_j < epsilon] >= 1 - delta (Lucas, Tucker, Grosse & Norouzi 2019, "Don't Blame
 * the ELBO!", arXiv 1911.02469, section 6), with epsilon = 0.01 nats and delta = 0.01. Costs n d.
 * @param means @param logVars examples x latent each
 */
export function klByDimension(means: Float32Array, logVars: Float32Array, latent: number): KlByDimension {
  const n = means.length / latent;
  const kl = Float64Array.from(means, (mean, at) => standardKl(mean, logVars[at]));
  const each = Array.from({ length: latent }, (_, j) => kl.filter((_, at) => at % latent === j));
  const totals = new Float64Array(n);
  for (const [at, value] of kl.entries()) totals[Math.floor(at / latent)] += value;
  const hasCollapsed = (values: Float64Array) =>
    values.filter((value) => value < collapse.nats).length >= (1 - collapse.share) * n;
  return { dimensions: each.map(meanOf), total: meanOf(totals), collapsed: each.filter(hasCollapsed).length };
}
