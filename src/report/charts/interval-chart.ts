import type { Chart } from '../blocks';
import { legend } from './legend';
import { linear, ticks, tickWords } from './scale';
import { element, label } from './svg';

export interface Interval {
  readonly value: number;
  readonly error: number | null;
}

interface IntervalChart extends Pick<Chart, 'title' | 'description'> {
  readonly rows: readonly { readonly name: string; readonly intervals: readonly (Interval | null)[] }[];
  /** What the intervals of each row are of, a colour each. */
  readonly series: readonly string[];
  readonly range: readonly [number, number];
}

const width = 560;
const rowHeight = 26;
const left = 170;

/** Values with their standard errors beside each other, a row for each measure. */
export function intervalChart({ rows, series, range, title, description }: IntervalChart): Chart {
  const keys = legend(
    series.map((name, i) => ({ name, classes: `line c${i % 10}` })),
    width,
  );
  const top = keys.height + 6;
  const bottom = top + rows.length * rowHeight;
  const x = linear(range, [left, width - 16]);
  const grid = ticks(range).map(
    (tick) =>
      element('path', { class: 'grid', d: `M${x(tick).toFixed(1)} ${top}V${bottom}` }) +
      label(tickWords(tick), x(tick), bottom + 16, { class: 'middle' }),
  );
  const drawn = rows.map(({ name, intervals }, row) => {
    const y = top + (row + 0.5) * rowHeight;
    const marks = intervals.map((interval, own) => {
      if (!interval) return '';
      const at = y + (own - (intervals.length - 1) / 2) * 8;
      const error = interval.error ?? 0;
      const low = Math.max(range[0], interval.value - error);
      const high = Math.min(range[1], interval.value + error);
      return (
        element('path', { class: `line c${own % 10}`, d: `M${x(low).toFixed(1)} ${at}H${x(high).toFixed(1)}` }) +
        element('circle', { class: `disc c${own % 10}`, cx: x(interval.value), cy: at, r: 3.5 })
      );
    });
    return label(name, left - 8, y + 4, { class: 'end' }) + marks.join('');
  });
  return { width, height: bottom + 24, title, description, content: keys.content + grid.join('') + drawn.join('') };
}
