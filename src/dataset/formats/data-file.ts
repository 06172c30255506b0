import { UserError } from '../../protocol/errors';
import { hasDataArray } from './arrays/archive';
import { layoutOf } from './arrays/array-layout';
import { isLabelShape } from './arrays/labels';
import { openColumnarFile } from './columnar/columnar-source';
import { sniff, sniffedBytes } from './content';
import { looksLikeTable } from './csv/table-look';
import { readIdxHead } from './idx/idx';
import { readNpyHead } from './npy/npy';
import { readNpz } from './npz/npz';
import { readSafetensors } from './safetensors/safetensors';

export type DataFileKind = 'idx' | 'npy' | 'npz' | 'safetensors' | 'parquet' | 'arrow' | 'table';

/** What kind of data set a file is, by its head; null for labels, for anything else and for what cannot be read. */
export async function dataFileKind(path: string, signal?: AbortSignal): Promise<DataFileKind | null> {
  try {
    const { content, head } = await sniff(path, signal);
    switch (content) {
      case 'idx':
        return isData((await readIdxHead(path, signal)).shape) ? 'idx' : null;
      case 'npy':
        return isData((await readNpyHead(path, signal)).shape) ? 'npy' : null;
      case 'zip':
        return (await hasDataArray(await readNpz(path), { signal })) ? 'npz' : null;
      case 'safetensors':
        return (await hasDataArray(await readSafetensors(path, { signal }), { signal })) ? 'safetensors' : null;
      case 'parquet':
      case 'arrow':
        return (await openColumnarFile(path, content, { signal })).rows > 1 ? content : null;
      case 'text':
        return (await looksLikeTable(path, head, head.length < sniffedBytes, signal)) ? 'table' : null;
      default:
        return null;
    }
  } catch (error) {
    if (error instanceof UserError && error.code !== 'process.cancelled') return null;
    throw error;
  }
}

function isData(shape: readonly number[]): boolean {
  return layoutOf(shape) !== null && !isLabelShape(shape) && shape[0] > 0;
}
