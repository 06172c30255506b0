import type { ColumnValues } from '../src/protocol/data';
import { distinctCategories, paletteColour, palettePlaces } from './colour/category-palette';
import { mapColour } from './colour/colour-maps';
import { type FittedScale, fitScale, type NumberScale, usualScale } from './colour/number-scale';
import type { Tone } from './colour/tone';
import type { Rgb } from './scene/colours';

export type { Tone } from './colour/tone';
export { cssColour, type Rgb } from './scene/colours';

/** The code of examples without a value. */
export const missing = -1;

export interface CategoryEntry {
  readonly code: number;
  /** Null for examples without a value. */
  readonly name: string | null;
  readonly count: number;
  readonly colour: Rgb;
  /** There is no colour left for it: it has that of all such categories. */
  readonly shared: boolean;
}

/** What the colours of numbers mean. */
export interface GradientLegend extends Omit<FittedScale, 'share'> {
  readonly kind: 'gradient';
  /** How many values fall into equal parts of the scale. */
  readonly histogram: readonly number[];
  /** The colour at a position of the scale, from 0 to 1. */
  colourAt(position: number): Rgb;
}

export type Legend = { readonly kind: 'categories'; readonly entries: readonly CategoryEntry[] } | GradientLegend;

export interface Colouring {
  /** examples x 3. */
  readonly rgb: Uint8Array;
  readonly legend: Legend;
}

/** What a person has chosen for a column. */
export interface ColourChoice {
  readonly scale: NumberScale;
  /** By the category's name. */
  readonly own: ReadonlyMap<string, Rgb>;
}

const usualChoice: ColourChoice = { scale: usualScale, own: new Map() };

export const absent: Readonly<Record<Tone, Rgb>> = { dark: [110, 110, 110], light: [168, 168, 168] };

/** A colour for every example, by its value in the column. */
export function colourBy(column: ColumnValues, tone: Tone, { scale, own }: ColourChoice = usualChoice): Colouring {
  return column.type === 'category' ? byCategory(column, tone, own) : byNumber(column, tone, scale);
}

function byCategory({ values, categories = [] }: ColumnValues, tone: Tone, own: ColourChoice['own']): Colouring {
  const counts = new Int32Array(categories.length);
  let withoutValue = 0;
  for (let index = 0; index < values.length; index++) {
    const code = values[index];
    if (code >= 0 && code < counts.length) counts[code]++;
    else withoutValue++;
  }
  const places = palettePlaces(counts);
  const entries = categories.map((name, code): CategoryEntry => {
    const chosen = own.get(name);
    const colour = chosen ?? paletteColour(places[code], tone);
    return { code, name, count: counts[code], colour, shared: !chosen && places[code] < 0 };
  });
  const table = new Uint8Array(3 * (categories.length + 1));
  for (const { code, colour } of entries) table.set(colour, 3 * code);
  table.set(absent[tone], 3 * categories.length);
  const rgb = new Uint8Array(values.length * 3);
  for (let index = 0, to = 0; index < values.length; index++, to += 3) {
    const code = values[index];
    const from = 3 * (code >= 0 && code < counts.length ? code : counts.length);
    rgb[to] = table[from];
    rgb[to + 1] = table[from + 1];
    rgb[to + 2] = table[from + 2];
  }
  if (withoutValue > 0) {
    entries.push({ code: missing, name: null, count: withoutValue, colour: absent[tone], shared: false });
  }
  return { rgb, legend: { kind: 'categories', entries } };
}

const bins = 32;
/** Colours of a gradient: more are not told apart. */
const steps = 256;

function byNumber({ values }: ColumnValues, tone: Tone, chosen: NumberScale): Colouring {
  const { share, ...scale } = fitScale(values, chosen);
  const histogram = new Array<number>(bins).fill(0);
  const rgb = new Uint8Array(values.length * 3);
  const colourAt = (position: number) => mapColour(chosen.map, share(position), tone);
  const ramp = Array.from({ length: steps }, (_, step) => colourAt(step / (steps - 1)));
  for (let index = 0, to = 0; index < values.length; index++, to += 3) {
    const position = scale.position(values[index]);
    const colour = Number.isNaN(position) ? absent[tone] : ramp[Math.round(position * (steps - 1))];
    rgb[to] = colour[0];
    rgb[to + 1] = colour[1];
    rgb[to + 2] = colour[2];
    if (!Number.isNaN(position)) histogram[Math.min(bins - 1, Math.floor(position * bins))]++;
  }
  return { rgb, legend: { kind: 'gradient', ...scale, histogram, colourAt } };
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

export { distinctCategories };
