import { type Sentence, UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { withReader } from '../../bytes/byte-reader';
import { readIdxHead } from '../idx/idx';
import { readNpyHead } from '../npy/npy';
import { readNpz } from '../npz/npz';
import { readSafetensors } from '../safetensors/safetensors';
import type { StoredData, StoredKind, StoredMember, StoredOptions } from '../stored-data';
import { type Archive, chooseAnyArray, headOrFailure } from './archive';
import { type ArrayHead, announcedBytes } from './array-head';
import { type LocatedLabels, labelsOfArchive, labelsOfIdx, labelsOfNpy } from './located-labels';
import { storedArray, storedLabels } from './stored-array';

/** Of an archive of more arrays, the others are named only. */
const mostDescribed = 200;

/** An IDX file of any rank, with the labels that lie beside it. @throws UserError as reading it for training. */
export async function openStoredIdx(path: string, options: StoredOptions): Promise<StoredData> {
  const head = await readIdxHead(path, options.task.signal);
  return storedData('idx', head, await labelsOfIdx(head, options));
}

/** The array of a .npy file, with the labels that lie beside it. @throws UserError as reading it for training. */
export async function openStoredNpy(path: string, options: StoredOptions): Promise<StoredData> {
  const head = await readNpyHead(path, options.task.signal);
  const count = await bytesAfter(head, options.task.signal);
  const trailing: Sentence[] = count > 0 ? [{ code: 'data.npy.trailing', params: { path, count } }] : [];
  return storedData('npy', head, await labelsOfNpy(head, options), trailing);
}

/** One array of an .npz archive, with its labels there. @throws UserError as reading it for training. */
export async function openStoredNpz(path: string, options: StoredOptions): Promise<StoredData> {
  return openStoredArchive('npz', await readNpz(path), options);
}

/** One tensor of a safetensors file, with its labels there. @throws UserError as reading it for training. */
export async function openStoredSafetensors(path: string, options: StoredOptions): Promise<StoredData> {
  return openStoredArchive('safetensors', await readSafetensors(path, options.task), options);
}

async function openStoredArchive(kind: StoredKind, archive: Archive, options: StoredOptions): Promise<StoredData> {
  const chosen = await chooseAnyArray(archive, options.array, options.task);
  return {
    ...storedData(kind, chosen.head, await labelsOfArchive(archive, chosen, options)),
    choice: { chosen: chosen.array.name, members: (task) => membersOf(archive, task) },
  };
}

async function membersOf({ arrays }: Archive, task: Task): Promise<StoredMember[]> {
  const members: StoredMember[] = [];
  for (const [place, array] of arrays.entries()) {
    const head = place < mostDescribed ? await headOrFailure(array, task) : undefined;
    const described = head && !(head instanceof UserError) ? { dtype: head.dtype, shape: head.shape } : undefined;
    members.push({ name: array.name, ...(described && { array: described }) });
  }
  return members;
}

function storedData(
  kind: StoredKind,
  head: ArrayHead,
  labels: LocatedLabels,
  warnings: readonly Sentence[] = [],
): StoredData {
  return {
    kind,
    path: head.path,
    values: storedArray(head),
    labels: storedLabels(labels.head),
    columns: [],
    warnings: [...warnings, ...labels.warnings],
  };
}

/** Bytes of a file behind its array; unknown, and so 0, where it is compressed. */
function bytesAfter(head: ArrayHead, signal: AbortSignal | undefined): Promise<number> {
  return withReader(head.path, signal, async ({ compressed, storedBytes }) =>
    compressed ? 0 : storedBytes - announcedBytes(head),
  );
}
