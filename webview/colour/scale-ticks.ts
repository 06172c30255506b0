import { niceStep, ticks } from '../scene/ticks';
import { logTicks } from '../training/log-ticks';
import type { FittedScale } from './number-scale';

export interface ScaleTick {
  readonly value: number;
  /** From 0 to 1 along the scale. */
  readonly position: number;
  /** There is room for its number between those of the ends and of the ticks before it. */
  readonly named: boolean;
}

/** The ends have their numbers, which begin or end there; a tick's is in its middle. */
const fromEnds = 0.34;
const apart = 0.2;

/** Round numbers of a scale, as marks between its ends. */
export function scaleTicks({ low, high, log, position }: Pick<FittedScale, 'low' | 'high' | 'log' | 'position'>) {
  if (!(high > low)) return [];
  const values = log ? logTicks(low, high) : ticks(low, high, niceStep((high - low) / 6));
  const result: ScaleTick[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    const at = position(value);
    const named = at >= fromEnds && 1 - at >= fromEnds && at - last >= apart;
    if (named) last = at;
    result.push({ value, position: at, named });
  }
  return result;
}
