import { PNG } from 'pngjs';
import type { Raster } from './raster';

/** A picture as a PNG file, one pixel for each of it. */
export function pngOf({ width, height, channels, pixels }: Raster): Buffer {
  const image = new PNG({ width, height });
  for (let at = 0; at < width * height; at++) {
    for (let channel = 0; channel < 3; channel++)
      image.data[4 * at + channel] = pixels[channels * at + (channels === 3 ? channel : 0)];
    image.data[4 * at + 3] = 255;
  }
  return PNG.sync.write(image, { colorType: channels === 3 ? 2 : 0 });
}
