import type { Picture } from './decode';

/** Sums of fractions miss whole numbers by less than this. */
const rounding = 1e-9;

/** Which source samples make one target sample, and with what weights (they sum to 1). */
interface Kernel {
  readonly first: number;
  readonly weights: readonly number[];
}

/**
 * Crops a picture at its middle to the target's proportions and scales it: by the mean of the area that a target pixel
 * covers when shrinking, linearly when enlarging. Writes bytes, one (luma, Rec. 601) or three a pixel.
 */
export function fitInto(
  target: Uint8Array,
  [height, width, channels]: readonly [number, number, number],
  { pixels, width: sourceWidth, height: sourceHeight }: Picture,
): void {
  const scale = Math.min(sourceWidth / width, sourceHeight / height);
  const columns = kernels(width, scale, sourceWidth);
  const rows = kernels(height, scale, sourceHeight);
  const firstRow = rows[0].first;
  const lastRow = rows[height - 1].first + rows[height - 1].weights.length;
  const narrow = new Float64Array((lastRow - firstRow) * width * channels);
  for (let y = firstRow; y < lastRow; y++) {
    for (let x = 0; x < width; x++) {
      const { first, weights } = columns[x];
      let [red, green, blue] = [0, 0, 0];
      for (let k = 0; k < weights.length; k++) {
        const at = (y * sourceWidth + first + k) * 3;
        red += weights[k] * pixels[at];
        green += weights[k] * pixels[at + 1];
        blue += weights[k] * pixels[at + 2];
      }
      const to = ((y - firstRow) * width + x) * channels;
      if (channels === 1) narrow[to] = 0.299 * red + 0.587 * green + 0.114 * blue;
      else narrow.set([red, green, blue], to);
    }
  }
  const stride = width * channels;
  for (let y = 0; y < height; y++) {
    const { first, weights } = rows[y];
    for (let i = 0; i < stride; i++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * narrow[(first - firstRow + k) * stride + i];
      target[y * stride + i] = Math.min(255, Math.round(sum));
    }
  }
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
