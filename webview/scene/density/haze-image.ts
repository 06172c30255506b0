import type { Haze } from '../../density/haze';
import type { Viewpoint } from '../projection';

/** How much haze is before each pixel, row by row. */
export interface HazeImage {
  readonly width: number;
  readonly height: number;
  readonly depths: Float32Array;
}

/** A ball ends so many standard deviations from its middle. */
const reach = 2.5;

/**
 * The haze as it is seen, by splatting: each ball adds a round Gaussian where it is seen (Westover, 1990). Of `coarseness` CSS pixels to
 * each pixel; a `former` image of the same size is written over.
 */
export function hazeImage(
  { places, weights, radius }: Haze,
  view: Viewpoint,
  coarseness: number,
  former?: HazeImage,
): HazeImage {
  const width = Math.max(1, Math.ceil(view.width / coarseness));
  const height = Math.max(1, Math.ceil(view.height / coarseness));
  const isSame = former?.width === width && former.height === height;
  const depths = isSame ? former.depths.fill(0) : new Float32Array(width * height);
  const [ex, ey, ez] = view.position;
  const [rx, ry, rz] = view.right;
  const [ux, uy, uz] = view.up;
  const [fx, fy, fz] = view.forward;
  const focal = view.focal / coarseness;
  for (let n = 0; n < weights.length; n++) {
    const px = places[3 * n] - ex;
    const py = places[3 * n + 1] - ey;
    const pz = places[3 * n + 2] - ez;
    const depth = px * fx + py * fy + pz * fz;
    if (depth < view.near) continue;
    const scale = focal / depth;
    const x = width / 2 + (px * rx + py * ry + pz * rz) * scale - 0.5;
    const y = height / 2 - (px * ux + py * uy + pz * uz) * scale - 0.5;
    // Balls that are less than a pixel are spread over one, so that none falls between them.
    const deviation = Math.max(0.6, radius * scale);
    splat(depths, width, height, x, y, deviation, weight(weights[n], radius * scale, deviation));
  }
  return { width, height, depths };
}

/** What a ball spreads over more pixels than it covers is as much less in each. */
function weight(share: number, covered: number, spread: number): number {
  return overlap * share * (covered / spread) ** 2;
}

/** Of balls that stand a step of the grid apart and are 0.8 of it wide, at each place so many overlap: 2 pi 0.8^2. */
const overlap = 1 / (2 * Math.PI * 0.8 * 0.8);

function splat(
  depths: Float32Array,
  width: number,
  height: number,
  x: number,
  y: number,
  deviation: number,
  most: number,
): void {
  const far = reach * deviation;
  const left = Math.max(0, Math.ceil(x - far));
  const right = Math.min(width - 1, Math.floor(x + far));
  const bottom = Math.min(height - 1, Math.floor(y + far));
  const narrow = -1 / (2 * deviation * deviation);
  for (let row = Math.max(0, Math.ceil(y - far)); row <= bottom; row++) {
    const above = most * Math.exp(narrow * (row - y) ** 2);
    for (let column = left; column <= right; column++) {
      depths[row * width + column] += above * Math.exp(narrow * (column - x) ** 2);
    }
  }
}
