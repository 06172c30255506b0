import type { Palette } from './colours';
import type { PointCloud } from './point-cloud';
import { type Projected, project, type Viewpoint } from './projection';
import type { Place, Shape } from './shapes';
import type { Vector3 } from './vector';

/** A place that is marked, and can be clicked. */
export interface Spot {
  /** In the space; or which point it is. */
  readonly at: Vector3 | number;
  /** Where nothing is, a ring; where something is, a square. */
  readonly form: 'ring' | 'square';
  /** From 0 to 1. */
  readonly weight: number;
  /** A letter or number in it. */
  readonly sign: string;
}

export interface Spots {
  readonly list: readonly Spot[];
  /** The number of the one that is drawn stronger; null: none. */
  readonly chosen: number | null;
}

type Points = Pick<PointCloud, 'isVisible' | 'place' | 'count'>;

/** A spot on the screen, and its number. */
interface Seen {
  readonly spot: Spot;
  readonly number: number;
  readonly at: Projected;
  /** Pixels. */
  readonly radius: number;
}

/** Those in front of the camera whose point, if they are of one, is shown; the farthest first. */
function seen(view: Viewpoint, { list }: Spots, points: Points): readonly Seen[] {
  return list
    .flatMap((spot, number): readonly Seen[] => {
      const { at, weight } = spot;
      if (typeof at === 'number' && !(at < points.count && points.isVisible(at))) return [];
      const place = project(view, typeof at === 'number' ? points.place(at) : at);
      return place.depth < view.near ? [] : [{ spot, number, at: place, radius: 8 + 8 * Math.sqrt(weight) }];
    })
    .sort((a, b) => b.at.depth - a.at.depth);
}

/** The foremost spot at a place on the screen; null: none. */
export function spotAt(view: Viewpoint, spots: Spots, points: Points, x: number, y: number): number | null {
  const hit = seen(view, spots, points).findLast(({ at, radius }) => Math.hypot(at.x - x, at.y - y) <= radius + 2);
  return hit?.number ?? null;
}

/** Spots in the colour of text, with an edge that keeps them apart from the points; the chosen one is filled. */
export function spotMarks(view: Viewpoint, palette: Palette, spots: Spots, points: Points): readonly Shape[] {
  const all = seen(view, spots, points);
  // It lies over the others.
  const chosen = all.filter(({ number }) => number === spots.chosen);
  return [...all.filter(({ number }) => number !== spots.chosen), ...chosen].flatMap((one) =>
    spotMark(one, palette, one.number === spots.chosen),
  );
}

function spotMark({ spot, at, radius }: Seen, palette: Palette, chosen: boolean): readonly Shape[] {
  const { background, foreground, font } = palette;
  const size = chosen ? radius + 2 : radius;
  const [ground, ink] = chosen ? [foreground, background] : [background, foreground];
  const width = chosen ? 3 : 1.75;
  return [
    ...(spot.form === 'ring'
      ? ([
          { kind: 'disc', at, radius: size, colour: ground, alpha: chosen ? 1 : 0.55 },
          { kind: 'ring', at, radius: size, width: width + 2, colour: background, alpha: 0.8 },
          { kind: 'ring', at, radius: size, width, colour: foreground, alpha: 1 },
        ] satisfies Shape[])
      : ([
          { kind: 'area', corners: cornersOf(at, size), colour: ground, alpha: chosen ? 1 : 0.55 },
          { kind: 'lines', pieces: square(at, size), width: width + 2, colour: background, alpha: 0.8 },
          { kind: 'lines', pieces: square(at, size), width, colour: foreground, alpha: 1 },
        ] satisfies Shape[])),
    {
      kind: 'text',
      text: spot.sign,
      at: { x: at.x, y: at.y },
      align: 'center',
      baseline: 'middle',
      font: `600 10px ${font}`,
      colour: ink,
      outline: ground,
      alpha: 1,
    },
  ];
}

function cornersOf({ x, y }: Place, half: number): readonly [Place, Place, Place, Place] {
  return [
    { x: x - half, y: y - half },
    { x: x + half, y: y - half },
    { x: x + half, y: y + half },
    { x: x - half, y: y + half },
  ];
}

/** The four sides, as pieces of lines. */
function square(at: Place, half: number): Float32Array {
  const corners = cornersOf(at, half);
  return Float32Array.from(
    corners.flatMap((from, i) => {
      const to = corners[(i + 1) % 4];
      return [from.x, from.y, to.x, to.y];
    }),
  );
}
