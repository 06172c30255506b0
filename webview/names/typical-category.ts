import type { ColumnValues } from '../../src/protocol/data';
import { noCluster } from '../density/clusters';

/** The category that a cluster has most more of than all shown examples have. */
export interface TypicalCategory {
  readonly code: number;
  /** Its share of the cluster, and of all. */
  readonly share: number;
  readonly ofAll: number;
}

/** A category whose share is above that of all by less is not what makes a cluster. */
const leastExcess = 0.02;

/**
 * For each cluster the category whose share in it is most above its share of all that is shown: their difference is what the category
 * adds to the total variation between the two. Null where none is clearly above it, as in a cluster that is all.
 *
 * @param clusterOf Of each example; `noCluster` for none.
 * @param isShown Whether an example counts.
 */
export function typicalCategories(
  { values, categories = [] }: Pick<ColumnValues, 'values' | 'categories'>,
  clusterOf: Uint16Array,
  count: number,
  isShown: (index: number) => boolean,
): readonly (TypicalCategory | null)[] {
  const all = new Map<number, number>();
  const within = Array.from({ length: count }, () => new Map<number, number>());
  const sizes = new Int32Array(count);
  let shown = 0;
  for (let index = 0; index < clusterOf.length; index++) {
    if (!isShown(index)) continue;
    shown++;
    const cluster = clusterOf[index];
    if (cluster !== noCluster) sizes[cluster]++;
    const code = values[index];
    if (!(code >= 0 && code < categories.length)) continue;
    all.set(code, (all.get(code) ?? 0) + 1);
    if (cluster !== noCluster) within[cluster].set(code, (within[cluster].get(code) ?? 0) + 1);
  }
  return within.map((counts, cluster) => {
    let best: TypicalCategory | null = null;
    for (const [code, n] of counts) {
      const [share, ofAll] = [n / sizes[cluster], all.get(code)! / shown];
      if (share - ofAll >= leastExcess && (!best || share - ofAll > best.share - best.ofAll))
        best = { code, share, ofAll };
    }
    return best;
  });
}
