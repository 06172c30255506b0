const grey = 0x808080;

/**
 * The points as the raster reads them: one after another, so that memory is read as it lies, in an order of which every beginning is a
 * fair sample as soon as one is known, and in that of the data until then.
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
  /** As they were given. */
  private wanted: Uint32Array | null = null;
  private given = { from: this.from, to: this.to };
  /** n x 4 bytes, and one for each point, as they were given. */
  private colours: Uint8Array = new Uint8Array();
  private shown: Uint8Array = new Uint8Array();

  /** n x 3 each; `from` is null where nothing glides. */
  setPositions(from: Float32Array | null, to: Float32Array): void {
    this.given = { from: from ?? to, to };
    this.arrange();
  }

  /** Of as many points as there are, or will be; null: that of the data. */
  setOrder(order: Uint32Array | null): void {
    this.wanted = order;
    this.arrange();
  }

  private arrange(): void {
    const { wanted } = this;
    const { from, to } = this.given;
    this.order = wanted?.length === to.length / 3 ? wanted : null;
    this.to = this.pack(to);
    this.from = from === to ? this.to : this.pack(from);
    this.tint();
    this.list();
  }

  /** Where so many are drawn, each of how many is: without an order of which every beginning is a fair sample, evenly spread ones. */
  step(limit: number): number {
    const count = this.visible?.length ?? this.tints.length;
    return this.order || limit >= count ? 1 : count / limit;
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
