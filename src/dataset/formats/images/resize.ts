import type { PlainPicture } from './picture';

/** Sums of fractions miss whole numbers by less than this. */
const rounding = 1e-9;

/** Which source samples make one target sample, and with what weights (they sum to 1). */
interface Kernel {
  readonly first: number;
  readonly weights: readonly number[];
}

/**
 * Crops a picture at its middle to the target's proportions and scales it: by the mean of the area that a target pixel
 * covers when shrinking, linearly when enlarging. Writes bytes, one (luma, Rec. 601, of colours) or three a pixel.
 */
export function fitInto(
  target: Uint8Array,
  [height, width, channels]: readonly [number, number, number],
  picture: PlainPicture,
): void {
  if (picture.width === width && picture.height === height && picture.channels === channels) {
    target.set(picture.pixels);
    return;
  }
  const scale = Math.min(picture.width / width, picture.height / height);
  const columns = kernels(width, scale, picture.width);
  const rows = kernels(height, scale, picture.height);
  const firstRow = rows[0].first;
  const lastRow = rows[height - 1].first + rows[height - 1].weights.length;
  const stride = width * picture.channels;
  const narrow = new Float64Array((lastRow - firstRow) * stride);
  for (let y = firstRow; y < lastRow; y++) {
    const row = picture.pixels.subarray(
      y * picture.width * picture.channels,
      (y + 1) * picture.width * picture.channels,
    );
    const to = (y - firstRow) * stride;
    if (picture.channels === 1) narrowGrey(row, columns, narrow, to);
    else narrowColours(row, columns, narrow, to);
  }
  const sums = new Float64Array(stride);
  for (let y = 0; y < height; y++) {
    const { first, weights } = rows[y];
    sums.fill(0);
    for (let k = 0; k < weights.length; k++) {
      const from = (first - firstRow + k) * stride;
      for (let i = 0; i < stride; i++) sums[i] += weights[k] * narrow[from + i];
    }
    writeRow(sums, picture.channels, target, y * width * channels, channels);
  }
}

function narrowGrey(row: Uint8Array, columns: readonly Kernel[], narrow: Float64Array, to: number): void {
  for (let x = 0; x < columns.length; x++) {
    const { first, weights } = columns[x];
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += weights[k] * row[first + k];
    narrow[to + x] = sum;
  }
}

function narrowColours(row: Uint8Array, columns: readonly Kernel[], narrow: Float64Array, to: number): void {
  for (let x = 0; x < columns.length; x++) {
    const { first, weights } = columns[x];
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let k = 0, at = 3 * first; k < weights.length; k++, at += 3) {
      red += weights[k] * row[at];
      green += weights[k] * row[at + 1];
      blue += weights[k] * row[at + 2];
    }
    narrow[to + 3 * x] = red;
    narrow[to + 3 * x + 1] = green;
    narrow[to + 3 * x + 2] = blue;
  }
}

function writeRow(sums: Float64Array, from: 1 | 3, target: Uint8Array, at: number, channels: number): void {
  for (let i = 0, to = at; i < sums.length; i += from) {
    if (channels === from) {
      for (let channel = 0; channel < from; channel++) target[to++] = byteOf(sums[i + channel]);
    } else if (from === 3) {
      target[to++] = byteOf(0.299 * sums[i] + 0.587 * sums[i + 1] + 0.114 * sums[i + 2]);
    } else {
      for (let channel = 0; channel < channels; channel++) target[to++] = byteOf(sums[i]);
    }
  }
}

function byteOf(value: number): number {
  return Math.min(255, Math.round(value));
}

/** For `count` target samples of `scale` source samples each, in the middle of `size` source samples. */
function kernels(count: number, scale: number, size: number): Kernel[] {
  const start = Math.floor((size - count * scale) / 2);
  const end = Math.min(size, start + count * scale);
  return Array.from({ length: count }, (_, i) => {
    const from = start + i * scale;
    return scale > 1 ? area(from, Math.min(end, from + scale)) : linear(from + scale / 2 - 0.5, start, Math.ceil(end));
  });
}

function area(from: number, to: number): Kernel {
  const first = Math.floor(from + rounding);
  const last = Math.max(first + 1, Math.ceil(to - rounding));
  const weights = Array.from(
    { length: last - first },
    (_, k) => (Math.min(to, first + k + 1) - Math.max(from, first + k)) / (to - from),
  );
  return { first, weights };
}

function linear(centre: number, start: number, end: number): Kernel {
  const place = Math.min(end - 1, Math.max(start, centre));
  const first = Math.floor(place);
  const share = place - first;
  return share === 0 ? { first, weights: [1] } : { first, weights: [1 - share, share] };
}
