import type { TrainerClient } from './trainer-client';

/** Puts one question to a trainer and ends it then, however the question ends. */
export async function askTrainer<T>(
  trainer: TrainerClient,
  question: (trainer: TrainerClient) => Promise<T>,
): Promise<T> {
  try {
    return await question(trainer);
  } finally {
    void trainer.stop();
  }
}
