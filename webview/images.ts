import type { Examples } from '../src/protocol/data';
import type { Rgb, Tone } from './colouring';

export type Images = Extract<Examples, { kind: 'images' }>;
export type Rows = Extract<Examples, { kind: 'rows' }>;
export type Texts = Extract<Examples, { kind: 'text' }>;

/** One of the images as RGBA bytes for a canvas. */
export function toRgba({ height, width, channels, pixels }: Images, index: number): Uint8ClampedArray<ArrayBuffer> {
  const area = height * width;
  const rgba = new Uint8ClampedArray(area * 4);
  let from = index * area * channels;
  for (let to = 0; to < rgba.length; to += 4, from += channels) {
    rgba[to] = pixels[from];
    rgba[to + 1] = pixels[channels === 3 ? from + 1 : from];
    rgba[to + 2] = pixels[channels === 3 ? from + 2 : from];
    rgba[to + 3] = 255;
  }
  return rgba;
}

/** The ground stands for no difference, orange for too dark in the reconstruction, blue for too bright. */
const poles: Readonly<Record<Tone, { readonly ground: Rgb; readonly positive: Rgb; readonly negative: Rgb }>> = {
  dark: { ground: [16, 16, 18], positive: [255, 158, 66], negative: [86, 180, 255] },
  light: { ground: [255, 255, 255], positive: [179, 72, 4], negative: [24, 94, 172] },
};

export function differenceColour(share: number, tone: Tone): Rgb {
  const { ground, positive, negative } = poles[tone];
  const pole = share >= 0 ? positive : negative;
  const weight = Math.min(1, Math.abs(share));
  return [0, 1, 2].map((channel) =>
    Math.round(ground[channel] + weight * (pole[channel] - ground[channel])),
  ) as unknown as Rgb;
}

/** Original - reconstruction (row-major HWC) as RGBA, mean over channels, `scale` at full colour. */
export function differenceToRgba(
  difference: Float32Array,
  channels: number,
  scale: number,
  tone: Tone,
): Uint8ClampedArray<ArrayBuffer> {
  const area = difference.length / channels;
  const rgba = new Uint8ClampedArray(area * 4);
  for (let pixel = 0; pixel < area; pixel++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += difference[pixel * channels + channel];
    rgba.set(differenceColour(sum / channels / scale, tone), pixel * 4);
    rgba[pixel * 4 + 3] = 255;
  }
  return rgba;
}

/** The largest difference of a pixel, for the scale; at least 5 % of the range, so that noise stays faint. */
export function differenceScale(difference: Float32Array): number {
  return difference.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0.05);
}

/** One example of many, as examples of its own. */
export function exampleAt(examples: Examples, index: number): Examples {
  if (examples.kind === 'rows') return { ...examples, count: 1, rows: [examples.rows[index]] };
  if (examples.kind === 'text') return { ...examples, count: 1, texts: [examples.texts[index]] };
  const size = examples.height * examples.width * examples.channels;
  return { ...examples, count: 1, pixels: examples.pixels.slice(index * size, (index + 1) * size) };
}
