import { Bits } from '../data/bits';
import type { PointCloud } from './point-cloud';
import type { Viewpoint } from './projection';
import type { Region } from './tools/region';

type Projectable = Pick<PointCloud, 'shown' | 'from' | 'to' | 'mix' | 'positionsVersion' | 'orderVersion'>;

/** Side of a cell, in pixels. */
const cellSize = 16;
/** So far from its middle, all of a cell is nearer. */
const cellReach = cellSize * Math.SQRT1_2;
/** Points beside the view by no more than this, in pixels, may reach into it. */
const margin = 32;
const nowhere = -1;

/**
 * Where the shown points are on the screen, and by which cell of a grid. Computed once for all that is asked as long as neither
 * points nor camera move: pointing at one of a million then looks at the few near the pointer.
 */
export class ScreenPoints {
  /** Counts the projections. */
  version = 0;
  /** How deep the foremost point lies that is seen: no other is drawn larger. */
  foremost = Number.POSITIVE_INFINITY;
  /** CSS pixels, one a point; NaN for what is not seen. */
  private xs = new Float32Array();
  private ys = new Float32Array();
  /** The cell of each; those of what is not seen are `nowhere`. */
  private cells = new Int32Array();
  private width = 0;
  private height = 0;
  private columns = 0;
  private rows = 0;
  /** Where each cell's points begin in `points`, row by row. */
  private starts: Uint32Array = new Uint32Array(1);
  private points: Uint32Array = new Uint32Array();
  /** Where these are on the screen, in the same order: of a full cell memory is read as it lies. */
  private pointXs = new Float32Array();
  private pointYs = new Float32Array();
  private of: { readonly cloud: Projectable; readonly state: readonly number[] } | null = null;

  /** Whether it is as the points now are seen. */
  current(cloud: Projectable, view: Viewpoint): boolean {
    if (this.of?.cloud !== cloud) return false;
    const { state } = this.of;
    return stateOf(cloud, view).every((value, i) => value === state[i]);
  }

  /** Projects all points, unless it has. */
  refresh(cloud: Projectable, view: Viewpoint): void {
    if (this.current(cloud, view)) return;
    this.of = { cloud, state: stateOf(cloud, view) };
    this.version++;
    this.resize(cloud.shown.length, view);
    this.project(cloud, view);
    this.sort();
  }

  private resize(count: number, view: Viewpoint): void {
    if (this.xs.length !== count) {
      this.xs = new Float32Array(count);
      this.ys = new Float32Array(count);
      this.cells = new Int32Array(count);
    }
    this.width = view.width;
    this.height = view.height;
    this.columns = Math.max(1, Math.ceil(view.width / cellSize));
    this.rows = Math.max(1, Math.ceil(view.height / cellSize));
  }

  /** In one pass over the points: where each is seen, in which cell, and how many are in each. */
  private project({ shown, from, to, mix }: Projectable, view: Viewpoint): void {
    const { xs, ys, cells, columns } = this;
    const starts = new Uint32Array(columns * this.rows + 1);
    const { focal, near } = view;
    const [ex, ey, ez] = view.position;
    const [rx, ry, rz] = view.right;
    const [ux, uy, uz] = view.up;
    const [fx, fy, fz] = view.forward;
    const middleX = view.width / 2;
    const middleY = view.height / 2;
    const mostX = view.width + margin;
    const mostY = view.height + margin;
    const lastColumn = columns - 1;
    const lastRow = this.rows - 1;
    const glides = mix < 1;
    let foremost = Number.POSITIVE_INFINITY;
    for (let i = 0, j = 0; i < shown.length; i++, j += 3) {
      let px = to[j];
      let py = to[j + 1];
      let pz = to[j + 2];
      if (glides) {
        px = from[j] + (px - from[j]) * mix;
        py = from[j + 1] + (py - from[j + 1]) * mix;
        pz = from[j + 2] + (pz - from[j + 2]) * mix;
      }
      px -= ex;
      py -= ey;
      pz -= ez;
      const depth = px * fx + py * fy + pz * fz;
      const scale = focal / depth;
      const x = middleX + (px * rx + py * ry + pz * rz) * scale;
      const y = middleY - (px * ux + py * uy + pz * uz) * scale;
      // Also false where the place is no number.
      if (!(shown[i] === 1 && depth >= near && x >= -margin && x <= mostX && y >= -margin && y <= mostY)) {
        xs[i] = Number.NaN;
        cells[i] = nowhere;
        continue;
      }
      xs[i] = x;
      ys[i] = y;
      if (depth < foremost) foremost = depth;
      // What is beside the view is in the cell at its edge.
      let column = (x / cellSize) | 0;
      let row = (y / cellSize) | 0;
      column = Math.max(0, Math.min(lastColumn, column));
      row = Math.max(0, Math.min(lastRow, row));
      const cell = row * columns + column;
      cells[i] = cell;
      starts[cell + 1]++;
    }
    for (let cell = 1; cell < starts.length; cell++) starts[cell] += starts[cell - 1];
    this.starts = starts;
    this.foremost = foremost;
  }

