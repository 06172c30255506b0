import { basename, join } from 'node:path';
import type { Sentence } from '../../../protocol/errors';
import { openArrowFile } from '../arrow/arrow-file';
import { openCifarFile } from '../cifar/cifar-file';
import { columnarFile } from '../columnar/columnar-format';
import type { FormatFile } from '../format';
import { openParquetFile } from '../parquet/parquet-file';
import type { RecognisedFile } from '../registry';
import { saying } from '../saying';
import { joinColumns } from './joined-columns';
import { groupParts, isTraining, type PartGroup } from './part-names';

const openers = { parquet: openParquetFile, arrow: openArrowFile, cifar: openCifarFile } as const;

/** A file in a folder. */
interface NamedFile extends RecognisedFile {
  readonly name: string;
}

/**
 * The one data set that files in a folder are, by their names: parts of it, or such of different uses, of which the training
 * data are meant. Null where they are several.
 * @param listed Those that a list in the folder names, and no others.
 */
export function openParts(
  folder: string,
  files: readonly NamedFile[],
  listed: readonly string[] | null,
): FormatFile | null {
  const columnar = files.filter(({ format }) => format in openers);
  const [first] = columnar;
  if (!first || columnar.some(({ format }) => format !== first.format)) return null;
  const format = first.format as keyof typeof openers;
  const names = columnar.map(({ name }) => name);
  if (listed) return joined(folder, format, { stem: '', split: null, names: listed, expected: null });
  if (columnar.length < files.length) return null;
  const groups = groupParts(names);
  const meant = meantOf(groups);
  if (!meant) return null;
  const others = groups.filter((group) => group !== meant).map(({ names: [name] }) => name);
  const file = joined(folder, format, meant);
  return others.length === 0 ? file : saying(file, partSentence(folder, meant.names[0], others));
}

/** Are files of these names, and no fewer, one data set: parts, and perhaps such of other uses? */
export function areParts(names: readonly string[]): boolean {
  const groups = groupParts(names);
  return groups.length < names.length && names.every(isColumnarName) && meantOf(groups) !== null;
}

export function isColumnarName(name: string): boolean {
  return /\.(parquet|arrow|feather|bin)$/i.test(name);
}

/** The only one, or the one to train on, or that without a use beside others; null where nobody knows. */
function meantOf(groups: readonly PartGroup[]): PartGroup | null {
  if (groups.length === 1) return groups[0];
  const training = groups.filter(isTraining);
  const unnamed = groups.filter(({ split }) => split === null);
  const meant = training.length > 0 ? training : unnamed;
  return meant.length === 1 && unnamed.length + training.length === 1 ? meant[0] : null;
}

/** Says which of several parts of different uses was taken. */
export function partSentence(path: string, part: string, others: readonly string[]): Sentence {
  return { code: 'data.folder.part', params: { path, part, others: others.slice(0, 5).join(', ') } };
}

function joined(folder: string, format: keyof typeof openers, { names, expected }: PartGroup): FormatFile {
  const paths = names.map((name) => join(folder, name));
  const file = columnarFile(format, folder, async (_, options) => {
    const parts = [];
    for (const path of paths) parts.push(await openers[format](path, options));
    return joinColumns(parts.length === 1 ? paths[0] : folder, parts);
  });
  if (expected === null || expected <= names.length) return file;
  return saying(file, { code: 'data.folder.partsMissing', params: { path: folder, count: names.length, expected } });
}

/** A name of something in the folder, and of nothing elsewhere. */
export function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && basename(name) === name && !name.includes('\\');
}
