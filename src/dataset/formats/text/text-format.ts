import { UserError } from '../../../protocol/errors';
import { type FileHead, startsWith } from '../../bytes/head';
import { isText } from '../../bytes/text-encoding';
import { textColumn } from '../../tables/text-column';
import { firstCsvRows, openStoredTable, openTable } from '../csv/csv-source';
import { looksLikeTable } from '../csv/table-look';
import type { Format } from '../format';
import { decodeHead } from './character-encoding';
import { otherFormat } from './other-formats';
import { openStoredText } from './stored-text';
import { openText } from './text-source';

/**
 * A text file whose lines split into columns is a table; any other is read as characters. So is what a person asks to
 * read as text, and what is for a model of text.
 */
export const textFormat: Format = {
  name: 'text',
  sniff: (head) => isText(head) && !startsWith(head, '%PDF'),
  open: (head) => {
    const { path } = head;
    return {
      async examples(options) {
        const { config, encoding } = options;
        const asText = encoding ? encoding.kind === 'text' : config.text !== undefined;
        if (asText && textColumn(config, encoding) === undefined) return openText(path, options);
        if (!asText) refuseOthers(head);
        const table = openTable(path, options);
        return asText || encoding ? table : table.catch(unless(() => openText(path, options)));
      },
      async stored(options) {
        if (options.text) return openStoredText(path, options);
        refuseOthers(head);
        return openStoredTable(path, options).catch(unless(() => openStoredText(path, options)));
      },
      async isDataSet({ signal }) {
        refuseOthers(head);
        return looksLikeTable(path, head.bytes, head.isWhole, signal);
      },
      async firstRows(rowsFor, { config: { text }, task }) {
        return text && text.column === undefined ? null : firstCsvRows(path, rowsFor, task);
      },
    };
  },
};

/** @throws UserError data.text.format for what is neither a table nor prose. */
function refuseOthers({ path, bytes }: FileHead): void {
  const format = otherFormat(decodeHead(bytes));
  if (format !== null) throw new UserError('data.text.format', { path, format });
}

/** What to do with what is no table. */
function unless<T>(otherwise: () => Promise<T>): (error: unknown) => Promise<T> {
  return (error) => {
    if (error instanceof UserError && error.code === 'data.table.none') return otherwise();
    throw error;
  };
}
