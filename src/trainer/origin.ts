import { join } from 'node:path';
import { exists } from '../data-path';
import type { Dataset, Encoding } from '../dataset';
import { openDataset, type WantedData } from '../dataset';
import type { Autoencoder } from '../model/autoencoder';
import { transferWeights } from '../model/transfer';
import type { RunConfig } from '../protocol/config';
import { isUserError, UserError } from '../protocol/errors';
import { forkRequest } from '../protocol/fork';
import { likelihoods } from '../protocol/likelihoods';
import type { RunOrigin, RunRecord, WantedWeights } from '../protocol/run';
import type { ForkOffer } from '../protocol/trainer';
import type { Task } from '../task';
import { beginFromData } from '../training/beginning';
import { splitData } from '../training/split';
import { RunDirectory } from '../training/store/run-directory';
import { modelOf } from './run-model';
import { checkOf, type FoundWeights, keptEpochs, weightsFor } from './weights-choice';

/** The run that a new one begins with the weights of. */
export interface Origin {
  readonly directory: RunDirectory;
  readonly record: RunRecord;
  readonly found: FoundWeights;
}

/**
 * @param from The folder of a run, which may be followed by @ and an epoch, `best` or `newest`. Without it the weights are those
 * that the run is usually shown by: the best where patience ended training, else the newest.
 * @throws UserError run.*
 */
export async function openOrigin(from: string): Promise<Origin> {
  const { path, wanted } = await parseOrigin(from);
  const { directory, record } = await RunDirectory.open(path);
  return { directory, record, found: await weightsFor(directory, record, wanted) };
}

/** What to ask for, to fork a run. @throws UserError run.* */
export async function askFork(from: string): Promise<ForkOffer> {
  const { directory, record, found } = await openOrigin(from);
  const request = forkRequest(record, from, found.epoch);
  return { request, epoch: found.epoch, kept: await keptEpochs(directory) };
}

/** The folder of a run, which may have an @ in its name, and what follows it. @throws UserError run.notAnEpoch */
export async function parseOrigin(from: string): Promise<{ readonly path: string; readonly wanted?: WantedWeights }> {
  if (await exists(join(from, 'run.json'))) return { path: from };
  const [, path, epoch] = /^(.+)@([^@/\\]*)$/s.exec(from) ?? [];
  if (path === undefined) return { path: from };
  if (/^\d+$/.test(epoch)) return { path, wanted: Number(epoch) };
  if (epoch === 'best' || epoch === 'newest') return { path, wanted: epoch };
  throw new UserError('run.notAnEpoch', { text: from });
}

/**
 * Reads data for weights that know those of their run: in its encoding, so that a number means the same to them. Data that do
 * not fit it, or are wanted otherwise, get an encoding of their own.
 */
export async function openForOrigin(
  { record }: Origin,
  data: WantedData,
  task: Task,
  open: typeof openDataset,
): Promise<Dataset> {
  const { isCounts = false } = likelihoods[record.config.model.likelihood];
  if ((data.counts ?? false) !== isCounts) return open(data, task);
  try {
    // What was read ahead has an encoding of its own.
    return await openDataset(data, { ...task, encoding: record.encoding as Encoding });
  } catch (error) {
    if (!isUserError(error) || !error.code.startsWith('data.')) throw error;
    return open(data, task);
  }
}

/**
 * Gives a new model the weights of its origin, as far as they fit. They have to be, whole, those of their own run.
 * @throws UserError run.weightsUnreadable, run.nothingFits
 */
export function beginFromOrigin(
  model: Autoencoder,
  dataset: Dataset,
  { training }: Pick<RunConfig, 'training'>,
  { directory, record, found }: Origin,
): RunOrigin {
  const { path: run } = directory;
  const own = modelOf(record);
  try {
    checkOf(found.epoch, run, own, found.weights);
  } finally {
    own.dispose();
  }
  beginFromData(model, dataset, splitData(dataset.summary, dataset.columns, training), training);
  const { taken, initialised } = transferWeights(model, found.weights);
  if (taken.length === 0) throw new UserError('run.nothingFits', { run: record.name });
  return { run, name: record.name, epoch: found.epoch, steps: found.steps, taken, initialised };
}
