/** The pages of a long list that were loaded, at a fixed number of items each; the oldest give way. */
export class LoadedPages<T> {
  private readonly pages = new Map<number, T>();

  constructor(
    readonly pageSize: number,
    private readonly capacity: number,
    /** Items of a page: fewer than usual in the last one. */
    private readonly countOf: (content: T) => number,
  ) {}

  clear(): void {
    this.pages.clear();
  }

  add(page: number, content: T): void {
    this.pages.delete(page);
    this.pages.set(page, content);
    if (this.pages.size > this.capacity) this.pages.delete(this.pages.keys().next().value!);
  }

  /** The page that holds an item, and where in it; null while it is not loaded. */
  find(position: number): { readonly content: T; readonly at: number } | null {
    const content = this.pages.get(Math.floor(position / this.pageSize));
    const at = position % this.pageSize;
    return content && at < this.countOf(content) ? { content, at } : null;
  }

  /** The first page of these items (last exclusive) that is not loaded, nearest to the first; null when all are. */
  firstMissing(first: number, last: number): number | null {
    for (let page = Math.floor(first / this.pageSize); page * this.pageSize < last; page++) {
      if (!this.pages.has(page)) return page;
    }
    return null;
  }
}
