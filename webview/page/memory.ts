/** Keeps values over a reload of the page, in its tab; where the browser forbids that, as long as the page is there. */
export class Memory {
  private readonly here = new Map<string, unknown>();

  /** @param prefix Keeps pages of one origin apart: all files are of one. */
  constructor(private readonly prefix: string) {}

  get(key: string): unknown {
    if (this.here.has(key)) return this.here.get(key);
    try {
      const kept = sessionStorage.getItem(this.prefix + key);
      return kept === null ? undefined : JSON.parse(kept);
    } catch {
      return undefined;
    }
  }

  set(key: string, value: unknown): void {
    this.here.set(key, value);
    try {
      sessionStorage.setItem(this.prefix + key, JSON.stringify(value));
    } catch {
      // It is forbidden, or full.
    }
  }
}
