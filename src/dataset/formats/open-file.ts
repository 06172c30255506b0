import type { Task } from '../../task';
import type { Encoding, WantedData } from '../examples/dataset';
import type { Source } from '../examples/source';
import { openIdx, openNpy, openNpz, openSafetensors } from './arrays/array-files';
import { openColumnar } from './columnar/columnar-source';
import { sniff } from './content';
import { openSpriteSheet } from './images/sprite-sheet';
import { refusalOf } from './refusal';
import { openTextOrTable } from './text/text-or-table';

/** Opens a file by what it holds. @throws UserError when that is no data. */
export async function openFile(
  path: string,
  options: { readonly config: WantedData; readonly encoding?: Encoding; readonly task: Task },
): Promise<Source> {
  const sniffed = await sniff(path, options.task.signal);
  switch (sniffed.content) {
    case 'idx':
      return openIdx(path, options);
    case 'npy':
      return openNpy(path, options);
    case 'zip':
      return openNpz(path, options);
    case 'safetensors':
      return openSafetensors(path, options);
    case 'parquet':
    case 'arrow':
      return openColumnar(path, sniffed.content, options);
    case 'text':
      return openTextOrTable(path, options);
    case 'png':
    case 'jpeg':
    case 'webp':
    case 'tiff':
    case 'bmp':
    case 'gif':
      return openSpriteSheet(path, options);
    default:
      throw refusalOf(path, sniffed);
  }
}
