import { createComputation } from '../compute';
import type { Dataset } from '../dataset';
import { createAutoencoder } from '../model/autoencoder';
import { Optimizer, updateRule } from '../optimise';
import { UserError } from '../protocol/errors';
import type { BenchmarkResult } from '../protocol/library';
import { resolveConfig } from '../protocol/presets';
import type { BackendInfo } from '../protocol/run';
import { random } from '../random';
import { breathe } from '../training/breathe';
import { generateImages } from './generated-images';

const examples = 4096;
const batchSize = 128;
const learningRate = 1e-3;

export interface BenchmarkTask {
  /** How long to measure, ms: half of it dense steps, half of it convolutional ones. */
  readonly milliseconds: number;
  readonly signal: AbortSignal;
  /** Hears fractions from 0 to 1. */
  readonly onProgress: (fraction: number) => void;
  readonly warn: (message: string) => void;
}

/**
 * Times training steps of a dense and a convolutional VAE with the backend in use. Each is measured at least once after
 * its graph is made, however short the time.
 * @throws UserError process.cancelled
 */
export async function benchmark(backend: BackendInfo, task: BenchmarkTask): Promise<BenchmarkResult> {
  const dataset = generateImages(examples);
  const dense = await timeSteps('classic', dataset, { ...task, onProgress: (part) => task.onProgress(part / 2) });
  const conv = await timeSteps('conv', dataset, { ...task, onProgress: (part) => task.onProgress((1 + part) / 2) });
  return { backend, dense, conv };
}

/** ms a step, the median over calls. */
async function timeSteps(preset: 'classic' | 'conv', dataset: Dataset, task: BenchmarkTask): Promise<number> {
  const {
    model: config,
    objective,
    training,
  } = resolveConfig({ data: dataset.summary.source, preset }, dataset.summary);
  const model = createAutoencoder(config, dataset.summary.shape, dataset.summary.kind, training.seed);
  const computation = createComputation(model, dataset, objective, task.warn);
  const optimizer = new Optimizer([{ rule: updateRule(), variables: model.variables }]);
  const stepper = computation.training(optimizer);
  const next = random(3);
  const times: number[] = [];
  const limit = task.milliseconds / 2;
  const began = performance.now();
  try {
    // The first call makes the graph, and the second finds out how many steps a call should take.
    for (let call = 0; call < 3 || performance.now() - began < limit; call++) {
      if (task.signal.aborted) throw new UserError('process.cancelled');
      const count = stepper.stepsPerCall(batchSize);
      const steps = {
        batchSize,
        batches: Int32Array.from({ length: count * batchSize }, () => next() % examples),
        seeds: Int32Array.from({ length: 2 * count }, () => next() | 0),
        scalars: { beta: new Float32Array(count).fill(1) },
        numbers: optimizer.numbers(new Array(count).fill(learningRate)),
      };
      const start = performance.now();
      stepper.run(steps);
      if (call >= 2) times.push((performance.now() - start) / count);
      optimizer.advance(count);
      task.onProgress(Math.min(1, (performance.now() - began) / limit));
      await breathe();
    }
  } finally {
    stepper.dispose();
    computation.dispose();
    optimizer.dispose();
    model.dispose();
  }
  return median(times);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
