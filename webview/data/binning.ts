/** Where the bars of a column of numbers lie, and in which bar each example is. */
export interface Binning {
  /** Ends of all bars together. Numbers beyond them are in the first and in the last. */
  readonly low: number;
  readonly high: number;
  readonly bins: number;
  /** The bar of each example; `noBin` without a number. */
  readonly binOf: Uint8Array;
  /** Numbers lie below `low`, above `high`. */
  readonly belowLow: boolean;
  readonly aboveHigh: boolean;
  /** Each bar is one whole number, in its middle: `low` is half below the smallest. */
  readonly whole: boolean;
  /** To which a bound is rounded. */
  readonly step: number;
  /** Examples without a finite number. */
  readonly missing: number;
}

export const noBin = 255;
/** Fewer whole numbers than these have a bar each. */
const mostWhole = 64;
const mostBins = 50;
/** Values that the quantiles are taken of. */
const sampled = 16_384;

const known = new WeakMap<Float32Array, Binning | null>();

/** The bars of a column, computed once for its values; null where there is no finite number. */
export function binningOf(values: Float32Array): Binning | null {
  let binning = known.get(values);
  if (binning === undefined) {
    binning = binNumbers(values);
    known.set(values, binning);
  }
  return binning;
}

function binNumbers(values: Float32Array): Binning | null {
  let [least, most, missing, areWhole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, true];
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value - value !== 0) {
      missing++;
      continue;
    }
    if (value < least) least = value;
    if (value > most) most = value;
    if (areWhole && value !== Math.trunc(value)) areWhole = false;
  }
  if (missing === values.length) return null;
  const whole = areWhole && most - least < mostWhole;
  const [low, high, width] = whole ? [least - 0.5, most + 0.5, 1] : roundRange(values, least, most);
  const bins = Math.max(1, Math.round((high - low) / width));
  return {
    low,
    high,
    bins,
    binOf: assign(values, low, width, bins),
    belowLow: least < Math.fround(low),
    aboveHigh: most > Math.fround(high),
    whole,
    step: whole ? 1 : width / 10,
    missing,
  };
}

/** A round range with round bars: of all values, or of most, where a few lie far outside. */
function roundRange(
  values: Float32Array,
  least: number,
  most: number,
): readonly [low: number, high: number, width: number] {
  let [low, high] = [least, most];
  const [from, to] = innerRange(values);
  if (to > from && most - least > 3 * (to - from)) {
    const margin = 0.1 * (to - from);
    [low, high] = [Math.max(least, from - margin), Math.min(most, to + margin)];
  }
  if (!(high > low)) return [low, low, 1];
  const width = roundStep((high - low) / mostBins);
  return [decimal(Math.floor(low / width) * width), decimal(Math.ceil(high / width) * width), width];
}

/** The 1st and the 99th percentile, of values that are evenly spread where there are many. */
function innerRange(values: Float32Array): readonly [number, number] {
  const stride = Math.max(1, Math.floor(values.length / sampled));
  const sample = new Float32Array(Math.ceil(values.length / stride));
  for (let at = 0; at < sample.length; at++) sample[at] = values[at * stride];
  const sorted = sample.filter(Number.isFinite).sort();
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)];
  return [at(0.01), at(0.99)];
}

function assign(values: Float32Array, low: number, width: number, bins: number): Uint8Array {
  const binOf = new Uint8Array(values.length);
  // The edges as values are stored: a bound at an edge shall part them where the bars do.
  const edges = Float32Array.from({ length: bins + 1 }, (_, bin) => decimal(low + bin * width));
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value - value !== 0) {
      binOf[index] = noBin;
      continue;
    }
    let bin = Math.floor((value - low) / width);
    if (bin < 0) bin = 0;
    else if (bin >= bins) bin = bins - 1;
    if (bin + 1 < bins && value >= edges[bin + 1]) bin++;
    else if (bin > 0 && value < edges[bin]) bin--;
    binOf[index] = bin;
  }
  return binOf;
}

/** 1, 2 or 5 times a power of ten, the smallest that is not below. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= size * (1 - 1e-9)) ?? 10;
  return decimal(factor * power);
}

/** Without the last digits of a sum of binary fractions. */
export function decimal(value: number): number {
  return Number(value.toPrecision(12));
}

/** Where a bound lies along the bars, 0..1. Of whole numbers a bar is on the inner side of its bound. */
export function shareOf({ low, high, whole }: Binning, bound: number, side: 'from' | 'to'): number {
  if (!(high > low)) return side === 'from' ? 0 : 1;
  const at = whole ? bound + (side === 'from' ? -0.5 : 0.5) : bound;
  return Math.min(1, Math.max(0, (at - low) / (high - low)));
}

/** The bound at a place along the bars, rounded; null at the end, where there is none. */
export function boundAt({ low, high, whole, step }: Binning, share: number, side: 'from' | 'to'): number | null {
  if (side === 'from' ? share <= 0 : share >= 1) return null;
  const at = low + share * (high - low);
  if (whole) {
    const [least, most] = [low + 0.5, high - 0.5];
    const bound = Math.min(most, Math.max(least, Math.round(side === 'from' ? at + 0.5 : at - 0.5)));
    return bound === (side === 'from' ? least : most) ? null : bound;
  }
  const bound = decimal(Math.round(at / step) * step);
  return (side === 'from' ? bound <= low : bound >= high) ? null : bound;
}

/** The numbers that a bar stands for; null: all beyond. */
export function rangeOfBin(binning: Binning, bin: number): readonly [from: number | null, to: number | null] {
  const { low, high, bins, whole, belowLow, aboveHigh } = binning;
  if (whole) return [low + 0.5 + bin, low + 0.5 + bin];
  const width = (high - low) / bins;
  const from = bin === 0 && belowLow ? null : decimal(low + bin * width);
  return [from, bin === bins - 1 && aboveHigh ? null : decimal(low + (bin + 1) * width)];
}
