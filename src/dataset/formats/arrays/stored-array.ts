import { decodeElements, isSmallFloat, littleEndian, type StoredElement } from '../../bytes/elements';
import type { StoredArray, StoredWords } from '../stored-data';
import type { ArrayHead } from './array-head';
import { readStretch } from './array-rows';
import { elementBytes } from './array-values';
import type { LabelHead } from './labels';

/** An array of a file, as it is stored there; of floats that NumPy has no type for, as float32. */
export function storedArray(head: ArrayHead): StoredArray {
  const { dtype, shape } = head;
  if (isSmallFloat(dtype)) {
    return {
      dtype: 'float32',
      shape,
      async *bytes(task) {
        for await (const piece of elementBytes(head, task)) yield widened(piece, dtype);
      },
      async stretch(begin, end, task) {
        const stored = await readStretch(head, begin, end, task);
        return stored && widened(stored, dtype);
      },
    };
  }
  return {
    dtype,
    shape,
    bytes: (task) => elementBytes(head, task),
    stretch: (begin, end, task) => readStretch(head, begin, end, task),
  };
}

function widened(stored: Uint8Array, dtype: StoredElement): Uint8Array {
  return littleEndian(decodeElements(new Uint8Array(stored), dtype, true), 4);
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
