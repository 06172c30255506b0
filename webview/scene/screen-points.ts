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

/**
 * Where the shown points are on the screen, and by which cell of a grid. Computed once for all that is asked as long as neither
 * points nor camera move: pointing at one of a million then looks at the few near the pointer.
 */
export class ScreenPoints {
  /** Counts the projections. */
  version = 0;
  /** CSS pixels, one a point; NaN for what is not seen. */
  private xs = new Float32Array();
  private ys = new Float32Array();
  private width = 0;
  private height = 0;
  private columns = 0;
  private rows = 0;
  /** Where each cell's points begin in `points`, row by row. */
  private starts: Uint32Array = new Uint32Array(1);
  private points: Uint32Array = new Uint32Array();
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
    this.project(cloud, view);
    this.sort(cloud.shown.length, view);
  }

  private project({ shown, from, to, mix }: Projectable, view: Viewpoint): void {
    const count = shown.length;
    if (this.xs.length !== count) {
      this.xs = new Float32Array(count);
      this.ys = new Float32Array(count);
    }
    const { xs, ys } = this;
    const { focal, near } = view;
    const [ex, ey, ez] = view.position;
    const [rx, ry, rz] = view.right;
    const [ux, uy, uz] = view.up;
    const [fx, fy, fz] = view.forward;
    const middleX = view.width / 2;
    const middleY = view.height / 2;
    const mostX = view.width + margin;
    const mostY = view.height + margin;
    for (let i = 0, j = 0; i < count; i++, j += 3) {
      const px = from[j] + (to[j] - from[j]) * mix - ex;
      const py = from[j + 1] + (to[j + 1] - from[j + 1]) * mix - ey;
      const pz = from[j + 2] + (to[j + 2] - from[j + 2]) * mix - ez;
      const depth = px * fx + py * fy + pz * fz;
      const scale = focal / depth;
      const x = middleX + (px * rx + py * ry + pz * rz) * scale;
      const y = middleY - (px * ux + py * uy + pz * uz) * scale;
      const seen = shown[i] === 1 && depth >= near && x >= -margin && x <= mostX && y >= -margin && y <= mostY;
      xs[i] = seen ? x : Number.NaN;
      ys[i] = y;
    }
  }

  /** By counting: how many a cell has, where each begins, and then each point to its place. */
  private sort(count: number, view: Viewpoint): void {
    this.width = view.width;
    this.height = view.height;
    this.columns = Math.max(1, Math.ceil(view.width / cellSize));
    this.rows = Math.max(1, Math.ceil(view.height / cellSize));
    const starts = new Uint32Array(this.columns * this.rows + 1);
    const { xs, ys } = this;
    for (let i = 0; i < count; i++) if (!Number.isNaN(xs[i])) starts[this.cell(xs[i], ys[i]) + 1]++;
    for (let cell = 1; cell < starts.length; cell++) starts[cell] += starts[cell - 1];
    this.points = new Uint32Array(starts[starts.length - 1]);
    const next = starts.slice();
    for (let i = 0; i < count; i++) if (!Number.isNaN(xs[i])) this.points[next[this.cell(xs[i], ys[i])]++] = i;
    this.starts = starts;
  }

  private cell(x: number, y: number): number {
    return this.row(y) * this.columns + this.column(x);
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
    for (const index of this.points) {
      const [x, y] = [this.xs[index], this.ys[index]];
      if (x >= 0 && y >= 0 && x <= this.width && y <= this.height) visit(index, x, y);
    }
  }

  /** Where a point is seen in the view; null: it is not. */
  placeOf(index: number): { readonly x: number; readonly y: number } | null {
    const [x, y] = [this.xs[index], this.ys[index]];
    return x >= 0 && y >= 0 && x <= this.width && y <= this.height ? { x, y } : null;
  }

  /** Calls with all shown points that are within `reach` of a place, and some more. */
  near(x: number, y: number, reach: number, visit: (index: number) => void): void {
    const first = this.column(x - reach);
    const last = this.column(x + reach);
    const bottom = this.row(y + reach);
    for (let row = this.row(y - reach); row <= bottom; row++) this.visit(row, first, last, visit);
  }

  /** Calls with the points of cells in a row. */
  private visit(row: number, first: number, last: number, visit: (index: number) => void): void {
    const end = this.starts[row * this.columns + last + 1];
    for (let at = this.starts[row * this.columns + first]; at < end; at++) visit(this.points[at]);
  }

  /** The shown points whose middle is seen in a region; what lies behind others as well. */
  within(region: Region): Bits {
    const { xs, ys } = this;
    const left = Math.max(0, region.left);
    const right = Math.min(this.width, region.right);
    const top = Math.max(0, region.top);
    const bottom = Math.min(this.height, region.bottom);
    const words = new Uint32Array(Math.ceil(xs.length / 32));
    if (left > right || top > bottom) return Bits.ofWords(xs.length, words);
    const take = (i: number) => {
      words[i >>> 5] |= 1 << (i & 31);
    };
    const test = (i: number) => {
      const x = xs[i];
      const y = ys[i];
      if (x >= left && x <= right && y >= top && y <= bottom && region.contains(x, y)) take(i);
    };
    // Of most cells, all points are in it, or none: only those at its edge are tested one by one.
    for (let row = this.row(top); row <= this.row(bottom); row++) {
      for (let column = this.column(left); column <= this.column(right); column++) {
        const x = (column + 0.5) * cellSize;
        const y = (row + 0.5) * cellSize;
        const inner = row > 0 && row < this.rows - 1 && column > 0 && column < this.columns - 1;
        const uniform = inner && region.uniform(x, y, cellReach);
        if (!uniform) this.visit(row, column, column, test);
        else if (inside(region, x, y)) this.visit(row, column, column, take);
      }
    }
    return Bits.ofWords(xs.length, words);
  }
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
