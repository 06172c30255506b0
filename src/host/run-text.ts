import type { ModelConfig } from '../protocol/config';
import type { RunStatus } from '../protocol/run';
import type { ListedRun } from './run-listing';
import type { Translate } from './translate';

/** The name of a status. */
export function statusName(status: RunStatus | 'loading', t: Translate): string {
  switch (status) {
    case 'loading':
      return t('loading');
    case 'running':
      return t('training');
    case 'completed':
      return t('completed');
    case 'stopped':
      return t('stopped');
    case 'interrupted':
      return t('interrupted');
    case 'failed':
      return t('failed');
  }
}

export function modelName(model: ModelConfig['kind']): string {
  return model === 'vae' ? 'VAE' : 'AE';
}

/** A number of nats with four significant digits, as the panel writes it. */
export function nats(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}

/** How far a run is and how good: `3/10 · ELBO -101.2`. */
export function runResult(run: Pick<ListedRun, 'epochs' | 'totalEpochs' | 'elbo' | 'loss'>, t: Translate): string {
  const epochs = `${run.epochs}/${run.totalEpochs}`;
  if (run.elbo !== null) return t('{0} · ELBO {1}', epochs, nats(run.elbo));
  return run.loss === null ? epochs : t('{0} · loss {1}', epochs, nats(run.loss));
}
