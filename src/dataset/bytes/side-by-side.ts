/**
 * Does `work` for 0, 1, … below `count`, begun in this order, `width` at a time at most. The first failure ends it: what
 * has been begun is finished, and nothing more is begun.
 */
export async function sideBySide(count: number, width: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      try {
        await work(next++);
      } catch (error) {
        next = count;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
}

/** What `make` resolves to for 0, 1, … below `count`, in this order; up to `width` are being made at a time. */
export async function* inOrder<T>(
  count: number,
  width: number,
  make: (index: number) => Promise<T>,
): AsyncGenerator<T, void, undefined> {
  const begun: Promise<T>[] = [];
  for (let i = 0, next = 0; i < count; i++) {
    for (; next < Math.min(count, i + width); next++) {
      const made = make(next);
      // It is awaited when its turn comes; until then its failure is nobody's.
      made.catch(() => {});
      begun.push(made);
    }
    yield await begun.shift()!;
  }
}
