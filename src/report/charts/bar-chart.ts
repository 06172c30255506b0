import type { Chart } from '../blocks';
import { frame } from './frame';
import { legend } from './legend';
import { ticks } from './scale';
import { element } from './svg';

interface BarChart extends Pick<Chart, 'title' | 'description'> {
  /** Bars beside each other at each place, a colour for each series. */
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly number[];
    readonly errors?: readonly (number | null)[];
  }[];
  /** What is written below each place. */
  readonly places: readonly string[];
  readonly x: string;
  readonly y: string;
}

const [width, height] = [560, 260];

/** Bars from 0, with their standard errors as whiskers. */
export function barChart({ series, places, x, y, title, description }: BarChart): Chart {
  const tops = series.flatMap(({ values, errors = [] }) => values.map((value, i) => value + (errors[i] ?? 0)));
  const range = [Math.min(0, ...tops), Math.max(...tops, 1e-9) * 1.05] as const;
  const keys = legend(
    series.length > 1 ? series.map(({ name }, i) => ({ name, classes: `line c${i % 10}` })) : [],
    width,
  );
  const every = Math.ceil(places.length / 16);
  const plot = frame(
    width,
    height,
    {
      range: [-0.6, places.length - 0.4],
      ticks: places.map((_, i) => i).filter((i) => i % every === 0),
      name: x,
      words: (place) => places[place],
    },
    { range, ticks: ticks(range), name: y },
    keys.height,
  );
  const share = 0.8 / series.length;
  const bars = series.map(({ values, errors = [] }, own) => {
    const wide = plot.x(share) - plot.x(0);
    const at = (i: number) => plot.x(i - 0.4 + own * share);
    const drawn = values
      .map(
        (value, i) =>
          `M${at(i).toFixed(1)} ${plot.y(0).toFixed(1)}V${plot.y(value).toFixed(1)}h${wide.toFixed(1)}V${plot.y(0).toFixed(1)}z`,
      )
      .join('');
    const whiskers = values
      .map((value, i) => {
        const error = errors[i];
        if (error == null || error === 0) return '';
        return `M${(at(i) + wide / 2).toFixed(1)} ${plot.y(value - error).toFixed(1)}V${plot.y(value + error).toFixed(1)}`;
      })
      .join('');
    return (
      element('path', { class: `bar c${own % 10}`, d: drawn }) +
      (whiskers === '' ? '' : element('path', { class: 'whisker', d: whiskers }))
    );
  });
  return { width, height, title, description, content: keys.content + plot.content + bars.join('') };
}
