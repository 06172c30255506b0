import { withReader } from '../../bytes/byte-reader';
import { arrayFile } from '../arrays/array-format';
import { announcedBytes } from '../arrays/array-head';
import { labelsOfNpy } from '../arrays/located-labels';
import type { Format } from '../format';
import { isNpy, readNpyHead } from './npy';

/** An array of NumPy's, with the labels that lie beside it under a name that says so. */
export const npyFormat: Format = {
  name: 'npy',
  sniff: isNpy,
  open: ({ path }) =>
    arrayFile('npy', {
      head: ({ signal }) => readNpyHead(path, signal),
      labels: labelsOfNpy,
      async warnings(head, { signal }) {
        // What is behind the array of a compressed file is unknown.
        const count = await withReader(path, signal, async ({ compressed, storedBytes }) =>
          compressed ? 0 : storedBytes - announcedBytes(head),
        );
        return count > 0 ? [{ code: 'data.npy.trailing', params: { path, count } }] : [];
      },
    }),
};
