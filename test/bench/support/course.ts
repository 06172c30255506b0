import { createComputation } from '../../../src/compute';
import { openDataset } from '../../../src/dataset';
import { createAutoencoder } from '../../../src/model/autoencoder';
import type { RunConfig } from '../../../src/protocol/config';
import { range } from '../../../src/training/encoding';
import { evaluate } from '../../../src/training/evaluation';
import { Mutex } from '../../../src/training/mutex';
import { TrainingLoop } from '../../../src/training/training-loop';
import type { Digits } from './digits';

/** One way to train, epoch by epoch. */
export interface Course {
  readonly seconds: number[];
  /** Of the test part, after each epoch; empty where there is none. */
  readonly elbos: number[];
}

/** The ELBO that a training is timed to, nats per example of the test part. */
export const goalElbo = -105;

/** To the end of the first epoch after which the test part has the ELBO; null if there is none. */
export function secondsToGoal({ seconds, elbos }: Course): number | null {
  const epoch = elbos.findIndex((elbo) => elbo >= goalElbo);
  return epoch < 0 ? null : seconds.slice(0, epoch + 1).reduce((sum, value) => sum + value, 0);
}

/** Trains as the trainer does, in this process; `afterEpoch` runs while that waits. */
export async function trainBeside(
  digits: Digits,
  config: RunConfig,
  afterEpoch: (epoch: number, seconds: number) => Promise<void>,
): Promise<Course> {
  const dataset = await openDataset(config.data);
  const { summary } = dataset;
  const model = createAutoencoder(config.model, summary.shape, summary.kind, config.training.seed);
  const warn = (message: string) => console.error(message);
  const computation = createComputation(model, dataset, config.objective.freeBits, warn);
  const testPart =
    digits.test === null ? null : await openDataset({ source: digits.test }, { encoding: dataset.encoding });
  const tests = testPart && createComputation(model, testPart, 0, warn);
  const split = { training: range(0, summary.examples), validation: new Int32Array(0) };
  const loop = new TrainingLoop({ model, dataset, split, config, computation, weights: new Mutex() });
  const course: Course = { seconds: [], elbos: [] };
  const epoch = async ({ epoch, seconds }: { epoch: number; seconds: number }) => {
    course.seconds.push(seconds);
    if (testPart && tests) {
      const all = [{ begin: 0, indices: range(0, testPart.summary.examples) }];
      const { elbo } = await evaluate(tests, all, config, config.training.seed);
      if (elbo !== null) course.elbos.push(elbo);
    }
    await afterEpoch(epoch, seconds);
  };
  try {
    await loop.train({ progress: () => undefined, epoch }, new AbortController().signal);
    return course;
  } finally {
    loop.dispose();
    tests?.dispose();
    computation.dispose();
    model.dispose();
  }
}
