import { stat } from 'node:fs/promises';
import { fileFailure } from '../bytes/failure';
import { openStoredIdx, openStoredNpy, openStoredNpz, openStoredSafetensors } from './arrays/stored-array-files';
import { isBuiltin } from './builtin/builtin-source';
import { openStoredBuiltin } from './builtin/stored-builtin';
import { openStoredColumnar } from './columnar/stored-columnar';
import { sniff } from './content';
import { dataOfFolder } from './folder';
import { openStoredImages, type StoredImageOptions } from './images/stored-images';
import { refusalOf } from './refusal';
import type { StoredData } from './stored-data';
import { openStoredTextOrTable } from './text/stored-text';

/**
 * Opens data to look at them or to convert them, as they are stored. What they are, is told by content.
 * @param path A file, a folder, or `builtin:NAME`.
 * @throws UserError data.* that says what is wrong, where, and what to do.
 */
export async function openStored(path: string, options: StoredImageOptions): Promise<StoredData> {
  if (isBuiltin(path)) return openStoredBuiltin(path);
  const isFolder = await stat(path).then(
    (status) => status.isDirectory(),
    (error: unknown) => {
      throw fileFailure(error, path);
    },
  );
  if (!isFolder) return openStoredFile(path, options);
  const file = await dataOfFolder(path, options.task.signal);
  return file === null ? openStoredImages(path, options) : openStoredFile(file, options);
}

async function openStoredFile(path: string, options: StoredImageOptions): Promise<StoredData> {
  const sniffed = await sniff(path, options.task.signal);
  switch (sniffed.content) {
    case 'idx':
      return openStoredIdx(path, options);
    case 'npy':
      return openStoredNpy(path, options);
    case 'zip':
      return openStoredNpz(path, options);
    case 'safetensors':
      return openStoredSafetensors(path, options);
    case 'png':
    case 'jpeg':
    case 'webp':
    case 'tiff':
    case 'bmp':
    case 'gif':
      return openStoredImages(path, options);
    case 'parquet':
    case 'arrow':
      return openStoredColumnar(path, sniffed.content, options);
    case 'text':
      return openStoredTextOrTable(path, options);
    default:
      throw refusalOf(path, sniffed);
  }
}
