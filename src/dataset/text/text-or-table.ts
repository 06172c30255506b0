import { UserError } from '../../protocol/errors';
import type { Source } from '../source';
import { openTable, type TableOptions } from '../table/table-source';
import { textColumn } from './text-column';
import { openText } from './text-source';

/**
 * A text file whose lines split into columns is a table; any other is read as characters. So is what a person asks to
 * read as text, and what is for a model of text. @throws UserError as `openTable` and `openText`.
 */
export async function openTextOrTable(path: string, options: TableOptions): Promise<Source> {
  const { config, encoding } = options;
  const isText = encoding ? encoding.kind === 'text' : config.text !== undefined;
  if (isText && textColumn(config, encoding) === undefined) return openText(path, options);
  try {
    return await openTable(path, options);
  } catch (error) {
    if (isText || encoding || !(error instanceof UserError) || error.code !== 'data.table.none') throw error;
    return openText(path, options);
  }
}
