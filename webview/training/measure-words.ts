import type { RunConfig } from '../../src/protocol/config';
import { t } from '../l10n';
import { formatValue } from '../numbers';
import type { Measure } from './curve-data';

export interface ShownMeasure {
  readonly value: Measure;
  readonly label: string;
  /** What it is made of, where its name does not say so. */
  readonly made?: string;
}

/** What the curves of a run show. The loss of a plain autoencoder is its reconstruction error: one curve. */
export function measuresOf({ model, objective }: RunConfig): readonly ShownMeasure[] {
  if (model.kind === 'ae') return [{ value: 'loss', label: t('Loss'), made: t('reconstruction error') }];
  return [
    { value: 'loss', label: t('Loss'), made: lossInWords(objective) },
    { value: 'reconstruction', label: t('Reconstruction') },
    { value: 'kl', label: t('KL divergence') },
  ];
}

function lossInWords({ beta, freeBits }: RunConfig['objective']): string {
  const sum = beta === 1 ? t('reconstruction + KL') : t('reconstruction + {0} × KL', formatValue(beta));
  return freeBits > 0 ? t('{0}, without free bits', sum) : sum;
}
