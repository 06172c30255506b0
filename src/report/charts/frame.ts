import { linear, type Scale, tickWords } from './scale';
import { element, label } from './svg';

export interface Axis {
  readonly range: readonly [number, number];
  readonly ticks: readonly number[];
  /** What is along it, with its unit. */
  readonly name: string;
  /** What is written at a tick; the number itself where left out. */
  readonly words?: (tick: number) => string;
}

export interface Frame {
  readonly x: Scale;
  readonly y: Scale;
  /** Axes, with lines across at the ticks of y. */
  readonly content: string;
  readonly bottom: number;
}

/** Room for what is written beside a plot. */
const room = { left: 58, right: 12, top: 10, bottom: 40 } as const;

/** What surrounds a plot. @param above Room for a legend. */
export function frame(width: number, height: number, horizontal: Axis, vertical: Axis, above = 0): Frame {
  const bottom = height - room.bottom;
  const top = room.top + above;
  const x = linear(horizontal.range, [room.left, width - room.right]);
  const y = linear(vertical.range, [bottom, top]);
  const right = width - room.right;
  const across = vertical.ticks.map(
    (tick) =>
      element('path', { class: 'grid', d: `M${room.left} ${y(tick).toFixed(1)}H${right}` }) +
      label((vertical.words ?? tickWords)(tick), room.left - 6, y(tick) + 4, { class: 'end' }),
  );
  const along = horizontal.ticks.map(
    (tick) =>
      element('path', { class: 'axis', d: `M${x(tick).toFixed(1)} ${bottom}v4` }) +
      label((horizontal.words ?? tickWords)(tick), x(tick), bottom + 16, { class: 'middle' }),
  );
  const middle = (top + bottom) / 2;
  const content = [
    ...across,
    element('path', { class: 'axis', d: `M${room.left} ${bottom}H${right}` }),
    ...along,
    label(horizontal.name, (room.left + right) / 2, height - 6, { class: 'middle name' }),
    label(vertical.name, 13, middle, { class: 'middle name', transform: `rotate(-90 13 ${middle.toFixed(1)})` }),
  ].join('');
  return { x, y, content, bottom };
}
