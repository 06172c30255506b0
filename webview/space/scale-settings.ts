import './scale-settings.css';
import type { ColumnValues } from '../../src/protocol/data';
import { scaleOf, withScale } from '../colour/chosen-colours';
import { type ColourMap, colourMaps, isDiverging } from '../colour/colour-maps';
import type { NumberScale, ScaleRange } from '../colour/number-scale';
import type { GradientLegend } from '../colouring';
import { columnName } from '../column-names';
import { h } from '../dom';
import { t } from '../l10n';
import { type Choice, checkbox, numberInput, select } from '../native-controls';
import { formatValue } from '../numbers';
import type { Panel } from '../panel';

export interface ScaleSettings {
  readonly element: HTMLElement;
  /** They are those of this column. */
  show(column: ColumnValues, legend: GradientLegend): void;
}

type RangeName = 'usual' | 'tails' | 'all' | 'values' | 'other';
const ranges: Readonly<Record<'usual' | 'tails' | 'all', ScaleRange>> = {
  usual: { kind: 'percentiles', low: 2, high: 98 },
  tails: { kind: 'percentiles', low: 1, high: 99 },
  all: { kind: 'percentiles', low: 0, high: 100 },
};

/** How the numbers on show become colours: by which map, over which range, and whether by their logarithm. */
export function createScaleSettings({ ui, view }: Panel): ScaleSettings {
  let shown: { readonly column: ColumnValues; readonly legend: GradientLegend } | null = null;
  const present = () => scaleOf(view.get(), shown?.column.name ?? '');
  const change = (next: Partial<NumberScale>) => {
    if (!shown) return;
    const { column } = shown;
    const words = t('colour scale of {0}', columnName(column));
    view.change(words, { scales: withScale(view.get(), column.name, next) }, `scale ${column.name}`);
  };
  const map = select<ColourMap>(
    t('Colour map'),
    'scale-map',
    colourMaps.map((value) => ({ value, label: mapName(value) })),
  );
  map.input.addEventListener('change', () => change({ map: map.value }));
  const reversed = checkbox(t('Reversed'), 'scale-reversed', false);
  reversed.input.addEventListener('change', () => change({ reversed: reversed.input.checked }));
  const log = checkbox(t('Logarithmic'), 'scale-log', false);
  log.input.addEventListener('change', () => change({ log: log.input.checked }));
  const offered: readonly Choice<RangeName>[] = [
    { value: 'usual', label: t('2nd to 98th percentile') },
    { value: 'tails', label: t('1st to 99th percentile') },
    { value: 'all', label: t('Smallest to largest') },
    { value: 'values', label: t('From, to') },
  ];
  const range = select<RangeName>(t('Range'), 'scale-range', offered);
  range.input.addEventListener('change', () => {
    const { value } = range;
    if (value === 'usual' || value === 'tails' || value === 'all') change({ range: ranges[value] });
    // Those on show are where to begin from.
    else if (value === 'values' && shown)
      change({ range: { kind: 'values', ...ends(shown.legend.low, shown.legend.high) } });
  });
  const bound = (end: 'low' | 'high', value: number | null) => {
    const now = present().range;
    const { low, high } = now.kind === 'values' ? now : { low: null, high: null };
    const next = { low, high, [end]: value };
    // The other end makes way, rather than that the number is refused.
    if (next.low !== null && next.high !== null && next.low >= next.high) next[end === 'low' ? 'high' : 'low'] = null;
    change({ range: { kind: 'values', ...next } });
  };
  const low = numberInput({ label: t('From'), testid: 'scale-low', onChange: (value) => bound('low', value) });
  const high = numberInput({ label: t('To'), testid: 'scale-high', onChange: (value) => bound('high', value) });
  const bounds = h('div', { class: 'scale-bounds' }, low.element, high.element);
  const centre = numberInput({
    label: t('Centre'),
    testid: 'scale-centre',
    title: t('The middle of the colours: without one, 0 where values lie on both sides of it'),
    onChange: (value) => change({ centre: value }),
  });
  const settings = h(
    'div',
    { class: 'scale-fields' },
    map.element,
    h('div', { class: 'scale-checks' }, reversed.element, log.element),
    range.element,
    bounds,
    centre.element,
  );
  const element = h(
    'details',
    { class: 'scale-settings', testid: 'scale-settings', on: { toggle: () => ui.set({ scaleOpen: element.open }) } },
    h('summary', {}, t('Colour scale')),
    settings,
  );
  element.open = ui.get().scaleOpen;
  return {
    element,
    show(column, legend) {
      shown = { column, legend };
      const scale = present();
      map.value = scale.map;
      reversed.input.checked = scale.reversed;
      log.input.checked = scale.log;
      const { range: chosen } = scale;
      const name = nameOf(chosen);
      const { low: from, high: to } = chosen;
      const other = { value: name, label: t('Percentiles {0} to {1}', String(from), String(to)) };
      range.offer(name === 'other' ? [...offered, other] : offered);
      range.value = name;
      bounds.hidden = chosen.kind !== 'values';
      if (chosen.kind === 'values') {
        low.show(chosen.low, formatValue(legend.low));
        high.show(chosen.high, formatValue(legend.high));
      }
      centre.element.hidden = !isDiverging(scale.map);
      centre.show(scale.centre, legend.centre === null ? '' : formatValue(legend.centre));
    },
  };
}

function mapName(map: ColourMap): string {
  switch (map) {
    case 'viridis':
      return 'Viridis';
    case 'magma':
      return 'Magma';
    case 'plasma':
      return 'Plasma';
    case 'blue-orange':
      return t('Blue – orange');
    case 'purple-green':
      return t('Purple – green');
  }
}

/** A file may say percentiles that are not in the list. */
function nameOf(range: ScaleRange): RangeName {
  if (range.kind === 'values') return 'values';
  const names = ['usual', 'tails', 'all'] as const;
  return names.find((name) => ranges[name].low === range.low && ranges[name].high === range.high) ?? 'other';
}

/** Rounded to what is shown of them; two that are equal are no range. */
function ends(low: number, high: number): { low: number | null; high: number | null } {
  const short = (value: number) => Number(value.toPrecision(4));
  return short(low) < short(high) ? { low: short(low), high: short(high) } : { low: null, high: null };
}
