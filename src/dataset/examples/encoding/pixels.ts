import { type Sentence, UserError } from '../../../protocol/errors';
import type { NumericData } from '../../bytes/elements';
import { allocate, allocateFloats } from '../../bytes/memory';
import type { Encoding } from '../dataset';
import { OddNumbers } from './odd-numbers';
import { inOrder, type PlaceOf } from './place';

export type PixelEncoding = Extract<Encoding, { kind: 'pixels' }>;
export type ImageShape = PixelEncoding['shape'];

/** input = (stored - offset) / scale. */
interface Scaling {
  readonly offset: number;
  readonly scale: number;
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
}

/**
 * The scaling that brings pixels into 0..1: bytes by 255; 0..1 as they are; -1..1 halved; anything else from its
 * lowest to its highest value.
 * @throws UserError data.images.notFinite, counting them and naming the first example.
 */
export function fitPixels(values: NumericData, shape: ImageShape, path: string, placeOf = inOrder): PixelEncoding {
  // Bytes need no further look once there is one that 0..1 does not hold.
  if (values instanceof Uint8Array && values.some((value) => value > 1)) {
    return { kind: 'pixels', shape, ...scalingOf({ low: 0, high: 255 }) };
  }
  return { kind: 'pixels', shape, ...scalingOf(rangeOf(values, shape, path, placeOf)) };
}

/** The scaling that fits numbers from `low` to `high`, as `fitPixels` has it. */
export function scalingOf({ low, high }: { readonly low: number; readonly high: number }): Scaling {
  if (low >= 0 && high <= 1 && high > 0) return { offset: 0, scale: 1 };
  if (low >= 0 && high <= 255) return { offset: 0, scale: 255 };
  if (low >= -1 && high <= 1) return { offset: -1, scale: 2 };
  return { offset: low, scale: high > low ? high - low : 1 };
}

function rangeOf(values: NumericData, shape: ImageShape, path: string, placeOf: PlaceOf): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let whole = true;
  const size = shape[0] * shape[1] * shape[2];
  const odd = new OddNumbers();
  let first = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value - value !== 0) {
      if (odd.count === 0) first = value;
      odd.add(placeOf, Math.floor(i / size), i % size);
      continue;
    }
    if (value < low) low = value;
    if (value > high) high = value;
    if (whole && value !== Math.floor(value)) whole = false;
  }
  const { count, row: example } = odd;
  if (count > 0) throw new UserError('data.images.notFinite', { path, count, example, value: String(first) });
  return { low, high, whole };
}

/**
 * Pixels as a model's inputs: bytes (value / 255) where nothing is lost by that, else floats in 0..1. Values outside
 * of the range that the encoding was fitted to are clipped, with a warning. Floats are replaced where they are.
 * @param mayBeBytes Not where other examples may hold fractions, even if these do not.
 */
export function encodePixels(
  values: NumericData,
  { shape, offset, scale }: PixelEncoding,
  path: string,
  { placeOf = inOrder, mayBeBytes = true }: { readonly placeOf?: PlaceOf; readonly mayBeBytes?: boolean } = {},
): { readonly values: Uint8Array | Float32Array; readonly warnings: readonly Sentence[] } {
  if (values instanceof Uint8Array && offset === 0 && scale === 255) return { values, warnings: [] };
  const range = rangeOf(values, shape, path, placeOf);
  const outside = range.low < offset || range.high > offset + scale;
  const faint = scale === 255 && range.high <= 1 && !range.whole;
  const warnings: Sentence[] =
    outside || faint
      ? [
          {
            code: 'data.encoding.range',
            params: { path, low: range.low, high: range.high, fittedLow: offset, fittedHigh: offset + scale },
          },
        ]
      : [];
  if (mayBeBytes && range.whole && offset === 0 && (scale === 255 || scale === 1)) {
    const inputs = allocate(values.length);
    const bytes = new Uint8ClampedArray(inputs.buffer, inputs.byteOffset, inputs.length);
    for (let i = 0; i < values.length; i++) bytes[i] = (values[i] * 255) / scale;
    return { values: inputs, warnings };
  }
  const inputs = values instanceof Float32Array ? values : allocateFloats(values.length);
  for (let i = 0; i < values.length; i++) inputs[i] = Math.min(1, Math.max(0, (values[i] - offset) / scale));
  return { values: inputs, warnings };
}

/** [examples, height, width, channels] from [examples, channels, height, width]. */
export function channelsLast(values: NumericData, [height, width, channels]: ImageShape): NumericData {
  if (channels === 1) return values;
  const pixels = height * width;
  const interleaved = values.slice();
  for (let start = 0; start < values.length; start += pixels * channels) {
    for (let channel = 0; channel < channels; channel++) {
      const plane = start + channel * pixels;
      for (let pixel = 0; pixel < pixels; pixel++)
        interleaved[start + pixel * channels + channel] = values[plane + pixel];
    }
  }
  return interleaved;
}

/** @throws UserError data.encoding.kind or data.encoding.shape, when a model was trained on other images. */
export function checkPixelEncoding(encoding: Encoding, shape: ImageShape, path: string): PixelEncoding {
  if (encoding.kind !== 'pixels') throw new UserError('data.encoding.kind', { path });
  if (encoding.shape.some((size, axis) => size !== shape[axis])) {
    throw new UserError('data.encoding.shape', {
      path,
      actual: shapeText(shape),
      expected: shapeText(encoding.shape),
    });
  }
  return encoding;
}

/** Height × width × channels. */
export function shapeText(shape: readonly number[]): string {
  return shape.join(' × ');
}
