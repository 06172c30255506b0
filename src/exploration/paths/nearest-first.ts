/** Numbers by a key, of which the least comes first: a binary heap. */
export class NearestFirst {
  private readonly keys: number[] = [];
  private readonly values: number[] = [];

  add(value: number, key: number): void {
    const { keys, values } = this;
    let at = keys.length;
    for (let above = (at - 1) >> 1; at > 0 && keys[above] > key; above = (at - 1) >> 1) {
      keys[at] = keys[above];
      values[at] = values[above];
      at = above;
    }
    keys[at] = key;
    values[at] = value;
  }

  /** The one with the least key, which is in it no longer; undefined: there is none. */
  take(): { readonly value: number; readonly key: number } | undefined {
    const { keys, values } = this;
    if (keys.length === 0) return undefined;
    const first = { value: values[0], key: keys[0] };
    const [key, value] = [keys.pop()!, values.pop()!];
    if (keys.length > 0) this.sink(key, value);
    return first;
  }

  /** Puts one in from above. */
  private sink(key: number, value: number): void {
    const { keys, values } = this;
    let at = 0;
    for (let below = 1; below < keys.length; below = 2 * at + 1) {
      if (below + 1 < keys.length && keys[below + 1] < keys[below]) below++;
      if (keys[below] >= key) break;
      keys[at] = keys[below];
      values[at] = values[below];
      at = below;
    }
    keys[at] = key;
    values[at] = value;
  }
}
