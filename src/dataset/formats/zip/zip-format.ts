import { startsWith } from '../../bytes/head';
import { readZipDirectory } from '../../bytes/zip-directory';
import type { Format, FormatFile } from '../format';
import { npzFile } from '../npz/npz-format';
import { areZarr, zarrZip } from '../zarr/zarr-format';

/** What a ZIP archive holds its directory tells: a Zarr store, or arrays of NumPy's. */
export const zipFormat: Format = {
  name: 'zip',
  sniff: (head) => startsWith(head, 'PK\x03\x04') || startsWith(head, 'PK\x05\x06'),
  open({ path }) {
    async function file(): Promise<FormatFile> {
      const members = await readZipDirectory(path);
      return areZarr(members.map(({ name }) => name)) ? zarrZip(path) : npzFile(path);
    }
    return {
      examples: async (options) => (await file()).examples(options),
      stored: async (options) => (await file()).stored(options),
      isDataSet: async (task) => (await file()).isDataSet(task),
    };
  },
};
