import type { Trails } from '../../src/protocol/trails';
import type { Bodies } from './bodies/bodies';
import { type Box, interpolateBox, robustBounds } from './bounds';
import type { CursorHandle } from './cursor-motion';
import { Glide } from './glide';
import { PointCloud } from './point-cloud';
import type { SpacePath } from './scene-state';
import type { Spots } from './spots';
import { spreadStrip } from './strip';
import type { Vector3 } from './vector';

const unitBox: Box = { min: [-1, -1, -1], max: [1, 1, 1] };

/** What is in the space: the points, what is marked among them, and the box around them. */
export class SceneContent {
  readonly cloud = new PointCloud();
  samples: Float32Array | null = null;
  paths: readonly SpacePath[] = [];
  trails: Trails | null = null;
  bodies: Bodies | null = null;
  spots: Spots | null = null;
  cursorPlace: Vector3 | null = null;
  sizeFactor = 1;
  /** The point and the handle of the 3-D cursor that the pointer is on. */
  hovered: number | null = null;
  handle: CursorHandle | null = null;

  /** As it was given, before a strip is spread. */
  private positions: Float32Array = new Float32Array();
  private axisLabels: readonly (string | null)[] = ['', '', ''];
  private pinned: number | null = null;
  private pinnedNeighbours: readonly number[] = [];

  private readonly boxGlide = new Glide();
  private formerBox = unitBox;
  private nextBox = unitBox;
  private boxNow = unitBox;

  /** The same points with the same marks, which go their own ways from here on. Nobody points at anything there. */
  copy(): SceneContent {
    const copy = new SceneContent();
    copy.axisLabels = this.axisLabels;
    copy.setPositions(this.positions);
    copy.place(0, 0);
    copy.cloud.look(this.cloud);
    copy.samples = this.samples;
    copy.paths = this.paths;
    copy.trails = this.trails;
    copy.bodies = this.bodies;
    copy.spots = this.spots;
    copy.cursorPlace = this.cursorPlace;
    copy.sizeFactor = this.sizeFactor;
    copy.selected = this.selected;
    copy.neighbours = this.neighbours;
    return copy;
  }

  get labels(): readonly (string | null)[] {
    return this.axisLabels;
  }

  /** True if other axes are there than before: the points are to be placed anew. */
  setLabels(labels: readonly (string | null)[]): boolean {
    const changed = [0, 1, 2].some((axis) => (this.axisLabels[axis] === null) !== (labels[axis] === null));
    this.axisLabels = labels;
    return changed;
  }

  /** Which of the three axes are there. */
  get present(): readonly boolean[] {
    return [0, 1, 2].map((axis) => this.axisLabels[axis] !== null);
  }

  get flat(): boolean {
    return this.present.includes(false);
  }

  get selected(): number | null {
    return this.pinned;
  }

  set selected(index: number | null) {
    this.pinned = index !== null && index < this.cloud.count ? index : null;
    if (this.pinned === null) this.pinnedNeighbours = [];
  }

  get neighbours(): readonly number[] {
    return this.pinnedNeighbours;
  }

  set neighbours(indices: readonly number[]) {
    this.pinnedNeighbours = indices.filter((index) => index < this.cloud.count);
  }

  /** As it is now, on its way to `goal`. */
  get box(): Box {
    return this.boxNow;
  }

  get goal(): Box {
    return this.nextBox;
  }

  setPositions(positions: Float32Array): void {
    this.positions = positions;
  }

  /** Takes the points to where they are to be shown, and the box with them. Answers in how many ms: the first jump. */
  place(now: number, duration: number): number {
    const { cloud } = this;
    const first = cloud.count === 0;
    const shown = this.present[1] ? this.positions : spreadStrip(this.positions);
    cloud.setPositions(shown, now, duration);
    if (this.pinned !== null && this.pinned >= cloud.count) this.pinned = null;
    this.neighbours = this.pinnedNeighbours;
    const seen = this.labels[1] === null ? [false, false, true] : this.present.map((present) => !present);
    this.formerBox = this.boxNow;
    this.nextBox = robustBounds(shown, seen);
    const taken = first ? 0 : duration;
    this.boxGlide.begin(now, taken);
    return taken;
  }

  /** True while the points glide. */
  advance(now: number): boolean {
    const glides = this.cloud.advance(now);
    this.boxNow = interpolateBox(this.formerBox, this.nextBox, this.boxGlide.progress(now));
    return glides;
  }
}
