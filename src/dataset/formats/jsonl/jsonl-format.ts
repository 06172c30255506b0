import { isText } from '../../bytes/text-encoding';
import { textColumn } from '../../tables/text-column';
import { columnarFile } from '../columnar/columnar-format';
import type { Format } from '../format';
import { textFormat } from '../text/text-format';
import { openJsonLines } from './json-lines-file';

/** JSON Lines (NDJSON): a row in each line. Whoever asks for its characters gets these. */
export const jsonLinesFormat: Format = {
  name: 'jsonl',
  sniff: isJsonLines,
  open(head) {
    const rows = columnarFile('jsonl', head.path, openJsonLines);
    return {
      ...rows,
      examples(options) {
        const { config, encoding } = options;
        const asText = encoding ? encoding.kind === 'text' : config.text !== undefined;
        const isCharacters = asText && textColumn(config, encoding) === undefined;
        return (isCharacters ? textFormat.open(head) : rows).examples(options);
      },
    };
  },
};

/** The first line is whole, and what follows begins as it does; of long lines the first bytes have to do. */
function isJsonLines(head: Uint8Array): boolean {
  const [first] = head.subarray(head[0] === 0xef ? 3 : 0);
  if ((first !== 0x7b && first !== 0x5b) || !isText(head)) return false;
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
    .toString('utf8')
    .replace(/^\ufeff/, '');
  const end = text.indexOf('\n');
  // A list of lists on one line is a document of its own.
  if (end < 0) return head.length >= wholeHead && /^\{\s*"/.test(text);
  if (!isValue(text.slice(0, end))) return false;
  const rest = text.slice(end).trimStart();
  return rest === '' ? first === 0x7b : rest[0] === text[0];
}

/** As many bytes are looked at, of a file that has as many. */
const wholeHead = 1 << 16;

function isValue(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line.replace(/-?\b(NaN|Infinity)\b/g, 'null'));
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
