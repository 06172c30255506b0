import { UserError } from '../../../protocol/errors';
import type { Source } from '../../examples/source';
import type { TableOptions } from '../../tables/table-source';
import { textColumn } from '../../tables/text-column';
import { openTable } from '../csv/csv-source';
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
