import { decodeElements } from '../../bytes/elements';
import {
  type ColumnarFile,
  type ColumnBlock,
  type ColumnType,
  type NumberBlock,
  type NumberType,
  wordBlock,
} from './column-block';
import type { Feature } from './features';

/** The file with words in place of numbers that stand for classes. */
export function withClassNames(file: ColumnarFile, features: ReadonlyMap<string, Feature>): ColumnarFile {
  const named = file.columns.map(({ name, type }) => {
    const classes = features.get(name)?.classes;
    return classes && isCodes(type) ? { type, classes } : null;
  });
  if (named.every((own) => own === null)) return file;
  return {
    ...file,
    columns: file.columns.map((column, i) => (named[i] ? { ...column, type: { kind: 'words' } } : column)),
    async *blocks(columns, signal, firstRow) {
      for await (const blocks of file.blocks(columns, signal, firstRow)) {
        yield blocks.map((block, i): ColumnBlock => {
          const own = named[columns[i]];
          return own && block.kind === 'numbers' ? wordsOf(block, own.type, own.classes) : block;
        });
      }
    },
  };
}

function isCodes(type: ColumnType): type is NumberType {
  return type.kind === 'numbers' && !type.vectors && /^u?int/.test(type.dtype);
}

/** A code that has no name stays the number that it is; below 0, as in test sets, nothing is known. */
function wordsOf(
  { rows, elements, valid }: NumberBlock,
  { dtype }: NumberType,
  classes: readonly string[],
): ColumnBlock {
  const codes = decodeElements(elements, dtype, true);
  const words = Array.from({ length: rows }, (_, i) => {
    const code = codes[i];
    return valid?.[i] === 0 || code < 0 ? null : (classes[code] ?? String(code));
  });
  return wordBlock(words);
}
