import './number-legend.css';
import type { ColumnValues } from '../../src/protocol/data';
import { scaleTicks } from '../colour/scale-ticks';
import { cssColour, type GradientLegend } from '../colouring';
import { h } from '../dom';
import { t } from '../l10n';
import { formatPercent, formatValue } from '../numbers';
import type { Panel } from '../panel';
import { createScaleSettings } from './scale-settings';

export interface NumberLegend {
  readonly element: HTMLElement;
  show(column: ColumnValues, legend: GradientLegend): void;
}

/** Colours that a ramp is drawn by. */
const stops = 32;

/** The scale that numbers are coloured by: how many lie where, its colours with ticks, its ends, and its settings. */
export function createNumberLegend(panel: Panel): NumberLegend {
  const drawing = h('div', { class: 'scale' });
  const notes = h('div', {});
  const settings = createScaleSettings(panel);
  const element = h('div', {}, drawing, notes, settings.element);
  return {
    element,
    show(column, legend) {
      drawing.replaceChildren(histogram(legend), ramp(legend), tickMarks(legend), numbers(legend));
      const words = [...notesOf(legend), ...shareNotes(column)];
      notes.replaceChildren(...words.map((note) => h('p', { class: 'hint' }, note)));
      settings.show(column, legend);
    },
  };
}

function histogram({ histogram: counts, colourAt }: GradientLegend): HTMLElement {
  const most = Math.max(1, ...counts);
  const bars = counts.map((count, at) => {
    const bar = h('span', { class: 'bar' });
    bar.style.height = `${count === 0 ? 0 : 4 + (96 * count) / most}%`;
    bar.style.backgroundColor = cssColour(colourAt((at + 0.5) / counts.length));
    return bar;
  });
  return h('div', { class: 'histogram', 'aria-hidden': 'true' }, ...bars);
}

/** Where numbers lie beyond an end, it goes on to a point. */
function ramp({ belowLow, aboveHigh, colourAt }: GradientLegend): HTMLElement {
  const colours = Array.from({ length: stops }, (_, step) => cssColour(colourAt(step / (stops - 1))));
  const bar = h('div', { class: 'ramp', testid: 'ramp' });
  bar.style.background = `linear-gradient(to right, ${colours.join(', ')})`;
  const end = (side: 'low' | 'high', position: number) => {
    const point = h('span', { class: `ramp-end ${side}` });
    point.style.backgroundColor = cssColour(colourAt(position));
    return point;
  };
  return h(
    'div',
    { class: 'ramp-row', 'aria-hidden': 'true' },
    belowLow && end('low', 0),
    bar,
    aboveHigh && end('high', 1),
  );
}

function tickMarks(legend: GradientLegend): HTMLElement {
  const marks = scaleTicks(legend).map(({ position }) => {
    const mark = h('span', { class: 'ramp-tick' });
    mark.style.insetInlineStart = `${100 * position}%`;
    return mark;
  });
  return h('div', { class: 'ramp-ticks', 'aria-hidden': 'true' }, ...marks);
}

function numbers(legend: GradientLegend): HTMLElement {
  const { low, high, belowLow, aboveHigh } = legend;
  const inner = scaleTicks(legend)
    .filter(({ named }) => named)
    .map(({ value, position }) => {
      const text = h('span', { class: 'ramp-number' }, formatValue(value));
      text.style.insetInlineStart = `${100 * position}%`;
      return text;
    });
  return h(
    'div',
    { class: 'ramp-scale', testid: 'ramp-scale' },
    h('span', {}, `${belowLow ? '≤ ' : ''}${formatValue(low)}`),
    ...inner,
    h('span', {}, `${aboveHigh ? '≥ ' : ''}${formatValue(high)}`),
  );
}

function notesOf({ centre, log, missing, nonPositive }: GradientLegend): readonly string[] {
  return [
    ...(centre === null ? [] : [t('Centre: {0}', formatValue(centre))]),
    ...(log ? [t('Logarithmic scale')] : []),
    ...(nonPositive > 0 ? [t('{0} are 0 or less and have no logarithm: in grey', nonPositive)] : []),
    ...(missing > 0 ? [t('{0} without a value, in grey', missing)] : []),
  ];
}

/** Of very many points not all are looked at. */
function shareNotes({ recall, among }: ColumnValues): readonly string[] {
  return [
    ...(recall === undefined ? [] : [t('By about {0} of the nearest neighbours', formatPercent(recall))]),
    ...(among === undefined ? [] : [t('Ranks among {0} random points', among)]),
  ];
}
