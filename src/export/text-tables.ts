import { type ExampleTable, type OutColumn, partsOf } from './example-table';
import { floatText } from './number-text';

/** Comma-separated values as RFC 4180 has them, in UTF-8, with a line of names; nothing stands for a value that is missing. */
export async function* csv(table: ExampleTable, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${table.columns.map(({ name }) => csvField(name)).join(',')}\n`);
  const cell = (column: OutColumn, example: number) => {
    if (column.kind === 'words') return csvField(column.word(example) ?? '');
    const value = column.number(example);
    return Number.isNaN(value) ? '' : floatText(value);
  };
  yield* pieces(table, signal, (example) => `${table.columns.map((column) => cell(column, example)).join(',')}\n`);
}

/** A list of objects, one a line; null stands for a value that is missing, or infinite. */
export async function* json(table: ExampleTable, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const names = table.columns.map(({ name }) => JSON.stringify(name));
  const cell = (column: OutColumn, example: number) => {
    if (column.kind === 'words') return JSON.stringify(column.word(example));
    const value = column.number(example);
    return Number.isFinite(value) ? floatText(value) : 'null';
  };
  let written = 0;
  yield Buffer.from('[');
  yield* pieces(table, signal, (example) => {
    const members = table.columns.map((column, i) => `${names[i]}:${cell(column, example)}`);
    return `${written++ === 0 ? '\n' : ',\n'}{${members.join(',')}}`;
  });
  yield Buffer.from('\n]\n');
}

async function* pieces(
  { rows }: ExampleTable,
  signal: AbortSignal | undefined,
  line: (example: number) => string,
): AsyncGenerator<Uint8Array> {
  for await (const part of partsOf(rows, signal)) {
    let text = '';
    for (const example of part) text += line(example);
    yield Buffer.from(text);
  }
}

/** A field with what would end it is put in quotes. */
export function csvField(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
