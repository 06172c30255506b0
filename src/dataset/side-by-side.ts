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
