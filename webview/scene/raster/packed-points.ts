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
  /** As it was given: of as many points as there are, or will be. */
  private wanted: Uint32Array | null = null;
  /** One for each point, as they were given. */
  private shown: Uint8Array = new Uint8Array();

  /** n x 3 each; `from` is null where nothing glides. */
  setPositions(from: Float32Array | null, to: Float32Array): void {
    if (to.length !== this.to.length) this.begin(to.length / 3);
    this.to = packed(to, this.order);
    this.from = from ? packed(from, this.order) : this.to;
  }

  /** Other points: what they look like is not known yet. */
  private begin(count: number): void {
    this.order = this.wanted?.length === count ? this.wanted : null;
    this.tints = new Uint32Array(count).fill(grey);
    this.list();
  }

  /** Of as many points as there are, or will be; null: that of the data. What was packed is packed anew: the data are not kept. */
  setOrder(order: Uint32Array | null): void {
    this.wanted = order;
    const count = this.tints.length;
    if (order !== null && order.length !== count) return;
    const places = this.order ? placesAmong(this.order, order) : order;
    this.order = order;
    const { from, to } = this;
    this.to = packed(to, places);
    this.from = from === to ? this.to : packed(from, places);
    this.tints = places ? this.tints.map((_, k, tints) => tints[places[k]]) : this.tints;
    this.list();
  }

  /** Where so many are drawn, each of how many is: without an order of which every beginning is a fair sample, evenly spread ones. */
  step(limit: number): number {
    const count = this.visible?.length ?? this.tints.length;
    return this.order || limit >= count ? 1 : count / limit;
  }

  /** n x 4 bytes, the fourth unused. */
  setColours(colours: Uint8Array): void {
    const { order, tints } = this;
    if (colours.length !== 4 * tints.length) return;
    for (let k = 0; k < tints.length; k++) {
      const i = 4 * (order ? order[k] : k);
      tints[k] = colours[i] | (colours[i + 1] << 8) | (colours[i + 2] << 16);
    }
  }

  /** 1 for each point that can be seen. */
  setShown(shown: Uint8Array): void {
    this.shown = shown;
    this.list();
  }

  private list(): void {
    const { order, shown } = this;
    const count = this.tints.length;
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

/** Those at `places`, one after another; null: as they are. */
function packed(positions: Float32Array, places: Uint32Array | null): Float32Array {
  if (!places) return positions;
  const values = new Float32Array(positions.length);
  for (let k = 0, j = 0; k < places.length; k++) {
    const i = 3 * places[k];
    values[j++] = positions[i];
    values[j++] = positions[i + 1];
    values[j++] = positions[i + 2];
  }
  return values;
}

/** Where among points in one order those stand that come one after another in the next; null: in that of the data. */
function placesAmong(order: Uint32Array, next: Uint32Array | null): Uint32Array {
  const places = new Uint32Array(order.length);
  for (let k = 0; k < order.length; k++) places[order[k]] = k;
  return next ? next.map((index) => places[index]) : places;
}
