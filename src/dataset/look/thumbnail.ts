import type { Brightness } from '../../protocol/view';
import type { ImageLayout } from './image-layout';

/** Height and width of thumbnails: those of the images, shrunk where the longer edge exceeds `edge`. */
export function thumbnailSize({ height, width }: ImageLayout, edge: number): { height: number; width: number } {
  const shrink = Math.max(1, Math.max(height, width) / edge);
  return { height: Math.max(1, Math.round(height / shrink)), width: Math.max(1, Math.round(width / shrink)) };
}

/** 1 for grey, 3 for colour. */
export function thumbnailChannels({ channels }: ImageLayout): 1 | 3 {
  return channels < 3 ? 1 : 3;
}

/**
 * Draws an image as bytes, row-major with interleaved channels; pixels are the mean of the area that they stand for. What
 * is transparent is white below. Numbers that are none are black.
 * @param values All examples, row-major. @param example Which of them.
 */
export function drawThumbnail(
  target: Uint8Array,
  size: { readonly height: number; readonly width: number },
  values: ArrayLike<number | bigint>,
  example: number,
  layout: ImageLayout,
  { offset, scale }: Brightness,
): void {
  const { height, width, channels, channelsFirst } = layout;
  const [pixelStep, channelStep] = channelsFirst ? [1, height * width] : [channels, 1];
  const start = example * height * width * channels;
  const colours = thumbnailChannels(layout);
  const hasAlpha = channels % 2 === 0;
  const share = (at: number) => Math.min(1, Math.max(0, (Number(values[at]) - offset) / scale || 0));
  const sums = [0, 0, 0];
  let to = 0;
  for (let y = 0; y < size.height; y++) {
    const [top, bottom] = span(y, size.height, height);
    for (let x = 0; x < size.width; x++) {
      const [left, right] = span(x, size.width, width);
      sums.fill(0);
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const at = start + (row * width + column) * pixelStep;
          const alpha = hasAlpha ? share(at + colours * channelStep) : 1;
          for (let colour = 0; colour < colours; colour++) {
            sums[colour] += alpha * share(at + colour * channelStep) + 1 - alpha;
          }
        }
      }
      const area = (bottom - top) * (right - left);
      for (let colour = 0; colour < colours; colour++) target[to++] = Math.round((255 * sums[colour]) / area);
    }
  }
}

/** Which of `source` samples the target's sample `i` of `target` stands for. */
function span(i: number, target: number, source: number): [from: number, to: number] {
  const from = Math.floor((i * source) / target);
  return [from, Math.max(from + 1, Math.floor(((i + 1) * source) / target))];
}
