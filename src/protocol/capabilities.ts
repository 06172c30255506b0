import { hasKlByDimension } from './composition';
import type { ModelConfig } from './config';

/** What a model has. A family of models declares it here; whoever asks need not know the family. */
export interface Capabilities {
  /** Its posterior has a spread: the encoder gives log-variances beside the means, and training draws the codes. */
  readonly spread: boolean;
  /** A prior p(z), which codes can be drawn from. */
  readonly prior: boolean;
  /** KL(q(z|x) || p(z)) differs from example to example, and has a weight in the loss. */
  readonly kl: boolean;
  /** It is the sum of the KLs of the latent dimensions, each known in closed form. */
  readonly klByDimension: boolean;
  /** A lower bound of log p(x), of which KL(q(z|x) || p(z)) is a part. */
  readonly elbo: boolean;
  /** Draws of the code come nearer to log p(x) than the bound. */
  readonly likelihood: boolean;
  /** Its p(x|z) is a density, whose variance may be learned; else a Gaussian's loss is ||x - x'||^2, in no unit of its own. */
  readonly density: boolean;
}

const plain: Capabilities = {
  spread: false,
  prior: false,
  kl: false,
  klByDimension: false,
  elbo: false,
  likelihood: false,
  density: false,
};
const all = { spread: true, prior: true, kl: true, elbo: true, likelihood: true, density: true };

export function capabilitiesOf(model: Pick<ModelConfig, 'kind' | 'posterior' | 'prior'>): Capabilities {
  if (model.kind === 'ae') return plain;
  const variational = { ...all, klByDimension: hasKlByDimension(model) };
  switch (model.posterior?.name) {
    // All of q(z|x) is at one code: the KL is the same for all, and every draw is that code.
    case 'quantised':
    case 'scalar-quantised':
      return { ...variational, spread: false, kl: false, likelihood: false };
    case 'gumbel':
      return { ...variational, spread: false };
    default:
      return variational;
  }
}
