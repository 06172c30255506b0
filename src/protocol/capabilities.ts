import { hasKlByDimension } from './composition';
import type { ModelConfig } from './config';

/** What a model has. A family of models declares it here; whoever asks need not know the family. */
export interface Capabilities {
  /** Its posterior has a spread: the encoder gives log-variances beside the means, and training draws the codes. */
  readonly spread: boolean;
  /** A prior p(z), which codes can be drawn from. */
  readonly prior: boolean;
  /** KL(q(z|x) || p(z)), with a weight in the loss. */
  readonly kl: boolean;
  /** It is the sum of the KLs of the latent dimensions, each known in closed form. */
  readonly klByDimension: boolean;
  /** A lower bound of log p(x), which can then be estimated by draws of the code as well. */
  readonly elbo: boolean;
  /** Its p(x|z) is a density, whose variance may be learned; else a Gaussian's loss is ||x - x'||^2, in no unit of its own. */
  readonly density: boolean;
}

const families: Readonly<Record<ModelConfig['kind'], Omit<Capabilities, 'klByDimension'>>> = {
  vae: { spread: true, prior: true, kl: true, elbo: true, density: true },
  ae: { spread: false, prior: false, kl: false, elbo: false, density: false },
};

export function capabilitiesOf(model: Pick<ModelConfig, 'kind' | 'posterior' | 'prior'>): Capabilities {
  const family = families[model.kind];
  return { ...family, klByDimension: family.kl && hasKlByDimension(model) };
}
