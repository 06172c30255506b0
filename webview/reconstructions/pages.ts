import type { Reconstructions } from '../../src/protocol/trainer';

/** The pages of a long list that were loaded, at a fixed number of items each; the oldest give way. */
export class LoadedPages {
  private readonly pages = new Map<number, Reconstructions>();

  constructor(
    readonly pageSize: number,
    private readonly capacity: number,
  ) {}

  clear(): void {
    this.pages.clear();
  }

  add(page: number, content: Reconstructions): void {
    this.pages.delete(page);
    this.pages.set(page, content);
    if (this.pages.size > this.capacity) this.pages.delete(this.pages.keys().next().value!);
  }

  /** The page that holds an item, and where in it; null while it is not loaded. */
  find(position: number): { readonly content: Reconstructions; readonly at: number } | null {
    const content = this.pages.get(Math.floor(position / this.pageSize));
    const at = position % this.pageSize;
    return content && at < content.indices.length ? { content, at } : null;
  }

  /** The first page of these items (last exclusive) that is not loaded, nearest to the first; null when all are. */
  firstMissing(first: number, last: number): number | null {
    for (let page = Math.floor(first / this.pageSize); page * this.pageSize < last; page++) {
      if (!this.pages.has(page)) return page;
    }
    return null;
  }
}
