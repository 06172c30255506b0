import type { TrainerEvents } from '../protocol/trainer';
import type { createTrainerService as CreateTrainerService, TrainerService } from '../trainer/main';

/** For questions that are never called off. */
export const unbroken = new AbortController().signal;

type Listener = { [K in keyof TrainerEvents]?: TrainerEvents[K] };

/** The trainer, in this process. Its bundle stands beside ours, so that it is not shipped twice. */
export function startTrainer(listener: Listener): TrainerService {
  const { createTrainerService } = require('./trainer.js') as { createTrainerService: typeof CreateTrainerService };
  return createTrainerService((event, params) => {
    (listener[event] as ((params: unknown) => void) | undefined)?.(params);
  });
}
