import { dirname } from 'node:path';
import type { DataConfig } from '../protocol/config';
import { UserError } from '../protocol/errors';
import { openIdx, openNpy, openNpz } from './arrays/array-files';
import type { Encoding } from './dataset';
import { hexOf, sniff } from './files/content';
import type { Source } from './source';
import { openTable } from './table/table-source';
import type { Task } from './task';

/** Opens a file by what it holds. @throws UserError when that is no data. */
export async function openFile(
  path: string,
  options: { readonly config: DataConfig; readonly encoding?: Encoding; readonly task: Task },
): Promise<Source> {
  const { content, head } = await sniff(path, options.task.signal);
  switch (content) {
    case 'idx':
      return openIdx(path, options);
    case 'npy':
      return openNpy(path, options);
    case 'zip':
      return openNpz(path, options);
    case 'text':
      return openTable(path, options);
    case 'png':
    case 'jpeg':
    case 'webp':
    case 'tiff':
    case 'bmp':
    case 'gif':
      throw new UserError('data.oneImage', { path, folder: dirname(path) });
    case 'other': {
      const bytes = hexOf(head);
      throw new UserError(/\.gz$/i.test(path) ? 'data.gzip.not' : 'data.unrecognised', { path, bytes });
    }
  }
}
