import type { RunConfig, RunRequest, TrainingConfig } from './config';
import { type ModelledData, requestOf } from './presets';

const longestName = 80;
const seeds = 2 ** 31;

/**
 * What to ask for, to begin with a run's weights and its settings. The seed is left out: a fork has its own.
 * @param from As a request has it.
 */
export function forkRequest(
  { name, config, data }: { readonly name: string; readonly config: RunConfig; readonly data: ModelledData },
  from: string,
  epoch: number,
): RunRequest {
  const { training: { seed: _, splitSeed: __, ...training } = {}, ...request } = requestOf(config, data);
  return {
    name: `${name.slice(0, longestName - 8)}@${epoch}`,
    ...request,
    from,
    ...(Object.keys(training).length > 0 && { training }),
  };
}

/**
 * The settings of a fork's training where it doesn't say them: the examples that its origin held out stay held out, or it
 * would be judged by what it was trained on; order and noise are its own, by the next seed.
 */
export function forkSeeds(origin: TrainingConfig, asked: Partial<TrainingConfig> = {}): Partial<TrainingConfig> {
  return {
    seed: asked.seed ?? (origin.seed + 1) % seeds,
    splitSeed: asked.splitSeed ?? origin.splitSeed ?? origin.seed,
  };
}
