import type { PointCloud } from '../point-cloud';
import type { Viewpoint } from '../projection';
import type { ScreenPoints } from '../screen-points';

/** Which points are pictures, and how large, in pixels. */
export interface PictureChoice {
  readonly indices: readonly number[];
  readonly size: number;
}

/** So many at most: they are drawn by the page itself. */
export const mostPictures = 400;
/** Sizes in pixels: the fewer points are seen, the larger. */
const smallest = 24;
const largest = 72;
/** The part of the view that pictures of all its points would cover. */
const covered = 0.3;
/** Between pictures of many points there are points to be seen; few have room for all. */
const apart = 1.4;
const close = 1.08;

/**
 * Points that are seen and have room for a picture that covers no other: those that are pictures now first, then, of each part of the
 * view, the foremost. The closer one looks, the fewer points are there, and the more of them are pictures.
 */
export function choosePictures(
  screen: ScreenPoints,
  cloud: Pick<PointCloud, 'place'>,
  view: Viewpoint,
  former: readonly number[],
): PictureChoice {
  let seen = 0;
  screen.forEachSeen(() => {
    seen++;
  });
  const natural = Math.sqrt((covered * view.width * view.height) / Math.max(1, seen));
  const size = Math.round(Math.min(largest, Math.max(smallest, natural)));
  const pitch = size * (natural < smallest ? apart : close);
  const [ex, ey, ez] = view.position;
  const [fx, fy, fz] = view.forward;
  const depthOf = (index: number) => {
    const [x, y, z] = cloud.place(index);
    return (x - ex) * fx + (y - ey) * fy + (z - ez) * fz;
  };
  const foremost = new Map<number, { readonly index: number; readonly depth: number }>();
  // More than have room, so that few places stay without.
  const cellSize = pitch / 2;
  const columns = Math.ceil(view.width / cellSize) + 1;
  screen.forEachSeen((index, x, y) => {
    const cell = Math.floor(y / cellSize) * columns + Math.floor(x / cellSize);
    const depth = depthOf(index);
    const known = foremost.get(cell);
    if (!known || depth < known.depth) foremost.set(cell, { index, depth });
  });
  const candidates = [...foremost.values()].sort((a, b) => a.depth - b.depth).map(({ index }) => index);
  const taken = new Room(screen, pitch);
  for (const index of [...former, ...candidates]) if (taken.indices.length < mostPictures) taken.take(index);
  return { indices: taken.indices, size };
}

/** Points no two of which are nearer than a pitch, along x and along y. */
class Room {
  readonly indices: number[] = [];
  private readonly cells = new Map<string, { readonly x: number; readonly y: number }>();

  constructor(
    private readonly screen: ScreenPoints,
    private readonly pitch: number,
  ) {}

  take(index: number): void {
    const at = this.screen.placeOf(index);
    if (!at) return;
    const { pitch, cells } = this;
    const [column, row] = [Math.floor(at.x / pitch), Math.floor(at.y / pitch)];
    for (let k = row - 1; k <= row + 1; k++) {
      for (let i = column - 1; i <= column + 1; i++) {
        const other = cells.get(`${i} ${k}`);
        if (other && Math.abs(other.x - at.x) < pitch && Math.abs(other.y - at.y) < pitch) return;
      }
    }
    cells.set(`${column} ${row}`, at);
    this.indices.push(index);
  }
}
