import type { Autoencoder } from '../model/autoencoder';
import type { Player as Owner } from '../model/parameters';
import { type Player, updateRule } from '../optimise';
import type { OptimizerConfig, TrainingConfig } from '../protocol/config';

type Settings = Pick<TrainingConfig, 'learningRate' | 'optimizer' | 'players'>;

/** Who is trained, and how each changes its weights: the model as the training says, another one as is said of it. */
export function playersOf({ players }: Pick<Autoencoder, 'players'>, settings: Settings): Player[] {
  return [...players].map(([owner, variables]) => {
    const { learningRate, every, optimizer } = courseOf(owner, settings);
    return {
      rule: updateRule(optimizer),
      variables,
      clipNorm: optimizer?.clipNorm,
      rate: learningRate / settings.learningRate,
      every,
    };
  });
}

interface Course {
  readonly learningRate: number;
  readonly every?: number;
  readonly optimizer?: OptimizerConfig;
}

function courseOf(owner: Owner, { learningRate, optimizer, players = {} }: Settings): Course {
  const usual = { learningRate, optimizer };
  return owner === 'model' ? usual : { ...usual, ...players[owner] };
}
