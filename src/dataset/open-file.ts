import { openIdx, openNpy, openNpz, openSafetensors } from './arrays/array-files';
import { openColumnar } from './columnar/columnar-source';
import type { Encoding, WantedData } from './dataset';
import { sniff } from './files/content';
import { refusalOf } from './files/refusal';
import { openSpriteSheet } from './images/sprite-sheet';
import type { Source } from './source';
import type { Task } from './task';
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
