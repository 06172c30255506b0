import type { Bits } from '../data/bits';
import { Glide, mixInto } from './glide';
import { shuffledOrder } from './shuffle';
import type { Vector3 } from './vector';

/**
 * The points as they are shown: each between the place it comes from and the place it goes to. Renderers read its
 * arrays as they are, and upload one again when its version has changed.
 */
export class PointCloud {
  count = 0;
  /** n x 3 each, read only; a point is shown at (1 - mix) from + mix to. The same array where nothing glides. */
  from: Float32Array = new Float32Array();
  to: Float32Array = this.from;
  /** n x 4 bytes, the fourth unused: GPUs like words. */
  colours = new Uint8Array();
  /** How many points can be seen. */
  visible = 0;
  /** n values, 1 for what can be seen. */
  shown: Uint8Array = new Uint8Array();
  mix = 1;
  positionsVersion = 0;
  coloursVersion = 0;
  orderVersion = 0;
  private readonly glide = new Glide();
  private mask: Bits | null = null;
  /** All points in an order of which every beginning is a fair sample, and those of them that can be seen; null: nobody asked. */
  private everyPoint: Uint32Array | null = null;
  /** All points in an order of which every beginning keeps sparse places; null: it is not found yet. */
  fairOrder: Uint32Array | null = null;
  private listed: Uint32Array | null = new Uint32Array();

  /**
   * Points move to `positions` (n x 3) in `duration` ms, if there are as many as before; with 0 they jump.
   * The array is kept and must not change: of a million points, a copy takes 12 MB.
   */
  setPositions(positions: Float32Array, now: number, duration: number): void {
    const moves = duration > 0 && positions.length === this.to.length;
    if (positions.length !== this.to.length) this.resize(positions.length / 3);
    this.from = moves ? this.placesToLeave(positions) : positions;
    this.to = positions;
    this.glide.begin(now, moves ? duration : 0);
    this.mix = this.glide.progress(now);
    this.positionsVersion++;
    this.refreshOrder();
  }

  /** Each point comes from where it is shown. */
  private placesToLeave(positions: Float32Array): Float32Array {
    const shown = new Float32Array(positions.length);
    mixInto(shown, this.from, this.to, this.mix);
    for (let i = 0; i < positions.length; i += 3) {
      // A point that was nowhere has no place to come from.
      if (Number.isFinite(shown[i] + shown[i + 1] + shown[i + 2])) continue;
      for (let j = i; j < i + 3; j++) shown[j] = positions[j];
    }
    return shown;
  }

  private resize(count: number): void {
    this.count = count;
    if (this.colours.length !== 4 * count) this.colours = new Uint8Array(4 * count).fill(128);
    if (this.mask && this.mask.length !== count) this.mask = null;
    this.shown = new Uint8Array(count);
    this.everyPoint = this.fairOrder = null;
    this.forgetList();
    this.coloursVersion++;
  }

  /** `rgb` is n x 3. */
  setColours(rgb: Uint8Array): void {
    const count = rgb.length / 3;
    if (this.colours.length !== 4 * count) this.colours = new Uint8Array(4 * count);
    for (let i = 0, j = 0; i < rgb.length; i += 3, j += 4) {
      this.colours[j] = rgb[i];
      this.colours[j + 1] = rgb[i + 1];
      this.colours[j + 2] = rgb[i + 2];
    }
    this.coloursVersion++;
  }

  /** Takes over the colours of as many other points, and which of them can be seen. */
  look({ colours, mask }: PointCloud): void {
    this.colours = colours.slice();
    this.coloursVersion++;
    this.setVisible(mask);
  }

  setVisible(mask: Bits | null): void {
    this.mask = mask?.length === this.count ? mask : null;
    this.refreshOrder();
  }

  /** Places without a number (of a diverged model) can't be shown either. */
  private refreshOrder(): void {
    const { to, shown, count } = this;
    const words = this.mask?.words;
    let changed = false;
    let visible = 0;
    for (let i = 0, j = 0; i < count; i++, j += 3) {
      const passes = words === undefined || ((words[i >>> 5] >>> (i & 31)) & 1) === 1;
      const shows = passes && Number.isFinite(to[j] + to[j + 1] + to[j + 2]) ? 1 : 0;
      if (shown[i] !== shows) {
        shown[i] = shows;
        changed = true;
      }
      visible += shows;
    }
    this.visible = visible;
    if (changed) this.forgetList();
  }

  private forgetList(): void {
    this.listed = null;
    this.orderVersion++;
  }

  /** All points in an order of which every beginning is a fair sample. */
  get sampleOrder(): Uint32Array {
    this.everyPoint ??= shuffledOrder(this.count);
    return this.everyPoint;
  }

  /** The points that can be seen, in an order of which every beginning is a fair sample. */
  get order(): Uint32Array {
    this.listed ??= this.visible === this.count ? this.sampleOrder : this.listShown();
    return this.listed;
  }

  private listShown(): Uint32Array {
    const { sampleOrder, shown } = this;
    const list = new Uint32Array(this.visible);
    let next = 0;
    for (let at = 0; at < sampleOrder.length; at++) if (shown[sampleOrder[at]] === 1) list[next++] = sampleOrder[at];
    return list;
  }

  /** Brings the points into another order, of which every beginning is a fair sample. */
  reorder(order: Uint32Array): void {
    this.everyPoint = this.fairOrder = order;
    this.forgetList();
  }

  /** Moves the points on; false when all have arrived. */
  advance(now: number): boolean {
    this.mix = this.glide.progress(now);
    const arrived = this.glide.finished(now);
    if (arrived) this.from = this.to;
    return !arrived;
  }

  isVisible(index: number): boolean {
    return this.shown[index] === 1;
  }

  /** Where a point is shown. */
  place(index: number): Vector3 {
    const at = (i: number) => this.from[i] + (this.to[i] - this.from[i]) * this.mix;
    return [at(3 * index), at(3 * index + 1), at(3 * index + 2)];
  }

  colour(index: number): Vector3 {
    return [this.colours[4 * index], this.colours[4 * index + 1], this.colours[4 * index + 2]];
  }

  /** The next visible point after `from` in the data's order, or before it for -1; around the end. Null: none is visible. */
  step(from: number | null, by: 1 | -1): number | null {
    let index = from ?? (by === 1 ? -1 : 0);
    for (let tried = 0; tried < this.count; tried++) {
      index = (index + by + this.count) % this.count;
      if (this.shown[index]) return index;
    }
    return null;
  }
}
