import { UserError } from '../../../protocol/errors';
import type { ColumnarFile, ColumnType } from '../columnar/column-block';

/**
 * Several files of the same columns as one, their rows one after the other.
 * @throws UserError data.columnar.otherParts where a column differs.
 */
export function joinColumns(path: string, parts: readonly ColumnarFile[]): ColumnarFile {
  const [first] = parts;
  for (const part of parts) checkAlike(first, part);
  const places = parts.map(({ columns }) =>
    first.columns.map(({ name }) => columns.findIndex((own) => own.name === name)),
  );
  return {
    ...first,
    path,
    parts: parts.flatMap((part) => part.parts),
    rows: parts.reduce((total, { rows }) => total + rows, 0),
    async *blocks(columns, signal, firstRow = 0) {
      let before = 0;
      for (const [i, part] of parts.entries()) {
        const begin = Math.max(0, firstRow - before);
        before += part.rows;
        if (begin >= part.rows) continue;
        yield* part.blocks(
          columns.map((column) => places[i][column]),
          signal,
          begin,
        );
      }
    },
  };
}

function checkAlike(first: ColumnarFile, part: ColumnarFile): void {
  const names = new Set([...first.columns, ...part.columns].map(({ name }) => name));
  for (const name of names) {
    const [a, b] = [first, part].map(({ columns }) => columns.find((column) => column.name === name)?.type);
    if (a && b && typeName(a) === typeName(b)) continue;
    throw new UserError('data.columnar.otherParts', { path: first.path, other: part.path, column: name });
  }
}

function typeName(type: ColumnType): string {
  return type.kind === 'numbers'
    ? `${type.time ?? type.dtype} ${type.vectors ? (type.shape ?? [type.width]) : ''}`
    : type.kind;
}
