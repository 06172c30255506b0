import type { ObjectiveConfig } from '../../../protocol/config';
import { ganOf } from '../../../protocol/gan';
import type { Autoencoder } from '../../autoencoder';
import type { Penalty } from '../penalty';
import { adversarialPrior } from './adversarial';
import { codebookPerplexity, commitment } from './codebook';
import { contraction } from './contraction';
import { covariance } from './covariance';
import { discriminatedCorrelation } from './factor';
import { gan } from './gan';
import { meanDiscrepancy } from './mean-discrepancy';
import { absoluteSparsity, activationSparsity } from './sparsity';
import { totalCorrelation } from './total-correlation';

/** What a configuration adds to the loss. @param examples How many the data set has. */
export function penaltiesOf(model: Autoencoder, config: ObjectiveConfig, examples: number): Penalty[] {
  const penalties: Penalty[] = [];
  const { codebook } = model.discrete ?? {};
  if (codebook) penalties.push(commitment(codebook), codebookPerplexity);
  const { totalCorrelation: correlation, covariance: shape, mmd, adversarial, sparsity, contraction: slope } = config;
  const { discriminator, imageDiscriminator } = model;
  const ofImages = ganOf(config);
  if (correlation?.weight) {
    const { weight } = correlation;
    penalties.push(
      discriminator && correlation.by === 'discriminator'
        ? discriminatedCorrelation(weight, discriminator)
        : totalCorrelation(weight, examples),
    );
  }
  if (shape?.offDiagonal || shape?.diagonal) {
    const { of = 'means', offDiagonal = 0, diagonal = 0 } = shape;
    penalties.push(covariance(of, { offDiagonal, diagonal }));
  }
  if (mmd?.weight) penalties.push(meanDiscrepancy(mmd.weight, mmd.kernel ?? 'inverse-multiquadric'));
  if (adversarial?.weight && discriminator) penalties.push(adversarialPrior(adversarial.weight, discriminator));
  if (ofImages && imageDiscriminator) penalties.push(...gan(model, imageDiscriminator, ofImages));
  if (sparsity?.weight) {
    const { weight, by = 'l1', target = 0.05 } = sparsity;
    penalties.push(by === 'l1' ? absoluteSparsity(weight) : activationSparsity(weight, target));
  }
  if (slope?.weight) penalties.push(contraction(model, slope.weight));
  return penalties;
}
