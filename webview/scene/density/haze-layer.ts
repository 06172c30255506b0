import type { Haze } from '../../density/haze';
import { createLayer } from '../canvas-layer';
import type { Palette } from '../colours';
import type { Viewpoint } from '../projection';
import { type HazeImage, hazeImage } from './haze-image';

/** CSS pixels to each of the haze: it has no edges to be sharp. */
const coarseness = 6;

/** The density of points in space, as a haze over them: a small picture that the browser makes large. */
export class HazeLayer {
  readonly canvas = createLayer();
  private readonly context = this.canvas.getContext('2d', { willReadFrequently: true });
  private buffer: HazeImage = { width: 0, height: 0, depths: new Float32Array() };

  constructor() {
    this.canvas.style.display = 'none';
  }

  /** Null: there is none. */
  paint(haze: Haze | null, view: Viewpoint, palette: Palette): void {
    const { canvas, context } = this;
    canvas.style.display = haze ? 'block' : 'none';
    if (!haze || !context) return;
    this.buffer = hazeImage(haze, view, coarseness, this.buffer);
    const { width, height, depths } = this.buffer;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const image = context.createImageData(width, height);
    const most = palette.highContrast ? 0.75 : 0.6;
    const [red, green, blue] = palette.foreground;
    for (let i = 0, j = 0; i < depths.length; i++, j += 4) {
      if (depths[i] === 0) continue;
      image.data[j] = red;
      image.data[j + 1] = green;
      image.data[j + 2] = blue;
      image.data[j + 3] = 255 * most * opacity(depths[i]);
    }
    context.putImageData(image, 0, 0);
  }
}

/** What is lost of the light behind so much haze (Beer and Lambert), 1 being the densest seen straight through. */
function opacity(depth: number): number {
  return (1 - Math.exp(-2 * depth)) / (1 - Math.exp(-2));
}
