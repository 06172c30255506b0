import type { Autoencoder } from '../model/autoencoder';
import { checkWeights } from '../model/weights';
import type { RunRecord, WeightsChoice, WeightsInUse } from '../protocol/run';
import type { Checkpoint } from '../training/store/checkpoint';
import type { RunDirectory } from '../training/store/run-directory';

/** Those of the seed. */
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
