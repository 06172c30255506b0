import { interpolateViridis, schemeObservable10 } from 'd3-scale-chromatic';
import type { ColumnValues } from '../src/protocol/data';

/** Whether the points lie on a dark or a light ground. */
export type Tone = 'dark' | 'light';

export type Rgb = readonly [red: number, green: number, blue: number];

/** The code of examples without a value. */
export const missing = -1;

export interface CategoryEntry {
  readonly code: number;
  /** Null for examples without a value. */
  readonly name: string | null;
  readonly count: number;
  readonly colour: Rgb;
}

export type Legend =
  | { readonly kind: 'categories'; readonly entries: readonly CategoryEntry[] }
  | {
      readonly kind: 'gradient';
      readonly low: number;
      readonly high: number;
      /** Values lie below `low`, above `high`: the ends stand for them too. */
      readonly belowLow: boolean;
      readonly aboveHigh: boolean;
      /** How many values fall into equal parts of low..high. */
      readonly histogram: readonly number[];
      readonly missing: number;
    };

export interface Colouring {
  /** examples x 3. */
  readonly rgb: Uint8Array;
  readonly legend: Legend;
}

export const absent: Readonly<Record<Tone, Rgb>> = { dark: [110, 110, 110], light: [168, 168, 168] };

/** A colour for every example, by its value in the column. */
export function colourBy(column: ColumnValues, tone: Tone): Colouring {
  return column.type === 'category' ? byCategory(column, tone) : byNumber(column, tone);
}

function byCategory({ values, categories = [] }: ColumnValues, tone: Tone): Colouring {
  const rgb = new Uint8Array(values.length * 3);
  const colours = categories.map((_, code) => categoryColour(code));
  const counts = new Int32Array(categories.length);
  let withoutValue = 0;
  for (let index = 0; index < values.length; index++) {
    const code = values[index];
    const colour = colours[code];
    if (colour) counts[code]++;
    else withoutValue++;
    rgb.set(colour ?? absent[tone], index * 3);
  }
  const entries: CategoryEntry[] = categories.map((name, code) => ({
    code,
    name,
    count: counts[code],
    colour: colours[code],
  }));
  if (withoutValue > 0) entries.push({ code: missing, name: null, count: withoutValue, colour: absent[tone] });
  return { rgb, legend: { kind: 'categories', entries } };
}

function byNumber({ values }: ColumnValues, tone: Tone): Colouring {
  const sorted = values.filter(Number.isFinite).sort();
  const [low, high] = robustRange(sorted);
  const bins = 32;
  const histogram = new Array<number>(bins).fill(0);
  const rgb = new Uint8Array(values.length * 3);
  const ramp = Array.from({ length: 256 }, (_, step) => gradientColour(step / 255, tone));
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (!Number.isFinite(value)) {
      rgb.set(absent[tone], index * 3);
      continue;
    }
    const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5;
    rgb.set(ramp[Math.round(share * 255)], index * 3);
    histogram[Math.min(bins - 1, Math.floor(share * bins))]++;
  }
  return {
    rgb,
    legend: {
      kind: 'gradient',
      low,
      high,
      belowLow: sorted.length > 0 && sorted[0] < low,
      aboveHigh: sorted.length > 0 && sorted[sorted.length - 1] > high,
      histogram,
      missing: values.length - sorted.length,
    },
  };
}

/**
 * The 2nd to the 98th percentile of ascending values, so that a few outliers do not wash out the rest; their whole
 * range where those two are one value.
 */
export function robustRange(sorted: Float32Array): readonly [low: number, high: number] {
  if (sorted.length === 0) return [0, 1];
  const [low, high] = [quantile(sorted, 0.02), quantile(sorted, 0.98)];
  return high > low ? [low, high] : [sorted[0], sorted[sorted.length - 1]];
}

/** Linear between the order statistics: x_(h) with h = (n - 1) p. */
function quantile(sorted: Float32Array, p: number): number {
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** Observable's ten without their grey, which is for missing values. */
const hues = [...schemeObservable10.slice(0, 9), '#a8b545'];

/** Ten hues chosen to be told apart, also by most colour-blind eyes; beyond them, hues a golden angle apart in changing lightness. */
export function categoryColour(code: number): Rgb {
  const known = hues[code];
  if (known) return parseHex(known);
  const hue = (code * 137.508) % 360;
  return hslToRgb(hue, 0.62, [0.5, 0.66, 0.38][code % 3]);
}

/** Viridis: even in lightness, also for colour-blind eyes. High values stand out from the ground in both tones. */
export function gradientColour(share: number, tone: Tone): Rgb {
  return parseHex(interpolateViridis(tone === 'dark' ? 0.12 + 0.88 * share : 0.9 * (1 - share)));
}

function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function hslToRgb(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const sector = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(sector - 3, 9 - sector, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

/** What is hidden after a click on an entry: it alone toggles, or, isolated, all others go; once more brings them back. */
export function toggleHidden(
  hidden: ReadonlySet<number>,
  codes: readonly number[],
  code: number,
  isolate: boolean,
): ReadonlySet<number> {
  if (isolate) {
    const others = codes.filter((other) => other !== code);
    const alone = !hidden.has(code) && others.every((other) => hidden.has(other));
    return new Set(alone ? [] : others);
  }
  const next = new Set(hidden);
  if (!next.delete(code)) next.add(code);
  return next;
}

export function cssColour([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}
