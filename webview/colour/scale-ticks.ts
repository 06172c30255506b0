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

/** Between the ends, which have their numbers. */
const apart = 0.24;

/** Round numbers of a scale, as marks between its ends. */
export function scaleTicks({ low, high, log, position }: Pick<FittedScale, 'low' | 'high' | 'log' | 'position'>) {
  if (!(high > low)) return [];
  const values = log ? logTicks(low, high) : ticks(low, high, niceStep((high - low) / 6));
  const result: ScaleTick[] = [];
  let last = 0;
  for (const value of values) {
    const at = position(value);
    const named = at - last >= apart && 1 - at >= apart;
    if (named) last = at;
    result.push({ value, position: at, named });
  }
  return result;
}
