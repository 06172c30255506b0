import type { ComparedOther } from '../../src/protocol/compare';
import { configDifferences } from '../../src/protocol/config-differences';
import type { EpochMetrics } from '../../src/protocol/run';
import { termNames } from '../../src/protocol/terms';
import { h } from '../dom';
import { t } from '../l10n';
import { formatFixed, formatNats, formatPercent } from '../numbers';
import type { Panel } from '../panel';
import type { Store } from '../state/store';
import { termHeading } from '../term-words';
import type { Compared } from './comparison';

/** A name, and what each run has there, this one first; null: nothing. */
interface Row {
  readonly name: string;
  readonly values: readonly (string | null)[];
}

/** All runs that are compared side by side: their losses, how alike their codes are to those of this one, the settings that differ. */
export function createComparedTable({ session }: Panel, compared: Store<Compared>): HTMLElement {
  const element = h('div', { class: 'compare-table', tabindex: 0, role: 'region', 'aria-label': t('All runs') });
  const draw = () => {
    const { now } = compared.get();
    if (!now) return;
    const { record } = session.get().run;
    const own = { name: record.name, epoch: now.epoch };
    const metrics = [
      session.get().history.find(({ epoch }) => epoch === now.epoch) ?? null,
      ...now.others.map((other) => other.metrics),
    ];
    const heads = [own, ...now.others].map(({ name, epoch }) =>
      h('th', { scope: 'col', title: name }, name, h('br'), h('small', {}, t('epoch {0}', epoch))),
    );
    const body = (title: string, rows: readonly Row[]) =>
      rows.length > 0 &&
      h(
        'tbody',
        {},
        h('tr', {}, h('th', { scope: 'rowgroup', colspan: heads.length + 1 }, title)),
        ...rows.map(rowElement),
      );
    element.replaceChildren(
      h(
        'table',
        { class: 'comparison-table', testid: 'compare-table' },
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, h('span', { class: 'sr-only' }, t('Measure'))), ...heads)),
        body(t('After the epoch'), measureRows(metrics)),
        body(t('Codes, beside this run’s'), now.others.length > 1 ? likenessRows(now.others) : []),
        body(t('Settings that differ'), settingRows([record.config, ...now.others.map(({ config }) => config)])),
      ),
    );
  };
  compared.watch((state) => state.now, draw);
  return element;
}

function rowElement({ name, values }: Row): HTMLElement {
  const cells = values.map((value) => h('td', { title: value ?? undefined }, value ?? '–'));
  return h('tr', {}, h('th', { scope: 'row', title: name }, name), ...cells);
}

function measureRows(metrics: readonly (EpochMetrics | null)[]): readonly Row[] {
  const row = (name: string, of: (metrics: EpochMetrics) => number | null | undefined, format = formatNats): Row => ({
    name,
    values: metrics.map((own) => {
      const value = own && of(own);
      return value == null || !Number.isFinite(value) ? null : format(value);
    }),
  });
  return [
    row(t('Loss'), ({ loss }) => loss),
    ...termNames.map((name) => row(termHeading(name), ({ terms }) => terms[name])),
    row(t('ELBO'), ({ elbo }) => elbo),
    row(t('{0} (validation)', t('Loss')), ({ validation }) => validation?.loss),
    row(t('{0} (validation)', t('ELBO')), ({ validation }) => validation?.elbo),
    row(t('Active units'), ({ activeUnits }) => activeUnits, String),
  ].filter(({ values }) => values.some((value) => value !== null));
}

function likenessRows(others: readonly ComparedOther[]): readonly Row[] {
  const row = (name: string, of: (likeness: ComparedOther['likeness']) => string | null): Row => ({
    name,
    values: [null, ...others.map(({ likeness }) => of(likeness))],
  });
  const figure = (value: number | null) => (value === null ? null : formatFixed(value, 3));
  return [
    row(t('Linear CKA'), ({ cka }) => figure(cka)),
    row(t('Disparity'), ({ disparity }) => figure(disparity)),
    row(t('Distances'), ({ distances }) => figure(distances)),
    row(t('Neighbours in common'), ({ overlap }) => overlap && formatPercent(overlap.value)),
  ];
}

function settingRows(configs: Parameters<typeof configDifferences>[0]): readonly Row[] {
  return configDifferences(configs).map(({ setting, values }) => ({ name: setting, values }));
}
