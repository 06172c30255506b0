import { UserError } from '../../../protocol/errors';
import type { FileHead } from '../../bytes/head';
import { startsWith } from '../../bytes/head';
import { archiveFile } from '../arrays/array-format';
import type { Format } from '../format';
import { archiveOf } from '../hierarchy/hierarchy-archive';
import { openHdf5 } from './hdf5-hierarchy';

const signature = '\x89HDF\r\n\x1a\n';
/** It begins at the start, or behind what a user put before it: 512 bytes, or a power of two more. MATLAB does. */
const firstOffset = 512;

/** Arrays in groups: HDF5, and what is made of it: NetCDF 4, MATLAB 7.3, AnnData. */
export const hdf5Format: Format = {
  name: 'hdf5',
  sniff(head) {
    if (startsWith(head, signature)) return true;
    for (let at = firstOffset; at + signature.length <= head.length; at *= 2) {
      if (startsWith(head.subarray(at), signature)) return true;
    }
    return false;
  },
  open: ({ path, compressed }: Pick<FileHead, 'path' | 'compressed'>) =>
    archiveFile('hdf5', async () => {
      if (compressed) throw new UserError('data.hdf5.gzip', { path });
      return archiveOf(await openHdf5(path));
    }),
};
