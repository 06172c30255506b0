import { archiveFile } from '../arrays/array-format';
import type { FormatFile } from '../format';
import { archiveOf } from '../hierarchy/hierarchy-archive';
import { folderFiles, type ZarrFiles } from './zarr-files';
import { openZarr } from './zarr-hierarchy';
import { zipFiles } from './zip-files';

export { isZarr } from './zarr-nodes';
export { areZarr } from './zip-files';

/** Arrays in the groups of a Zarr store, a folder; AnnData in them, too. */
export function zarrFolder(path: string): FormatFile {
  return zarrStore(async () => folderFiles(path));
}

/** The same in a ZIP archive. */
export function zarrZip(path: string): FormatFile {
  return zarrStore(() => zipFiles(path));
}

function zarrStore(files: () => Promise<ZarrFiles>): FormatFile {
  return archiveFile('zarr', async () => archiveOf(await openZarr(await files())));
}
