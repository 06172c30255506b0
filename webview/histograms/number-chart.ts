import type { ColumnInfo, ColumnValues } from '../../src/protocol/data';
import { columnName } from '../column-names';
import { type Binning, binningOf, rangeOfBin } from '../data/binning';
import { type CrossCounts, countBins, crossCounter } from '../data/cross-filter';
import { rangeOf, withRange } from '../data/filters';
import { h, setText, svg } from '../dom';
import { t } from '../l10n';
import { formatInteger, formatValue } from '../numbers';
import type { Panel } from '../panel';
import type { Chart } from './chart';
import { createRangeControl, type Range } from './range-control';

/** A histogram of a column of numbers, with a range over it that filters. */
export function createNumberChart(panel: Panel, info: ColumnInfo): Chart {
  const { shown, view } = panel;
  const name = columnName(info);
  const all = svg('path', { class: 'chart-all' });
  const chosen = svg('path', { class: 'chart-selected' });
  const bars = svg('svg', { class: 'chart-bars', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, all, chosen);
  const range = createRangeControl({
    choose: (next, gesture) => choose(next, gesture),
    hover: (share) => {
      hovered = share;
      tell();
    },
  });
  const plot = h('div', { class: 'chart-plot' }, range.element);
  plot.prepend(bars);
  const [from, readout, to] = [h('span', {}), h('span', { class: 'chart-readout' }), h('span', {})];
  const scale = h('div', { class: 'chart-scale', 'aria-hidden': 'true' }, from, readout, to);
  const words = h('p', { class: 'sr-only' });
  const note = h('p', { class: 'hint' });
  const element = h('div', {}, plot, scale, words, note);
  const counter = crossCounter((column, of) => {
    const binning = binningOf(column.values);
    return binning ? countBins(binning.binOf, binning.bins, of) : new Uint32Array();
  });
  let drawn: { readonly binning: Binning; readonly counts: CrossCounts<Uint32Array> } | null = null;
  let hovered: number | null = null;

  function choose({ low, high }: Range, gesture?: symbol): void {
    const { filters } = view.get();
    const present = rangeOf(filters, info.name);
    if (present.low === low && present.high === high) return;
    const merge = gesture ?? `range ${info.name}`;
    view.change(t('range of {0}', name), { filters: withRange(filters, info.name, low, high) }, merge);
  }

  /** The bar under the pointer; else the range. */
  function tell(): void {
    if (!drawn) return;
    const { binning, counts } = drawn;
    if (hovered === null) {
      setText(readout, rangeInWords(rangeOf(view.get().filters, info.name)));
      return;
    }
    const bin = Math.min(binning.bins - 1, Math.floor(hovered * binning.bins));
    const [low, high] = rangeOfBin(binning, bin);
    const count = formatInteger(counts.passing[bin]);
    const selected = counts.selected ? `${formatInteger(counts.selected[bin])} / ` : '';
    setText(readout, `${rangeInWords({ low, high })}: ${selected}${count}`);
  }

  function draw(column: ColumnValues): void {
    const binning = binningOf(column.values);
    const missing = binning?.missing ?? column.values.length;
    const single = binning?.bins === 1;
    plot.hidden = scale.hidden = binning === null || single;
    note.hidden = !plot.hidden && missing === 0;
    setText(note, noteOf(column, binning, missing, single));
    if (!binning || single) return;
    const counts = counter(column, shown.get().masks, view.get().selection);
    if (drawn?.counts !== counts) {
      const { passing, selected } = counts;
      // Of what is left there is always a bar as high as the chart.
      const most = passing.reduce((a, b) => Math.max(a, b), 1);
      bars.setAttribute('viewBox', `0 0 ${binning.bins} 100`);
      all.setAttribute('d', barsOf(passing, most));
      chosen.setAttribute('d', selected ? barsOf(selected, most) : '');
      setText(words, summary(binning, passing));
    }
    drawn = { binning, counts };
    range.show(binning, rangeOf(view.get().filters, info.name), name);
    const [low, high] = [rangeOfBin(binning, 0), rangeOfBin(binning, binning.bins - 1)];
    setText(from, `${binning.belowLow ? '≤ ' : ''}${formatValue(binning.whole ? (low[0] ?? 0) : binning.low)}`);
    setText(to, `${binning.aboveHigh ? '≥ ' : ''}${formatValue(binning.whole ? (high[1] ?? 0) : binning.high)}`);
    tell();
  }

  return { element, draw };
}

function noteOf({ values }: ColumnValues, binning: Binning | null, missing: number, single: boolean): string {
  if (!binning) return t('There is no number in this column.');
  const without = missing > 0 ? t('{0} without a value', missing) : '';
  if (!single) return without;
  const value = values.find(Number.isFinite) ?? Number.NaN;
  const same = t('All are {0}.', formatValue(value));
  return without === '' ? same : `${same} ${without}`;
}

function summary(binning: Binning, counts: Uint32Array): string {
  const count = counts.reduce((a, b) => a + b, 0);
  if (count === 0) return t('No example that is shown has a number.');
  const [low, high] = rangeOfBin(binning, counts.indexOf(counts.reduce((a, b) => Math.max(a, b))));
  return t('{0} examples with a number; the most are at {1}.', count, rangeInWords({ low, high }));
}

function rangeInWords({ low, high }: Range): string {
  if (low === null) return high === null ? '' : `≤ ${formatValue(high)}`;
  if (high === null) return `≥ ${formatValue(low)}`;
  return low === high ? formatValue(low) : `${formatValue(low)} – ${formatValue(high)}`;
}

/** Bars one wide with a gap, 100 high at most; what is there at all is seen. */
function barsOf(counts: Uint32Array, most: number): string {
  let path = '';
  for (let bin = 0; bin < counts.length; bin++) {
    if (counts[bin] === 0) continue;
    const top = Math.round((100 - Math.max(3, (100 * counts[bin]) / most)) * 10) / 10;
    path += `M${bin + 0.06} 100V${top}h.88V100z`;
  }
  return path;
}
