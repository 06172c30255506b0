import type { Task } from '../../../task';
import { ifReadable } from '../../bytes/failure';
import type { ChosenArray, DescribingColumn } from '../arrays/archive';
import { arrayBytes } from '../arrays/array-head';
import { readArray } from '../arrays/array-values';
import type { Hierarchy } from './hierarchy';

/** Of an embedding the first axes are columns. */
const mostAxes = 3;
/** What is larger is none that is looked at. */
const largestEmbedding = 1 << 28;

/**
 * The embeddings of annotated data (`obsm`: X_umap, X_pca, …) as columns that describe the observations, called as scanpy calls
 * them: X_umap-0, X_umap-1.
 * @param chosen The array that is learned from: one of other rows describes it not.
 */
export async function embeddingColumns(
  hierarchy: Hierarchy,
  { array, head: { shape } }: ChosenArray,
  task: Task,
): Promise<DescribingColumn[]> {
  const columns: DescribingColumn[] = [];
  for (const { name } of hierarchy.arrays) {
    const [, embedding] = /^obsm\/([^/]+)$/.exec(name) ?? [];
    if (embedding === undefined || name === array.name) continue;
    const head = await ifReadable(hierarchy.head(name, task));
    const [rows, width = 1, ...more] = head?.shape ?? [];
    if (!head || rows !== shape[0] || more.length > 0 || arrayBytes(head) > largestEmbedding) continue;
    let values: ReturnType<typeof readArray> | undefined;
    for (let axis = 0; axis < Math.min(mostAxes, width); axis++) {
      columns.push({
        name: `${embedding}-${axis}`,
        areAmounts: true,
        async read({ signal }) {
          values ??= readArray(head, { signal });
          const { data } = await values;
          return Float64Array.from({ length: rows }, (_, row) => data[row * width + axis]);
        },
      });
    }
  }
  return columns;
}
