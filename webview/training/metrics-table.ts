import type { EpochMetrics, Losses } from '../../src/protocol/run';
import { h } from '../dom';
import { t } from '../l10n';
import { formatFixed, formatNats, formatValue } from '../numbers';

/** The curves as numbers, the newest epoch first. */
export function metricsTable(history: readonly EpochMetrics[]): HTMLElement {
  const validated = history.some((entry) => entry.validation !== null);
  const vae = history.some((entry) => entry.elbo !== null);
  const losses = [t('Loss'), t('Reconstruction'), ...(vae ? [t('KL'), t('ELBO')] : [])];
  const heads = [
    t('Epoch'),
    ...losses,
    ...(validated ? losses.map((name) => t('{0} (validation)', name)) : []),
    ...(vae ? [t('Beta')] : []),
    t('Active units'),
    t('Seconds'),
  ];
  const cells = (entry: Losses | null) => {
    const numbers = [entry?.loss, entry?.reconstruction, ...(vae ? [entry?.kl, entry?.elbo] : [])];
    return numbers.map((number) => h('td', {}, number == null ? '–' : formatNats(number)));
  };
  const rows = [...history]
    .reverse()
    .map((entry) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, String(entry.epoch)),
        ...cells(entry),
        ...(validated ? cells(entry.validation) : []),
        vae && h('td', {}, formatValue(entry.beta)),
        h('td', {}, String(entry.activeUnits)),
        h('td', {}, formatFixed(entry.seconds, 1)),
      ),
    );
  return h(
    'table',
    { class: 'metrics-table', 'aria-label': t('Training curves'), testid: 'metrics-table' },
    h('thead', {}, h('tr', {}, ...heads.map((text) => h('th', { scope: 'col' }, text)))),
    h('tbody', {}, ...rows),
  );
}
