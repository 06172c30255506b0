import { capabilitiesOf } from '../src/protocol/capabilities';
import type { RunConfig } from '../src/protocol/config';
import type { DataSummary } from '../src/protocol/data';
import { choiceName } from '../src/protocol/field-words';
import { fieldOf } from '../src/protocol/fields';
import type { LikelihoodName } from '../src/protocol/likelihoods';
import type { BackendInfo } from '../src/protocol/run';
import { lossTermsOf, termInSum, termWeight } from '../src/protocol/terms';
import { t, translate } from './l10n';
import { formatValue } from './numbers';

/** The model in a line, e.g. `VAE · convolutions 32, 64 · 16 latent dimensions · Bernoulli`. */
export function modelInWords(config: RunConfig): string {
  const { model, objective } = config;
  const parts = [
    nameInWords(config),
    hiddenInWords(model),
    ...(model.linearPath ? [t('beside a linear path')] : []),
    model.latent === 1 ? t('1 latent dimension') : t('{0} latent dimensions', model.latent),
    ...(model.posterior?.name ? [translate(choiceName(fieldOf('model.posterior.name'), model.posterior.name))] : []),
    likelihoodWords[model.likelihood](model),
  ];
  if (capabilitiesOf(model).kl) parts.push(...objectiveInWords(objective));
  parts.push(...penaltiesInWords(config));
  return parts.join(' · ');
}

/** The family that it began as, or what kind of model it is. */
function nameInWords({ family, model }: RunConfig): string {
  if (family) return translate(choiceName(fieldOf('family'), family));
  return model.kind === 'vae' ? t('VAE') : t('Autoencoder');
}

/** What is added to the ELBO or the reconstruction error. */
function penaltiesInWords(config: RunConfig): readonly string[] {
  const { corruption } = config.objective;
  const penalties = lossTermsOf(config).filter((name) => name !== 'reconstruction' && name !== 'kl');
  return [
    ...penalties.map((name) => t('{0} × {1}', formatValue(termWeight(name, config)), translate(termInSum(name)))),
    ...(corruption?.amount ? [t('inputs corrupted by {0}', formatValue(corruption.amount))] : []),
  ];
}

function hiddenInWords({ architecture, hidden }: RunConfig['model']): string {
  if (hidden.length === 0) return t('linear');
  const sizes = hidden.join(', ');
  switch (architecture) {
    case 'dense':
      return t('dense layers {0}', sizes);
    case 'conv':
      return t('convolutions {0}', sizes);
    case 'residual':
      return t('residual convolutions {0}', sizes);
    case 'transformer':
      return t('transformer {0}', sizes);
    case 'gru':
      return t('gated recurrent units {0}', sizes);
  }
}

/** What differs from the ELBO as it is. */
function objectiveInWords({ beta, warmUpEpochs, freeBits, capacity }: RunConfig['objective']): readonly string[] {
  return [
    ...(beta === 1 ? [] : [t('beta {0}', formatValue(beta))]),
    ...(warmUpEpochs > 0 ? [t('warm-up over {0} epochs', formatValue(warmUpEpochs))] : []),
    ...(capacity?.nats ? [t('capacity {0} nats', formatValue(capacity.nats))] : []),
    ...(freeBits > 0 ? [t('free bits {0} nats', formatValue(freeBits))] : []),
  ];
}

const likelihoodWords: Readonly<Record<LikelihoodName, (model: RunConfig['model']) => string>> = {
  bernoulli: () => t('Bernoulli'),
  'continuous-bernoulli': () => t('Continuous Bernoulli'),
  gaussian: ({ variance }) => t('Gaussian, variance {0}', formatValue(variance)),
  'gaussian-learned': () => t('Gaussian, learned variance'),
  'discretised-logistic': () => t('Discretised logistic'),
  mixed: () => t('Gaussian and categorical'),
  categorical: () => t('Categorical'),
  poisson: () => t('Poisson'),
  'negative-binomial': () => t('Negative binomial'),
  'zero-inflated-negative-binomial': () => t('Zero-inflated negative binomial'),
};

/** The data in a line, e.g. `digits, 10,000 images 28×28`; of a sample, what it is of. */
export function dataInWords(data: DataSummary): string {
  if (data.streamed === undefined) return examplesInWords(data, data.examples);
  return t('{0}; {1} of them shown', examplesInWords(data, data.streamed), data.examples);
}

function examplesInWords({ kind, name, shape }: DataSummary, count: number): string {
  switch (kind) {
    case 'images':
      return t('{0}, {1} images {2}', name, count, shape.slice(0, 2).join('×'));
    case 'table':
      return t('{0}, {1} rows', name, count);
    case 'text':
      return t('{0}, {1} texts of {2} characters', name, count, shape[0] ?? 0);
    case 'vectors':
      return t('{0}, {1} vectors of {2}', name, count, shape[0] ?? 0);
  }
}

export function backendInWords({ name, version }: BackendInfo): string {
  switch (name) {
    case 'tensorflow':
      return t('TensorFlow {0}', version);
    case 'wasm':
      return t('WebAssembly');
    case 'cpu':
      return t('Plain JavaScript');
  }
}
