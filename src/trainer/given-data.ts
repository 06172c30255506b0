import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dataset, type Encoding, imageKind, openDataset, writeNpy } from '../dataset';
import type { DataConfig } from '../protocol/config';
import type { DataSummary } from '../protocol/data';
import { UserError } from '../protocol/errors';
import type { GivenContent } from '../protocol/given';
import type { RunRecord } from '../protocol/run';

/** What of a run says how its examples are read. */
type Reading = Pick<RunRecord, 'encoding' | 'data'>;

/**
 * What a person gives, as a data set of examples like the run's own: written to a file of its own kind for as long as it takes, so
 * that what reads data sets reads it.
 * @throws UserError given.*, data.*
 */
export async function openGiven(record: Reading, content: GivenContent, signal?: AbortSignal): Promise<Dataset> {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-given-'));
  try {
    const data = await write(folder, record, content);
    return await openDataset({ missing: 'impute', ...data }, { encoding: record.encoding as Encoding, signal });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function write(folder: string, { encoding, data }: Reading, content: GivenContent): Promise<DataConfig> {
  if (data.kind === 'images') return writePicture(folder, content);
  if (content.kind === 'picture') throw new UserError('given.needsText');
  const text = content.text.replace(/^\ufeff/, '');
  if (text.trim() === '') throw new UserError('given.empty');
  if (data.kind === 'text') return writeText(folder, text, encoding as Encoding);
  return data.kind === 'vectors' ? writeNumbers(folder, text, data) : writeRow(folder, text, data);
}

async function writePicture(folder: string, content: GivenContent): Promise<DataConfig> {
  if (content.kind !== 'picture') throw new UserError('given.needsPicture');
  const ending = imageKind(content.bytes);
  if (ending === null) throw new UserError('given.notPicture');
  await writeFile(join(folder, `given.${ending}`), content.bytes);
  return { source: folder };
}

/** As long as the text is, it is one example: what is beyond its length is cut off as it is of the run's own. */
async function writeText(folder: string, text: string, encoding: Encoding): Promise<DataConfig> {
  if (encoding.kind !== 'text') throw new UserError('given.needsText');
  const { mode, length } = encoding;
  const source = join(folder, 'given.txt');
  await writeFile(source, mode === 'lines' ? text.trim() : text);
  return { source, text: { mode, length } };
}

async function writeNumbers(folder: string, text: string, { shape }: DataSummary): Promise<DataConfig> {
  const words = text.split(/[\s,;[\]]+/).filter((word) => word !== '');
  const expected = shape.reduce((product, size) => product * size, 1);
  if (words.length !== expected) throw new UserError('given.numbers', { actual: words.length, expected });
  const numbers = Float32Array.from(words, Number);
  const odd = words.find((_, i) => !Number.isFinite(numbers[i]));
  if (odd !== undefined) throw new UserError('given.notNumber', { value: odd });
  const source = join(folder, 'given.npy');
  await writeNpy(source, numbers, [1, ...shape]);
  return { source };
}

async function writeRow(folder: string, text: string, data: DataSummary): Promise<DataConfig> {
  if (/^\s*[{[]/.test(text)) {
    const source = join(folder, 'given.jsonl');
    const line = jsonLine(text);
    await writeFile(source, line);
    return { source, ...labelWithin(line, data) };
  }
  const source = join(folder, 'given.csv');
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const rows = lines.length > 1 ? lines : [namesFor(lines[0], data), lines[0]];
  await writeFile(source, `${rows.join('\n')}\n`);
  return { source, ...labelWithin(rows[0], data) };
}

/** A row need not have what labels the run's own. */
function labelWithin(names: string, { label }: DataSummary): Pick<DataConfig, 'labels'> {
  return label !== undefined && names.includes(label) ? { labels: label } : {};
}

function jsonLine(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return `${JSON.stringify(Array.isArray(value) ? value[0] : value)}\n`;
  } catch (error) {
    throw new UserError('given.notJson', { reason: error instanceof Error ? error.message : String(error) });
  }
}

/** The names to stand above a row that comes without: of all columns, or of those that the model sees. */
function namesFor(row: string, { columns }: DataSummary): string {
  const separator = row.includes('\t') ? '\t' : row.includes(';') ? ';' : ',';
  const cells = cellsOf(row, separator);
  const own = columns.filter(({ role }) => role === 'feature' || role === 'label' || role === 'id');
  const features = own.filter(({ role }) => role === 'feature');
  const named = [own, features].find(({ length }) => length === cells);
  if (!named) throw new UserError('given.cells', { cells, columns: own.length, features: features.length });
  return named.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(separator);
}

/** Separators within quotation marks are none. */
function cellsOf(row: string, separator: string): number {
  let cells = 1;
  let quoted = false;
  for (const character of row) {
    if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) cells++;
  }
  return cells;
}
