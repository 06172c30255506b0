import type { MeasureCost, MeasureGroup, MeasureName } from '../../src/protocol/measures';
import { t } from '../l10n';

/** What each group of measures is about. */
export function groupWords(group: MeasureGroup): string {
  return {
    reduction: t('Reduction'),
    density: t('Density'),
    reconstruction: t('Reconstruction'),
    generation: t('Generation'),
    health: t('Health'),
    interpretability: t('Interpretability'),
  }[group];
}

export function measureWords(measure: MeasureName): string {
  return {
    trustworthiness: t('Trustworthiness'),
    continuity: t('Continuity'),
    'neighbour-overlap': t('Neighbour overlap'),
    shepard: t('Shepard correlation'),
    'knn-accuracy': t('Accuracy of nearest neighbours'),
    'probe-accuracy': t('Accuracy of a linear probe'),
    elbo: t('ELBO and its parts'),
    'log-likelihood': t('Log-likelihood, importance sampling'),
    'log-likelihood-ais': t('Log-likelihood, annealed importance sampling'),
    'bits-per-dimension': t('Bits per dimension'),
    'elbo-decomposition': t('Parts of the KL'),
    mse: t('Mean squared error'),
    psnr: t('Peak signal-to-noise ratio'),
    ssim: t('Structural similarity'),
    'rate-distortion': t('Rate and distortion'),
    columns: t('Columns'),
    characters: t('Characters right'),
    mmd: t('Maximum mean discrepancy'),
    frechet: t('Fréchet distance'),
    'precision-recall': t('Precision and recall'),
    'density-coverage': t('Density and coverage'),
    novelty: t('Novelty'),
    ngrams: t('n-grams'),
    'active-units': t('Active units'),
    'kl-by-dimension': t('KL by dimension'),
    'code-usage': t('Use of codes'),
    calibration: t('Calibration'),
    'generalisation-gap': t('Generalisation gap'),
    memorisation: t('Memorisation'),
    mig: t('Mutual information gap'),
    modularity: t('Modularity'),
    sap: t('Separated attribute predictability'),
    dci: t('DCI by lasso'),
    'dci-trees': t('DCI by trees'),
    'factor-vae-score': t('FactorVAE score'),
    'beta-vae-score': t('β-VAE score'),
    'followed-columns': t('Columns that dimensions follow'),
  }[measure];
}

/** How long it takes, before anybody waits for it. */
export function costWords(costs: readonly MeasureCost[]): string {
  if (costs.includes('asked')) return t('takes minutes');
  if (costs.includes('square')) return t('takes seconds; grows with the square of the examples');
  return t('takes seconds; grows with the examples');
}

/** Of what a value is, where that is one of a few things; a column or a layout has its own name. */
export function ofWords(of: string | undefined): string {
  switch (of) {
    case undefined:
      return '';
    case 'codes':
      return t('codes');
    case 'pca':
      return t('PCA');
    case 'pca-any':
      return t('PCA of any dimension');
    case 'samples':
      return t('samples');
    case 'examples':
      return t('real examples');
    case 'posterior':
      return t('draws of the posterior');
    default:
      return of;
  }
}
