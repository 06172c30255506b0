import type { Task } from '../../../task';
import type { ArrayHead } from '../arrays/array-head';
import { checkLabelShape, type LabelHead, oneHot } from '../arrays/labels';
import type { WordsHead } from '../npy/npy';

export type AttributeValue = string | number | readonly string[] | readonly number[] | null;

/** Arrays in groups, and attributes of both, as HDF5 and Zarr have them. Names are paths without a slash before them. */
export interface Hierarchy {
  readonly path: string;
  readonly arrays: readonly { readonly name: string; readonly bytes: number }[];
  /** @throws UserError where it is damaged, or holds no numbers. */
  head(name: string, task: Task): Promise<ArrayHead>;
  /** Null where an array holds something else than words. @throws UserError where it is damaged. */
  words(name: string, task: Task): Promise<WordsHead | null>;
  /** Of an array or a group, '' for the outermost one; none of what is not there. @throws UserError where they are damaged. */
  attributes(name: string): Promise<Readonly<Record<string, AttributeValue>>>;
}

/** One for each example: words, numbers, or one-hot. A row of numbers, as MATLAB has them, is a column as well. */
export async function labelsOf(hierarchy: Hierarchy, name: string, task: Task): Promise<LabelHead> {
  const words = await hierarchy.words(name, task);
  if (words) return words;
  const head = await hierarchy.head(name, task);
  const [first, second] = head.shape;
  if (head.shape.length === 2 && first === 1 && second > 1) return rowAsColumn(head);
  return (await oneHot(head, task)) ?? checkLabelShape(head);
}

function rowAsColumn(head: ArrayHead): ArrayHead {
  const { rows } = head;
  const shape = [head.shape[1]];
  return {
    ...head,
    shape,
    // All of it is one row.
    ...(rows && {
      rows: () => {
        const reader = rows();
        return {
          async fill(begin, end, target) {
            const size = target.length / (end - begin);
            const all = new Uint8Array(shape[0] * size);
            await reader.fill(0, 1, all);
            target.set(all.subarray(begin * size, end * size));
          },
          close: () => reader.close(),
        };
      },
    }),
  };
}
