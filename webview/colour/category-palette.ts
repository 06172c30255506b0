import { schemeObservable10 } from 'd3-scale-chromatic';
import type { Rgb } from '../scene/colours';
import { parseColour } from './rgb';
import type { Tone } from './tone';

/**
 * Observable's ten without their grey, which is for missing values, and fourteen more, each the colour that is
 * farthest from those before it and from the greys in Oklab, as seen by usual and by red- or green-blind eyes (Machado 2009).
 * Further ones would be as near to each other as a colour is to its neighbour in a gradient.
 */
const palette: readonly Rgb[] = [
  ...schemeObservable10.slice(0, 9),
  '#a8b545',
  '#9e0479',
  '#9e170c',
  '#24f394',
  '#d0569b',
  '#6928b0',
  '#838fd8',
  '#2a6242',
  '#26e8f8',
  '#c8878e',
  '#8750a5',
  '#da3e05',
  '#a94268',
  '#c98510',
  '#4f8bac',
].map(parseColour);

/** So many categories can be told apart. */
export const distinctCategories = palette.length;

/** All categories beyond those: neutral, and neither ground nor missing. */
export const othersColour: Readonly<Record<Tone, Rgb>> = { dark: [196, 190, 180], light: [88, 84, 78] };

/**
 * The place in the palette of each category, by code; -1 for those that share the colour of the others. Where there are
 * more than it has colours for, the most frequent get them, of equally frequent ones the first.
 */
export function palettePlaces(counts: Int32Array): Int16Array {
  const places = new Int16Array(counts.length).fill(-1);
  const codes = Array.from(counts.keys());
  const chosen =
    codes.length <= distinctCategories
      ? codes
      : codes.sort((a, b) => counts[b] - counts[a] || a - b).slice(0, distinctCategories);
  for (const [place, code] of chosen.entries()) places[code] = place;
  return places;
}

export function paletteColour(place: number, tone: Tone): Rgb {
  return palette[place] ?? othersColour[tone];
}
