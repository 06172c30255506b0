import { access, constants, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeNpy } from '../dataset';
import { indicesOfKept } from '../exploration/kept-set';
import { rowsOf, spreadRows } from '../exploration/placement';
import { type Codes, pcaLayout, project } from '../exploration/projection';
import { checkPoints } from '../layout/check';
import { stopwatch, trustOf } from '../layout/lay-out';
import type { DataConfig } from '../protocol/config';
import { UserError } from '../protocol/errors';
import type { LayoutParams, LayoutProgress, LayoutReport } from '../protocol/layout';
import type { RunRecord } from '../protocol/run';
import type { ChosenModel } from '../protocol/trainer';
import { RunDirectory } from '../training/store/run-directory';
import { encodeData } from './batch';
import { layOutApart } from './layout-process';

export interface LayoutFileParams extends ChosenModel {
  /** Without it the examples of the run, by their stored codes. */
  readonly data?: DataConfig;
  /** The name of a selection that is kept with the run: its examples are laid out alone. */
  readonly selection?: string;
  readonly params: LayoutParams | { readonly kind: 'pca'; readonly dims: 2 | 3 };
  readonly out: string;
}

/**
 * Lays the codes of a run's examples, or of other data, out, and writes examples x 2 or 3 to a `.npy` file, whole or not
 * at all. Those that are not to be laid out are NaN.
 */
export async function layOutFile(
  { params, out, ...source }: LayoutFileParams,
  signal: AbortSignal,
  onProgress: (progress: LayoutProgress) => void,
): Promise<LayoutReport & { readonly shape: readonly [number, number]; readonly epoch: number }> {
  await checkWritable(out);
  const { codes: all, part, epoch } = await codesOf(source, signal);
  const codes = part ? rowsOf(all, part) : all;
  const points = { values: codes.means, dims: codes.latent };
  const { dims } = params;
  checkPoints(points, params.kind === 'pca' ? null : params);
  const clock = stopwatch();
  const initial = project(codes, pcaLayout(codes, null));
  const projected = clock();
  const laidOut =
    params.kind === 'pca'
      ? pcaOf(initial)
      : await layOutApart(
          { points, params, initial, isFormer: false },
          { backend: source.backend, signal, onProgress },
        );
  const { positions: found, ...report } = laidOut;
  const positions = part ? spreadRows(found, 3, part, all.means.length / all.latent) : found;
  const shape = [positions.length / 3, dims] as const;
  signal.throwIfAborted();
  await writeNpy(out, flattened(positions, dims), shape);
  return { ...report, shape, epoch };

  function pcaOf(all: Float32Array) {
    const positions = all.map((value, i) => (i % 3 < dims ? value : 0));
    const quality = trustOf(points, positions);
    return { positions, ...quality, seconds: { projection: projected, trust: clock() } };
  }
}

/** Before all the work. */
async function checkWritable(out: string): Promise<void> {
  try {
    await access(dirname(out), constants.W_OK);
    if ((await stat(out).catch(() => null))?.isDirectory()) throw new Error('it is a folder');
  } catch (error) {
    throw new UserError('data.unwritable', { path: out, reason: (error as Error).message }, { cause: error });
  }
}

/** Those that are stored are of the newest epoch that is. */
async function codesOf(
  { directory: path, backend, weights, data, selection }: Omit<LayoutFileParams, 'params' | 'out'>,
  signal: AbortSignal,
): Promise<{ codes: Codes; part?: Int32Array; epoch: number }> {
  if (data) {
    const { codes, weights: used } = await encodeData({ directory: path, backend, weights, data }, signal);
    return { codes, epoch: used.epoch };
  }
  const { directory, record } = await RunDirectory.open(path);
  const epoch = (await directory.frames()).at(-1);
  if (epoch === undefined) throw new UserError('layout.noCodes', { path: join(path, 'latents') });
  const { latent } = record.config.model;
  const codes = { latent, means: await directory.readLatents(epoch, record.data.examples, latent) };
  return { codes, epoch, ...(selection !== undefined && { part: await selected(directory, record, selection) }) };
}

/** @throws UserError layout.noSelection, run.selectionsUnreadable */
async function selected(directory: RunDirectory, record: RunRecord, name: string): Promise<Int32Array> {
  const kept = (await directory.readSelections()).filter(({ fingerprint }) => fingerprint === record.fingerprint);
  const found = kept.find((selection) => selection.name === name);
  if (found) return indicesOfKept(found.examples, record.data.examples);
  const names = kept.map((selection) => selection.name).join(', ');
  throw new UserError('layout.noSelection', { name, path: directory.path, names: names || '–' });
}

/** n x dims of n x 3. */
export function flattened(positions: Float32Array, dims: 2 | 3): Float32Array {
  return dims === 3 ? positions : positions.filter((_, i) => i % 3 < 2);
}
