import type { Autoencoder } from '../model/autoencoder';
import { checkWeights, type StoredTensors } from '../model/weights';
import { UserError } from '../protocol/errors';
import type { RunRecord, WantedWeights, WeightsChoice, WeightsInUse } from '../protocol/run';
import type { Checkpoint } from '../training/store/checkpoint';
import type { RunDirectory } from '../training/store/run-directory';

/** Those of the seed, or those that a fork begins with. */
export const firstWeights: WeightsInUse = { choice: 'newest', epoch: 0, steps: 0, best: null };

/** The best weights where training ended because it only got worse, else the newest. */
export function usualChoice({ status, epochs, config }: RunRecord): WeightsChoice {
  const { patience, epochs: all } = config.training;
  return status === 'completed' && patience > 0 && epochs < all ? 'best' : 'newest';
}

/**
 * The checkpoint whose weights are wanted, which has to fit the model, where that is given: the newest one also where that of the best epoch is not
 * kept. Null where there is none yet.
 * @throws UserError run.noCheckpoint
 */
export async function checkpointFor(
  directory: RunDirectory,
  choice: WeightsChoice,
  model?: Autoencoder,
): Promise<(WeightsInUse & { readonly checkpoint: Checkpoint }) | null> {
  const check = ({ weights }: Checkpoint) => model && checkWeights(model, weights);
  const newest = await directory.loadCheckpoint(check);
  if (newest === null) return null;
  const bestEpoch = newest.best?.epoch ?? newest.epoch;
  const best = bestEpoch === newest.epoch ? null : await directory.loadCheckpointOf(bestEpoch, check);
  const checkpoint = choice === 'best' && best ? best : newest;
  return {
    checkpoint,
    choice: checkpoint === newest ? 'newest' : 'best',
    epoch: checkpoint.epoch,
    steps: checkpoint.partial?.step ?? 0,
    best: best?.epoch ?? null,
  };
}

/** Weights, and which they are. */
export type FoundWeights = WeightsInUse & { readonly weights: StoredTensors };

/**
 * The weights of a run that are wanted, which have to fit the model, where that is given.
 * @throws UserError run.untrained, run.noCheckpoint, run.noEpoch, run.weightsNotKept, run.weightsUnreadable
 */
export async function weightsFor(
  directory: RunDirectory,
  record: RunRecord,
  wanted: WantedWeights = usualChoice(record),
  model?: Autoencoder,
): Promise<FoundWeights> {
  if (typeof wanted === 'number') return weightsOfEpoch(directory, record, wanted, model);
  const found = await checkpointFor(directory, wanted, model);
  if (found === null) throw new UserError('run.untrained', { path: directory.path });
  const { checkpoint, ...inUse } = found;
  return { ...inUse, weights: checkpoint.weights };
}

/** Whether it says that there are no weights, and not that there is something wrong with them. */
export function isNotKept({ code }: UserError): boolean {
  return code === 'run.weightsNotKept' || code === 'run.untrained' || code === 'run.noEpoch';
}

/** A checkpoint has them exactly, and so goes before a file of them alone. */
async function weightsOfEpoch(
  directory: RunDirectory,
  { epochs }: RunRecord,
  epoch: number,
  model?: Autoencoder,
): Promise<FoundWeights> {
  const { path } = directory;
  if (epoch > epochs) throw new UserError('run.noEpoch', { path, epoch, epochs });
  const inUse = { choice: 'epoch', epoch, steps: 0, best: null } as const;
  const checkpoint = await directory.loadCheckpointOf(epoch, ({ partial, weights }) => {
    if (partial) throw new Error('it is of a step beyond the epoch');
    if (model) checkWeights(model, weights);
  });
  if (checkpoint) return { ...inUse, weights: checkpoint.weights };
  const weights = await directory.readWeights(epoch);
  if (weights === null) {
    const kept = (await keptEpochs(directory)).join(', ');
    if (kept === '') throw new UserError('run.untrained', { path });
    throw new UserError('run.weightsNotKept', { epoch, path, kept });
  }
  if (model) checkOf(epoch, path, model, weights);
  return { ...inUse, weights };
}

/** Weights that have to be those of a model, whole. @throws UserError run.weightsUnreadable that names the variable. */
export function checkOf(epoch: number, path: string, model: Autoencoder, weights: StoredTensors): void {
  try {
    checkWeights(model, weights);
  } catch (error) {
    throw new UserError('run.weightsUnreadable', { epoch, path, reason: (error as Error).message }, { cause: error });
  }
}

/** The epochs whose weights a run has, ascending. */
export async function keptEpochs(directory: RunDirectory): Promise<number[]> {
  const newest = await checkpointFor(directory, 'newest').catch(() => null);
  const ofCheckpoints = newest ? [newest.steps === 0 ? newest.epoch : null, newest.best] : [];
  const all = [...(await directory.weightsEpochs()), ...ofCheckpoints].filter((epoch) => epoch !== null);
  return [...new Set(all)].sort((a, b) => a - b);
}
