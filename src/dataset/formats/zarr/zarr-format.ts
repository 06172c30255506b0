import { archiveFile } from '../arrays/array-format';
import type { FormatFile } from '../format';
import { archiveOf } from '../hierarchy/hierarchy-archive';
import { openZarr } from './zarr-hierarchy';

export { isZarr } from './zarr-nodes';

/** Arrays in the groups of a Zarr store, a folder; AnnData in them, too. */
export function zarrFolder(path: string): FormatFile {
  return archiveFile('zarr', async () => archiveOf(await openZarr(path)));
}
