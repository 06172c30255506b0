import type { DataFormat } from '../../../protocol/data';
import { UserError } from '../../../protocol/errors';
import { dataName } from '../../../protocol/names';
import type { Task } from '../../../task';
import type { Encoding, WantedData } from '../../examples/dataset';
import type { Source } from '../../examples/source';
import { readIdxHead } from '../idx/idx';
import { readNpyHead } from '../npy/npy';
import { readNpz } from '../npz/npz';
import { readSafetensors } from '../safetensors/safetensors';
import { type Archive, chooseArray, isOnlyData } from './archive';
import type { ArrayHead } from './array-head';
import { arraySource } from './array-source';
import { type LocatedLabels, labelsOfArchive, labelsOfIdx, labelsOfNpy } from './located-labels';

interface ReadOptions {
  readonly config: WantedData;
  readonly encoding?: Encoding;
  readonly task: Task;
}

/** Images of an IDX file, with the labels that lie beside them. */
export async function openIdx(path: string, options: ReadOptions): Promise<Source> {
  const head = await readIdxHead(path, options.task.signal);
  if (head.shape.length === 1) throw new UserError('data.idx.labels', { path, count: head.shape[0] });
  const labels = await labelsOfIdx(head, { labels: options.config.labels, task: options.task });
  return source(head, dataName(path), 'idx', labels, options);
}

/** An array of a .npy file, with the labels that lie beside it under a name that says so. */
export async function openNpy(path: string, options: ReadOptions): Promise<Source> {
  const head = await readNpyHead(path, options.task.signal);
  const labels = await labelsOfNpy(head, { labels: options.config.labels, task: options.task });
  return source(head, dataName(path), 'npy', labels, options);
}

/** One array of an .npz archive, with the labels among its other arrays. */
export async function openNpz(path: string, options: ReadOptions): Promise<Source> {
  return openArchive(await readNpz(path), 'npz', options);
}

/** One tensor of a safetensors file, with the labels among its other tensors. */
export async function openSafetensors(path: string, options: ReadOptions): Promise<Source> {
  return openArchive(await readSafetensors(path, options.task), 'safetensors', options);
}

async function openArchive(archive: Archive, format: DataFormat, options: ReadOptions): Promise<Source> {
  const { config, task } = options;
  const chosen = await chooseArray(archive, config.array, task);
  const labels = await labelsOfArchive(archive, chosen, { labels: config.labels, task });
  const stem = dataName(archive.path);
  const isOnly = await isOnlyData(archive, chosen.array, task);
  return source(
    chosen.head,
    isOnly ? stem : dataName({ source: archive.path, array: chosen.array.name }),
    format,
    labels,
    options,
  );
}

async function source(
  head: ArrayHead,
  name: string,
  format: DataFormat,
  { head: labels, warnings }: LocatedLabels,
  { config, encoding, task }: ReadOptions,
): Promise<Source> {
  return arraySource(head, { name, format, labels, warnings }, { config, encoding, task });
}
