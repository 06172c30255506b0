import { createLayer } from './canvas-layer';
import { cssColour, type Rgb } from './colours';
import { diameter, sampleScale } from './point-size';
import { project } from './projection';
import type { SceneFrame, SceneRenderer } from './scene-renderer';
import { paintShapes } from './shape-painter';
import type { Shape } from './shapes';

/**
 * Where there is no WebGL: discs written into an image, with a depth for every pixel, so that the foremost point is
 * seen without any sorting.
 */
export class CanvasScene implements SceneRenderer {
  readonly kind = 'canvas';
  readonly canvas = createLayer();
  private readonly context = this.canvas.getContext('2d', { willReadFrequently: true });
  private image = new ImageData(1, 1);
  private pixels = new Uint32Array(this.image.data.buffer);
  private depths = new Float32Array(1);
  private ratio = 1;

  /** @param transparent The page, or nothing, is behind the points. */
  constructor(private readonly transparent = true) {}

  resize(width: number, height: number, ratio: number): void {
    this.ratio = ratio;
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.image = new ImageData(this.canvas.width, this.canvas.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.depths = new Float32Array(this.pixels.length);
  }

  draw(frame: SceneFrame): void {
    const { context } = this;
    if (!context) return;
    this.pixels.fill(0);
    this.depths.fill(Number.POSITIVE_INFINITY);
    this.stampPoints(frame);
    context.putImageData(this.image, 0, 0);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.globalCompositeOperation = 'destination-over';
    paintShapes(context, frame.behind);
    if (!this.transparent) this.paintGround(context, frame);
    context.globalCompositeOperation = 'source-over';
    paintShapes(context, sampleShapes(frame));
    paintShapes(context, frame.above);
    context.setTransform(1, 0, 0, 1, 0, 0);
  }

  private paintGround(context: CanvasRenderingContext2D, { palette, view }: SceneFrame): void {
    context.fillStyle = cssColour(palette.background);
    context.fillRect(0, 0, view.width, view.height);
  }

  private stampPoints({ cloud, view, scale, fog, palette, limit }: SceneFrame): void {
    const { from, to, mix, order, colours } = cloud;
    const { position, right, up, forward, near } = view;
    const focal = view.focal * this.ratio;
    const { width, height } = this.canvas;
    const count = Math.min(limit, order.length);
    for (let k = 0; k < count; k++) {
      const i = order[k];
      const j = 3 * i;
      const px = from[j] + (to[j] - from[j]) * mix - position[0];
      const py = from[j + 1] + (to[j + 1] - from[j + 1]) * mix - position[1];
      const pz = from[j + 2] + (to[j + 2] - from[j + 2]) * mix - position[2];
      const depth = px * forward[0] + py * forward[1] + pz * forward[2];
      if (depth < near) continue;
      const x = width / 2 + ((px * right[0] + py * right[1] + pz * right[2]) * focal) / depth;
      const y = height / 2 - ((px * up[0] + py * up[1] + pz * up[2]) * focal) / depth;
      const radius = (diameter(scale, depth) / 2) * this.ratio;
      const deep = Math.min(1, Math.max(0, (depth - fog.near) / (fog.far - fog.near)));
      const haze = fog.strength * deep * deep;
      const red = colours[4 * i] + (palette.background[0] - colours[4 * i]) * haze;
      const green = colours[4 * i + 1] + (palette.background[1] - colours[4 * i + 1]) * haze;
      const blue = colours[4 * i + 2] + (palette.background[2] - colours[4 * i + 2]) * haze;
      this.stamp(x, y, depth, radius, [red, green, blue]);
    }
  }

  /** A disc with a darker rim, as the shader has it, but without a smoothed edge. */
  private stamp(x: number, y: number, depth: number, radius: number, [red, green, blue]: Rgb): void {
    const { width, height } = this.canvas;
    const left = Math.max(0, Math.round(x - radius));
    const right = Math.min(width - 1, Math.round(x + radius) - 1);
    const top = Math.max(0, Math.round(y - radius));
    const bottom = Math.min(height - 1, Math.round(y + radius) - 1);
    const fill = pixel(red, green, blue);
    const rim = radius > 2.5 ? pixel(0.75 * red, 0.75 * green, 0.75 * blue) : fill;
    const outer = radius * radius + 0.25;
    const inner = (radius - 1) * (radius - 1);
    for (let row = top; row <= bottom; row++) {
      const dy = row + 0.5 - y;
      for (let column = left; column <= right; column++) {
        const dx = column + 0.5 - x;
        const squared = dx * dx + dy * dy;
        const at = row * width + column;
        if (squared > outer || depth >= this.depths[at]) continue;
        this.depths[at] = depth;
        this.pixels[at] = squared > inner ? rim : fill;
      }
    }
  }

  dispose(): void {
    this.canvas.remove();
  }
}

/** Diamonds in the colour of text. There are few: they need not be hidden by points before them. */
function sampleShapes({ samples, view, scale, palette }: SceneFrame): readonly Shape[] {
  const sizes = sampleScale(scale);
  const shapes: Shape[] = [];
  for (let i = 0; i < (samples?.length ?? 0); i += 3) {
    const { x, y, depth } = project(view, [samples![i], samples![i + 1], samples![i + 2]]);
    if (depth < view.near) continue;
    const radius = diameter(sizes, depth) / 2;
    for (const [size, colour] of [
      [radius, palette.background],
      [radius - 1.5, palette.foreground],
    ] as const) {
      const corners = [
        { x, y: y - size },
        { x: x + size, y },
        { x, y: y + size },
        { x: x - size, y },
      ] as const;
      shapes.push({ kind: 'area', corners, colour, alpha: 1 });
    }
  }
  return shapes;
}

/** An opaque pixel in the byte order of an image on a little-endian machine, as all that run browsers are. */
function pixel(red: number, green: number, blue: number): number {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}
