import { capabilitiesOf } from '../../src/protocol/capabilities';
import type { RunConfig } from '../../src/protocol/config';
import type { EpochMetrics, Losses } from '../../src/protocol/run';
import { h } from '../dom';
import { t } from '../l10n';
import { formatFixed, formatNats, formatValue } from '../numbers';
import { measured } from './curve-data';
import { measuresOf } from './measure-words';

interface Column {
  readonly name: string;
  readonly made?: string;
  value(losses: Losses): number | null;
}

/** The curves as numbers, the newest epoch first. */
export function metricsTable(history: readonly EpochMetrics[], config: RunConfig): HTMLElement {
  const validated = history.some((entry) => entry.validation !== null);
  const { kl, elbo: hasElbo } = capabilitiesOf(config.model);
  const columns: readonly Column[] = [
    ...measuresOf(config).map(({ value, label, made }) => ({
      name: label,
      made,
      value: (losses: Losses) => measured(losses, value, config),
    })),
    ...(hasElbo ? [{ name: t('ELBO'), value: ({ elbo }: Losses) => elbo }] : []),
  ];
  const head = (text: string, title?: string) => h('th', { scope: 'col', title }, text);
  const heads = [
    head(t('Epoch')),
    ...columns.map(({ name, made }) => head(name, made)),
    ...(validated ? columns.map(({ name, made }) => head(t('{0} (validation)', name), made)) : []),
    kl && head(t('Beta'), t('The weight of the KL in training at the end of the epoch')),
    head(t('Active units')),
    head(t('Seconds')),
  ];
  const cells = (losses: Losses | null) =>
    columns.map(({ value }) => {
      const number = losses && value(losses);
      return h('td', {}, number === null ? '–' : formatNats(number));
    });
  const rows = [...history]
    .reverse()
    .map((entry) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, String(entry.epoch)),
        ...cells(entry),
        ...(validated ? cells(entry.validation) : []),
        kl && h('td', {}, formatValue(entry.beta)),
        h('td', {}, String(entry.activeUnits)),
        h('td', {}, formatFixed(entry.seconds, 1)),
      ),
    );
  return h(
    'table',
    { class: 'metrics-table', 'aria-label': t('Training curves'), testid: 'metrics-table' },
    h('thead', {}, h('tr', {}, ...heads)),
    h('tbody', {}, ...rows),
  );
}
