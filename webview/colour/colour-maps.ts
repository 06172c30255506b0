import { interpolateMagma, interpolatePlasma, interpolateViridis } from 'd3-scale-chromatic';
import type { Rgb } from '../scene/colours';
import { fromOklab, type Oklab } from './oklab';
import { parseColour } from './rgb';
import type { Tone } from './tone';

/** The first three run from one end to the other; the others have a middle, and lead from it to two sides. */
export const colourMaps = ['viridis', 'magma', 'plasma', 'blue-orange', 'purple-green'] as const;
export type ColourMap = (typeof colourMaps)[number];

/**
 * Those of matplotlib, even in lightness, also for colour-blind eyes. Their darkest or brightest part is left out where it
 * would not be seen on the ground. None passes through grey, as Cividis does: that is for missing values.
 */
const sequential = {
  viridis: { interpolate: interpolateViridis, dark: 0.12, light: 0.1 },
  magma: { interpolate: interpolateMagma, dark: 0.25, light: 0.15 },
  plasma: { interpolate: interpolatePlasma, dark: 0.1, light: 0.08 },
} as const;

/** Straight from the middle to both ends in Oklab, so that lightness and colour change evenly. */
const diverging: Readonly<Record<'blue-orange' | 'purple-green', Readonly<Record<Tone, readonly [Oklab, Oklab]>>>> = {
  'blue-orange': {
    dark: [
      [0.78, -0.06, -0.12],
      [0.78, 0.08, 0.14],
    ],
    light: [
      [0.47, -0.03, -0.18],
      [0.52, 0.1, 0.105],
    ],
  },
  'purple-green': {
    dark: [
      [0.76, 0.12, -0.12],
      [0.82, -0.14, 0.13],
    ],
    light: [
      [0.44, 0.14, -0.15],
      [0.48, -0.13, 0.1],
    ],
  },
};

/** Near the ground, and yet seen on it, and no grey of a missing value. */
const middle: Readonly<Record<Tone, Oklab>> = { dark: [0.37, 0, 0], light: [0.86, 0, 0] };

export function isDiverging(map: ColourMap): map is keyof typeof diverging {
  return map in diverging;
}

/** A map's colour at a share from 0 to 1. What is high stands out from the ground in both tones. */
export function mapColour(map: ColourMap, share: number, tone: Tone): Rgb {
  if (isDiverging(map)) {
    const far = Math.abs(2 * share - 1);
    const end = diverging[map][tone][share < 0.5 ? 0 : 1];
    const at = (i: 0 | 1 | 2) => middle[tone][i] + (end[i] - middle[tone][i]) * far;
    return fromOklab([at(0), at(1), at(2)]);
  }
  const { interpolate, dark, light } = sequential[map];
  return parseColour(interpolate(tone === 'dark' ? dark + (1 - dark) * share : (1 - light) * (1 - share)));
}
