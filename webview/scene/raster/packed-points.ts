import { fairOrder } from '../fair-order';

/** Fewer points than these are always drawn all, in the order of the data. */
const sampledFrom = 20_000;
const grey = 0x808080;

/**
 * The points as the raster reads them: one after another, so that memory is read as it lies. First in the order of the data; brought
 * into one of which every beginning is a fair sample once that is needed, as it takes its time.
 */
export class PackedPoints {
  /** n x 3 each; the same array where nothing glides. */
  from: Float32Array = new Float32Array();
  to: Float32Array = new Float32Array();
  /** A word each: red in the lowest byte, green, blue. */
  tints: Uint32Array = new Uint32Array();
  /** Which of them are drawn, ascending; null: all. */
  visible: Uint32Array | null = null;
  private order: Uint32Array | null = null;
  private inOrder = true;
  /** n x 4 bytes, and one for each point, as they were given. */
  private colours: Uint8Array = new Uint8Array();
  private shown: Uint8Array = new Uint8Array();

  /** n x 3 each; `from` is null where nothing glides. */
  setPositions(from: Float32Array | null, to: Float32Array): void {
    this.order = null;
    this.inOrder = to.length / 3 <= sampledFrom;
    this.to = to;
    this.from = from ?? to;
    this.tint();
    this.list();
  }

  /** Brings them into the order of which every beginning is a fair sample, unless they are. */
  sort(): void {
    if (this.inOrder) return;
    this.inOrder = true;
    const { from, to } = this;
    this.order = fairOrder(to);
    this.to = this.pack(to);
    this.from = from === to ? this.to : this.pack(from);
    this.tint();
    this.list();
  }

  /** How many are drawn where all are. */
  get drawable(): number {
    return this.visible?.length ?? this.tints.length;
  }

  /** n x 4 bytes, the fourth unused. */
  setColours(colours: Uint8Array): void {
    this.colours = colours;
    this.tint();
  }

  /** 1 for each point that can be seen. */
  setShown(shown: Uint8Array): void {
    this.shown = shown;
    this.list();
  }

  private pack(positions: Float32Array): Float32Array {
    const { order } = this;
    if (!order) return positions;
    const packed = new Float32Array(positions.length);
    for (let k = 0, j = 0; k < order.length; k++) {
      const i = 3 * order[k];
      packed[j++] = positions[i];
      packed[j++] = positions[i + 1];
      packed[j++] = positions[i + 2];
    }
    return packed;
  }

  private tint(): void {
    const { order, colours } = this;
    const count = this.to.length / 3;
    if (this.tints.length !== count) this.tints = new Uint32Array(count).fill(grey);
    if (colours.length !== 4 * count) return;
    for (let k = 0; k < count; k++) {
      const i = 4 * (order ? order[k] : k);
      this.tints[k] = colours[i] | (colours[i + 1] << 8) | (colours[i + 2] << 16);
    }
  }

  private list(): void {
    const { order, shown } = this;
    const count = this.to.length / 3;
    if (shown.length !== count) {
      this.visible = null;
      return;
    }
    const list = new Uint32Array(count);
    let next = 0;
    for (let k = 0; k < count; k++) if (shown[order ? order[k] : k] === 1) list[next++] = k;
    this.visible = next === count ? null : list.slice(0, next);
  }
}
