import type { RunConfig } from '../src/protocol/config';
import type { DataSummary } from '../src/protocol/data';
import type { BackendInfo } from '../src/protocol/run';
import { t } from './l10n';
import { formatValue } from './numbers';

/** The model in a line, e.g. `VAE 784-256-32, Bernoulli, beta 1`. */
export function modelInWords(config: RunConfig, shape: readonly number[]): string {
  const { model, objective } = config;
  const kind = model.kind === 'vae' ? t('VAE') : t('Autoencoder');
  const features = shape.reduce((product, size) => product * size, 1);
  const structure =
    model.architecture === 'conv'
      ? t('convolutional {0} [{1}] {2}', shape.join('×'), model.hidden.join(', '), String(model.latent))
      : [features, ...model.hidden, model.latent].join('-');
  const parts = [`${kind} ${structure}`];
  if (model.linearPath) parts.push(t('beside a linear path'));
  parts.push(likelihoodInWords(config));
  if (model.kind === 'vae') parts.push(t('beta {0}', formatValue(objective.beta)));
  if (model.kind === 'vae' && objective.warmUpEpochs > 0) {
    parts.push(t('warm-up over {0} epochs', formatValue(objective.warmUpEpochs)));
  }
  if (model.kind === 'vae' && objective.freeBits > 0)
    parts.push(t('free bits {0} nats', formatValue(objective.freeBits)));
  return parts.join(', ');
}

function likelihoodInWords({ model }: RunConfig): string {
  switch (model.likelihood) {
    case 'bernoulli':
      return t('Bernoulli');
    case 'gaussian':
      return t('Gaussian, variance {0}', formatValue(model.variance));
    case 'gaussian-learned':
      return t('Gaussian, learned variance');
    case 'mixed':
      return t('Gaussian and categorical');
    case 'categorical':
      return t('Categorical');
  }
}

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
