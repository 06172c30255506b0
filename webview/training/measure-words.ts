import { lossTermsOf, type TermsConfig, termsOf, termWeight } from '../../src/protocol/terms';
import { t } from '../l10n';
import { formatValue } from '../numbers';
import { sumOfTerms, termHeading } from '../term-words';
import type { Measure } from './curve-data';

export interface ShownMeasure {
  readonly value: Measure;
  readonly label: string;
  /** What it is made of, where its name does not say so. */
  readonly made?: string;
}

/** What the curves of a run show. A loss of one term, as that of a plain autoencoder, is that term: one curve. */
export function measuresOf(config: TermsConfig): readonly ShownMeasure[] {
  const terms = termsOf(config);
  if (terms.length === 1) return [{ value: 'loss', label: t('Loss'), made: t('reconstruction error') }];
  const sum = sumOfTerms(lossTermsOf(config), (name) => termWeight(name, config));
  const { freeBits, capacity = {} } = config.objective;
  const distance = capacity.nats
    ? t('{0}, the KL by its distance from {1} nats', sum, formatValue(capacity.nats))
    : sum;
  const made = freeBits > 0 ? t('{0}, without free bits', distance) : distance;
  return [
    { value: 'loss', label: t('Loss'), made },
    ...terms.map((name): ShownMeasure => ({ value: name, label: termHeading(name) })),
  ];
}
