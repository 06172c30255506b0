import type { Chart } from '../blocks';
import { frame } from './frame';
import { legend } from './legend';
import { extent, ticks, wholeTicks } from './scale';
import { element, lineThrough } from './svg';

export interface Series {
  readonly name: string;
  /** Its colour, by number. */
  readonly colour: number;
  readonly isDashed?: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}

interface LineChart extends Pick<Chart, 'title' | 'description'> {
  readonly series: readonly Series[];
  readonly x: string;
  readonly y: string;
  /** Along x there are whole numbers alone. */
  readonly isWhole?: boolean;
}

const [width, height] = [440, 280];

/** Lines over each other, in one range. A line of one point is a dot. */
export function lineChart({ series, x, y, isWhole = false, title, description }: LineChart): Chart {
  const places = series.flatMap(({ points }) => points);
  const horizontal = extent(
    places.map(([at]) => at),
    0.02,
  );
  const vertical = extent(places.map(([, at]) => at));
  const keys = legend(
    series.map(({ name, colour, isDashed }) => ({ name, classes: classesOf(colour, isDashed) })),
    width,
  );
  const plot = frame(
    width,
    height,
    { range: horizontal, ticks: (isWhole ? wholeTicks : ticks)(horizontal, 6), name: x },
    { range: vertical, ticks: ticks(vertical), name: y },
    keys.height,
  );
  const lines = series.map(({ points, colour, isDashed }) => {
    const d = lineThrough(points.map(([at, value]) => [plot.x(at), plot.y(value)]));
    return element('path', { class: classesOf(colour, isDashed), d: points.length === 1 ? `${d}h0` : d });
  });
  return { width, height, title, description, content: keys.content + plot.content + lines.join('') };
}

function classesOf(colour: number, isDashed = false): string {
  return `line c${colour % 10}${isDashed ? ' dashed' : ''}`;
}
