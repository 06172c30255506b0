import { UserError } from '../../../protocol/errors';
import {
  type ColumnarFile,
  type ColumnBlock,
  type ColumnHead,
  rowsPerBlock,
  type UnreadColumn,
} from '../columnar/column-block';
import { JsonColumn, jsonBlock } from './json-column';
import { badLine, type JsonLine, jsonLines, parseLine } from './json-lines';

/** More names than any row has. */
const mostColumns = 1 << 16;
/** The one column of lines that are lists. */
const listName = 'x';

/**
 * A file of which each line is an object of JSON, or a list: names are columns, in the order of their first occurrence. What a
 * column holds, all lines tell, so that they are read once before.
 * @throws UserError data.jsonl.*, or as the file system has it.
 */
export async function openJsonLines(
  path: string,
  { ignore = [], signal }: { readonly ignore?: readonly string[]; readonly signal?: AbortSignal },
): Promise<ColumnarFile> {
  const found = new Map<string, JsonColumn>();
  let rows = 0;
  for await (const lines of jsonLines(path, signal)) {
    for (const line of lines) {
      for (const [name, value] of entriesOf(path, line)) {
        let column = found.get(name);
        if (!column) {
          if (found.size === mostColumns) throw badLine(path, line.line, 'too many names');
          column = new JsonColumn(path, name);
          found.set(name, column);
        }
        column.add(value, line.line, rows);
      }
      rows++;
    }
  }
  const columns: ColumnHead[] = [];
  const unread: UnreadColumn[] = [];
  for (const [name, column] of found) {
    if (ignore.includes(name)) continue;
    const type = column.type();
    if (type instanceof UserError) unread.push({ name, refusal: type });
    else columns.push({ name, type });
  }
  return {
    path,
    parts: [path],
    rows,
    columns,
    unread,
    warnings: [],
    leftOut: [...found.keys()].filter((name) => ignore.includes(name)),
    blocks: (places, signal, firstRow = 0) =>
      blocks(
        path,
        rows,
        places.map((place) => columns[place]),
        firstRow,
        signal,
      ),
  };
}

async function* blocks(
  path: string,
  rows: number,
  columns: readonly ColumnHead[],
  firstRow: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ColumnBlock[]> {
  const most = rowsPerBlock(columns.map(({ type }) => type));
  const changed = () => new UserError('data.jsonl.changed', { path });
  let values: unknown[][] = columns.map(() => []);
  let count = 0;
  let row = 0;
  const turn = () => {
    const blocks = columns.map(({ type }, i) => jsonBlock(type, values[i], changed));
    values = columns.map(() => []);
    count = 0;
    return blocks;
  };
  for await (const lines of jsonLines(path, signal)) {
    for (const line of lines) {
      if (row++ < firstRow) continue;
      if (row > rows) throw changed();
      const entries = new Map(entriesOf(path, line));
      columns.forEach(({ name }, i) => {
        values[i].push(entries.get(name));
      });
      if (++count === most) yield turn();
    }
  }
  if (row !== rows) throw changed();
  if (count > 0) yield turn();
}

function entriesOf(path: string, line: JsonLine): [string, unknown][] {
  const value = parseLine(path, line);
  if (Array.isArray(value)) return [[listName, value]];
  if (typeof value !== 'object' || value === null) throw badLine(path, line.line, 'neither an object nor a list');
  return Object.entries(value);
}
