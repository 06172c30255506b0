import { littleEndian } from '../../bytes/elements';
import type { StoredArray, StoredWords } from '../stored-data';
import type { ArrayHead } from './array-head';
import { readStretch } from './array-rows';
import { elementBytes } from './array-values';
import type { LabelHead } from './labels';

/** An array of a file, as it is stored there. */
export function storedArray(head: ArrayHead): StoredArray {
  return {
    dtype: head.dtype,
    shape: head.shape,
    bytes: (task) => elementBytes(head, task),
    stretch: (begin, end, task) => readStretch(head, begin, end, task),
  };
}

/** Labels as they are stored. */
export function storedLabels(head: LabelHead | null): StoredArray | StoredWords | null {
  if (head === null) return null;
  if ('indices' in head) {
    return {
      dtype: 'uint16',
      shape: [head.count],
      async *bytes(task) {
        yield littleEndian(await head.indices(task), 2);
      },
    };
  }
  return 'words' in head ? { dtype: 'str', shape: [head.count], words: (task) => head.words(task) } : storedArray(head);
}
