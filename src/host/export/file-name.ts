import type { DataConfig } from '../../protocol/config';
import type { DataSummary } from '../../protocol/data';
import type { SelectionUse } from '../../protocol/export';

const longest = 80;

/** A name for a file from words of any kind: without what separates folders or what some system does not allow. */
export function fileName(words: string, ending: string): string {
  const safe = words
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no file's name should hold
    .replace(/[\\/:*?"<>|\u0000-\u001f]+/g, '-')
    .replace(/^[\s.-]+|[\s.]+$/g, '')
    .slice(0, longest);
  return `${safe === '' ? 'export' : safe}${ending}`;
}

/** How the file of a use of a selection ends. A data set is in the form that suits the data. */
export function selectionEnding(use: SelectionUse, data: DataSummary, { tile }: DataConfig): string {
  if (use === 'list') return '.csv';
  if (use === 'exclude') return '.exclude.json';
  if (data.kind === 'text') return '.txt';
  const hasFiles = data.kind === 'images' && data.format === 'images' && tile === undefined;
  return data.kind === 'table' || hasFiles ? '.csv' : '.npy';
}
