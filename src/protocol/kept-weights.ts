import type { KeptWeights, TrainingConfig } from './config';

type Keeping = Pick<TrainingConfig, 'keepWeights'>;

/** What holds where nothing is said: the best and the newest weights alone, in checkpoints. */
const usual: Required<KeptWeights> = { epochs: 'best', every: 1, precision: 'float32' };

export function weightsKeeping({ keepWeights = {} }: Keeping): Required<KeptWeights> {
  return { ...usual, ...keepWeights };
}

/** Whether the weights after an epoch stay on disk whatever comes later; 0 is before training. */
export function keepsWeights(epoch: number, training: Keeping): boolean {
  const { epochs, every } = weightsKeeping(training);
  switch (epochs) {
    case 'best':
      return false;
    case 'powers':
      return epoch === 0 || Number.isInteger(Math.log2(epoch));
    case 'every':
      return epoch % every === 0;
  }
}

/** How many epochs keep their weights, the one before training among them. */
export function countKept(training: Keeping & Pick<TrainingConfig, 'epochs'>): number {
  const { epochs, every } = weightsKeeping(training);
  switch (epochs) {
    case 'best':
      return 0;
    case 'powers':
      return 2 + Math.floor(Math.log2(training.epochs));
    case 'every':
      return 1 + Math.floor(training.epochs / every);
  }
}

/** What they take on disk. @param weights Numbers of one epoch. */
export function bytesKept(weights: number, training: Keeping & Pick<TrainingConfig, 'epochs'>): number {
  const { precision } = weightsKeeping(training);
  return countKept(training) * weights * (precision === 'float16' ? 2 : 4);
}
