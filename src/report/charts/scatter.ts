import type { Chart } from '../blocks';
import { frame } from './frame';
import { legend } from './legend';
import { extent, ticks } from './scale';
import { element, label, short } from './svg';

interface Scatter extends Pick<Chart, 'title' | 'description'> {
  /** Points x 2. */
  readonly points: ArrayLike<number>;
  readonly names: readonly [x: string, y: string];
  /** Of each point the group that it is of, by number; -1: of none. */
  readonly groups: ArrayLike<number>;
  /** Those that are in the legend. */
  readonly groupNames: readonly string[];
  /** What the points are called that are of no group. */
  readonly others: string;
}

const [width, height] = [560, 440];

/**
 * Points by groups, each of which is a colour and a shape (discs and squares in turn), and is named at its middle, so that
 * colours are not all that tells them apart.
 */
export function scatter({ points, names, groups, groupNames, others, title, description }: Scatter): Chart {
  const count = points.length / 2;
  const coordinates = (axis: number) => Array.from({ length: count }, (_, i) => points[2 * i + axis]);
  const [xs, ys] = [coordinates(0), coordinates(1)];
  const ranges = [extent(xs), extent(ys)] as const;
  const members = groupNames.map((_, group) => membersOf(groups, group));
  const rest = membersOf(groups, -1);
  const keys = legend(
    [
      ...groupNames.map((name, group) => ({ name, classes: `dot ${classOf(group)}` })),
      ...(rest.length > 0 && groupNames.length > 0 ? [{ name: others, classes: 'dot other' }] : []),
    ].map(({ name, classes }) => ({ name, classes: `${classes} key` })),
    width,
  );
  const plot = frame(
    width,
    height,
    { range: ranges[0], ticks: ticks(ranges[0], 7), name: names[0] },
    { range: ranges[1], ticks: ticks(ranges[1]), name: names[1] },
    keys.height,
  );
  const dots = (rows: readonly number[], classes: string) => {
    const d = rows
      .filter((row) => Number.isFinite(xs[row]) && Number.isFinite(ys[row]))
      .map((row) => `M${short(plot.x(xs[row]))} ${short(plot.y(ys[row]))}h0`);
    return d.length === 0 ? '' : element('path', { class: `dot ${classes}`, d: d.join('') });
  };
  const named = groupNames.map((name, group) =>
    members[group].length === 0
      ? ''
      : label(
          name,
          plot.x(median(members[group].map((row) => xs[row]))),
          plot.y(median(members[group].map((row) => ys[row]))),
          {
            class: 'middle group',
          },
        ),
  );
  const content = [
    keys.content,
    plot.content,
    dots(rest, groupNames.length > 0 ? 'other' : 'c0'),
    ...members.map((rows, group) => dots(rows, classOf(group))),
    ...named,
  ];
  return { width, height, title, description, content: content.join('') };
}

function classOf(group: number): string {
  return `c${group % 10}${group % 2 === 1 ? ' square' : ''}`;
}

function membersOf(groups: ArrayLike<number>, group: number): readonly number[] {
  return Array.from({ length: groups.length }, (_, row) => row).filter((row) => groups[row] === group);
}

function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
