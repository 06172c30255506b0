import * as v from 'valibot';
import { colourMaps, isDiverging } from './colour-maps';

const finite = v.pipe(v.number(), v.finite());
const percent = v.pipe(finite, v.minValue(0), v.maxValue(100));

/** What lies beyond has the colour of the end. Of values null is the smallest, the largest. */
const Range = v.pipe(
  v.variant('kind', [
    v.object({ kind: v.literal('percentiles'), low: percent, high: percent }),
    v.object({ kind: v.literal('values'), low: v.nullable(finite), high: v.nullable(finite) }),
  ]),
  v.check(({ low, high }) => low === null || high === null || low < high),
);
export type ScaleRange = v.InferOutput<typeof Range>;

/** Few outliers don't wash out the rest. */
const usualRange: ScaleRange = { kind: 'percentiles', low: 2, high: 98 };

/** How the numbers of a column become colours. */
export const NumberScale = v.object({
  map: v.optional(v.picklist(colourMaps), colourMaps[0]),
  reversed: v.optional(v.boolean(), false),
  log: v.optional(v.boolean(), false),
  range: v.optional(Range, usualRange),
  /** The middle of a map with two sides; null: 0 where values lie on both sides of it, else the middle of the range. */
  centre: v.optional(v.nullable(finite), null),
});
export type NumberScale = v.InferOutput<typeof NumberScale>;

export const usualScale: NumberScale = v.parse(NumberScale, {});

/** A scale over the numbers that are there. */
export interface FittedScale {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  /** Of a map with two sides. */
  readonly centre: number | null;
  /** Numbers lie below `low`, above `high`: the ends stand for them too. */
  readonly belowLow: boolean;
  readonly aboveHigh: boolean;
  /** Finite numbers that have no logarithm. */
  readonly nonPositive: number;
  /** What is no number. */
  readonly missing: number;
  /** Where a number lies between `low` (0) and `high` (1), clamped; NaN where it has no place on the scale. */
  position(value: number): number;
  /** The place on the colour map of a position; that at a map's end only where all numbers are on one side of the centre. */
  share(position: number): number;
}

/** Fits a scale to values. A bound that it cannot have, such as 0 on a logarithmic one, is that of the numbers that are there. */
export function fitScale(values: Float32Array, { map, reversed, log, range, centre }: NumberScale): FittedScale {
  const finiteOnes = values.filter(Number.isFinite);
  const sorted = (log ? finiteOnes.filter((value) => value > 0) : finiteOnes).sort();
  const [least, most] = sorted.length > 0 ? [sorted[0], sorted[sorted.length - 1]] : log ? [1, 10] : [0, 1];
  const [low, high] = boundsOf(sorted, range, log, least, most);
  const along = log ? Math.log : (value: number) => value;
  const [from, to] = [along(low), along(high)];
  const middle = isDiverging(map) ? middleOf(from, to, log, centre, along) : null;
  const reach = middle === null ? 0 : Math.max(Math.abs(to - middle), Math.abs(middle - from));
  return {
    low,
    high,
    log,
    centre: middle === null ? null : log ? Math.exp(middle) : middle,
    belowLow: sorted.length > 0 && least < low,
    aboveHigh: sorted.length > 0 && most > high,
    nonPositive: finiteOnes.length - sorted.length,
    missing: values.length - finiteOnes.length,
    position(value) {
      if (!Number.isFinite(value) || (log && value <= 0)) return Number.NaN;
      return to > from ? Math.min(1, Math.max(0, (along(value) - from) / (to - from))) : 0.5;
    },
    share(position) {
      const share =
        middle === null ? position : reach > 0 ? 0.5 + (from + position * (to - from) - middle) / (2 * reach) : 0.5;
      return reversed ? 1 - share : share;
    },
  };
}

function boundsOf(
  sorted: Float32Array,
  range: ScaleRange,
  log: boolean,
  least: number,
  most: number,
): readonly [low: number, high: number] {
  if (range.kind === 'percentiles') return percentiles(sorted, range.low, range.high, least, most);
  const usable = (bound: number | null) => bound !== null && !(log && bound <= 0);
  const low = usable(range.low) ? range.low! : least;
  const high = usable(range.high) ? range.high! : most;
  // All numbers are beyond the one bound that there is.
  return low <= high ? [low, high] : usable(range.low) ? [low, low] : [high, high];
}

/** Their whole range where the two percentiles are one value. */
function percentiles(sorted: Float32Array, low: number, high: number, least: number, most: number) {
  if (sorted.length === 0) return [least, most] as const;
  const [from, to] = [quantile(sorted, low / 100), quantile(sorted, high / 100)];
  return to > from ? ([from, to] as const) : ([least, most] as const);
}

/** In the scale's own measure, as `from` and `to` are. */
function middleOf(
  from: number,
  to: number,
  log: boolean,
  centre: number | null,
  along: (value: number) => number,
): number {
  if (centre !== null && !(log && centre <= 0)) return along(centre);
  return !log && from < 0 && to > 0 ? 0 : (from + to) / 2;
}

/** Of ascending values; linear between the order statistics: x_(h) with h = (n - 1) p. */
function quantile(sorted: Float32Array, p: number): number {
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