  /** Each point goes to its cell's part of the list. */
  private sort(): void {
    const { cells, starts } = this;
    const seen = starts[starts.length - 1];
    if (this.points.length !== seen) {
      this.points = new Uint32Array(seen);
      this.pointXs = new Float32Array(seen);
      this.pointYs = new Float32Array(seen);
    }
    const { points, pointXs, pointYs, xs, ys } = this;
    const next = starts.slice();
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i];
      if (cell === nowhere) continue;
      const at = next[cell]++;
      points[at] = i;
      pointXs[at] = xs[i];
      pointYs[at] = ys[i];
    }
  }

  /** What is beside the view is in the cell at its edge. */
  private column(x: number): number {
    return clamp(Math.floor(x / cellSize), this.columns - 1);
  }

  private row(y: number): number {
    return clamp(Math.floor(y / cellSize), this.rows - 1);
  }

  /** Calls with each point that is seen in the view, and where. */
  forEachSeen(visit: (index: number, x: number, y: number) => void): void {
    const { points, pointXs, pointYs } = this;
    for (let at = 0; at < points.length; at++) {
      const [x, y] = [pointXs[at], pointYs[at]];
      if (x >= 0 && y >= 0 && x <= this.width && y <= this.height) visit(points[at], x, y);
    }
  }

  /** Where a point is seen in the view; null: it is not. */
  placeOf(index: number): { readonly x: number; readonly y: number } | null {
    const [x, y] = [this.xs[index], this.ys[index]];
    return x >= 0 && y >= 0 && x <= this.width && y <= this.height ? { x, y } : null;
  }

  /** Calls with all shown points that are within `reach` of a place, across and down. */
  near(x: number, y: number, reach: number, visit: (index: number) => void): void {
    const { starts, points, pointXs, pointYs, columns } = this;
    const first = this.column(x - reach);
    const last = this.column(x + reach);
    const bottom = this.row(y + reach);
    for (let row = this.row(y - reach); row <= bottom; row++) {
      const end = starts[row * columns + last + 1];
      for (let at = starts[row * columns + first]; at < end; at++) {
        if (Math.abs(pointXs[at] - x) <= reach && Math.abs(pointYs[at] - y) <= reach) visit(points[at]);
      }
    }
  }

  /** The shown points whose middle is seen in a region; what lies behind others as well. */
  within(region: Region): Bits {
    const { xs } = this;
    const words = new Uint32Array(Math.ceil(xs.length / 32));
    const left = Math.max(0, region.left);
    const right = Math.min(this.width, region.right);
    const top = Math.max(0, region.top);
    const bottom = Math.min(this.height, region.bottom);
    if (left > right || top > bottom) return Bits.ofWords(xs.length, words);
    // Of most cells, all points are in it, or none: only those at its edge are tested one by one.
    const part = { region, left, right, top, bottom };
    const lastRow = this.row(bottom);
    const lastColumn = this.column(right);
    for (let row = this.row(top); row <= lastRow; row++) {
      for (let column = this.column(left); column <= lastColumn; column++) {
        const cell = row * this.columns + column;
        if (this.starts[cell] === this.starts[cell + 1]) continue;
        const x = (column + 0.5) * cellSize;
        const y = (row + 0.5) * cellSize;
        const inner = row > 0 && row < this.rows - 1 && column > 0 && column < this.columns - 1;
        if (!(inner && region.uniform(x, y, cellReach))) this.test(cell, part, words);
        else if (inside(region, x, y)) this.take(cell, words);
      }
    }
    return Bits.ofWords(xs.length, words);
  }

  /** Marks all points of a cell. */
  private take(cell: number, words: Uint32Array): void {
    const { points } = this;
    const end = this.starts[cell + 1];
    for (let at = this.starts[cell]; at < end; at++) words[points[at] >>> 5] |= 1 << (points[at] & 31);
  }

  /** Marks those points of a cell that are in a part of the view. */
  private test(cell: number, { region, left, right, top, bottom }: Part, words: Uint32Array): void {
    const { points, pointXs, pointYs } = this;
    const end = this.starts[cell + 1];
    for (let at = this.starts[cell]; at < end; at++) {
      const i = points[at];
      const x = pointXs[at];
      const y = pointYs[at];
      if (x >= left && x <= right && y >= top && y <= bottom && region.contains(x, y)) words[i >>> 5] |= 1 << (i & 31);
    }
  }
}

/** A region, and what of its bounds lies in the view. */
interface Part extends Pick<Region, 'left' | 'right' | 'top' | 'bottom'> {
  readonly region: Region;
}

function inside(region: Region, x: number, y: number): boolean {
  const { left, right, top, bottom } = region;
  return x >= left && x <= right && y >= top && y <= bottom && region.contains(x, y);
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

/** All that the places on the screen depend on. */
function stateOf({ positionsVersion, orderVersion, mix, shown }: Projectable, view: Viewpoint): readonly number[] {
  const { position, right, up, focal, width, height, near } = view;
  return [positionsVersion, orderVersion, mix, shown.length, ...position, ...right, ...up, focal, width, height, near];
}
