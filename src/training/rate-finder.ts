import type { Computation } from '../compute';
import type { Dataset } from '../dataset';
import type { Autoencoder } from '../model/autoencoder';
import { Optimizer } from '../optimise';
import type { RunConfig } from '../protocol/config';
import type { RateCurve, RatePoint } from '../protocol/rate-curve';
import { throwIfCancelled } from '../task';
import { breathe } from './breathe';
import { type EpochExamples, trainingExamples } from './examples';
import { playersOf } from './players';
import { scalarsAt } from './schedule';
import type { Split } from './split';

/** The rates that are tried, and by how many steps: 40 for each power of ten. */
const lowest = 1e-6;
const highest = 10;
const steps = 281;
/** Share of the smoothed loss that a step keeps. */
const smoothing = 0.9;
/** What the first steps say is not smooth yet. */
const fewest = 20;
/** Of how many standard deviations of the first batches' losses a fall is one. */
const chanceLimit = 2;
/** It ends once the loss has risen by so many times what it had fallen. */
const rise = 2;

export interface RateTask {
  /** With fresh weights, which are spoilt. */
  readonly model: Autoencoder;
  readonly dataset: Dataset;
  readonly split: Split;
  readonly config: Pick<RunConfig, 'model' | 'training' | 'objective'>;
  readonly computation: Computation;
  readonly signal: AbortSignal;
  /** Hears fractions from 0 to 1. */
  onProgress(fraction: number): void;
}

/**
 * The learning rate range test (Smith 2017, arXiv 1506.01186, section 3.3; with exponential rates as fastai has it): one training
 * whose rate rises at each step, and with it those of all players, until the loss does. Its terms have their whole weights.
 * @throws UserError process.cancelled
 */
export async function findRate({ signal, onProgress, ...task }: RateTask): Promise<RateCurve> {
  const { model, config, dataset, computation } = task;
  const { batchSize, seed } = config.training;
  const optimizer = new Optimizer(playersOf(model, config.training));
  const stepper = computation.training(optimizer);
  const batches = new EndlessBatches(trainingExamples(dataset, task.split, config.training), batchSize);
  const scalars = scalarsAt(Number.POSITIVE_INFINITY, config.objective, config.model.posterior);
  const points: RatePoint[] = [];
  const smooth = new Smooth();
  try {
    for (let step = 0; step < steps; step++) {
      throwIfCancelled(signal);
      const rate = lowest * (highest / lowest) ** (step / (steps - 1));
      const taken = await batches.next();
      const { indices, rows } = taken;
      const { loss } = stepper.run({
        batchSize: indices.length,
        batches: indices,
        rows,
        classes: computation.classesOf(indices, taken),
        seeds: Int32Array.of(seed, step),
        scalars: Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)])),
        numbers: optimizer.numbers([rate]),
      });
      optimizer.advance(1);
      if (!Number.isFinite(loss)) break;
      points.push({ rate, loss, smoothed: smooth.add(loss) });
      if (hasRisen(points)) break;
      onProgress((step + 1) / steps);
      await breathe();
    }
  } finally {
    await batches.close();
    stepper.dispose();
    optimizer.dispose();
  }
  return { points, ...suggestedRates(points) };
}

function hasRisen(points: readonly RatePoint[]): boolean {
  if (points.length < fewest) return false;
  const fallen = fallOf(points);
  const least = Math.min(...points.map(({ smoothed }) => smoothed));
  return fallen > 0 && points[points.length - 1].smoothed - least > rise * fallen;
}

/** How far the smoothed loss has fallen from what it began with; 0 where that may be chance: batches differ by as much. */
function fallOf(points: readonly RatePoint[]): number {
  const begin = points.slice(0, fewest);
  const first = begin.reduce((sum, { loss }) => sum + loss, 0) / begin.length;
  const chance = Math.sqrt(begin.reduce((sum, { loss }) => sum + (loss - first) ** 2, 0) / begin.length);
  const fallen = first - Math.min(...points.map(({ smoothed }) => smoothed));
  return fallen > chanceLimit * chance ? fallen : 0;
}

/**
 * `tenth`: a tenth of the rate at which the smoothed loss is lowest, which is the suggestion. `steepest`: where it falls fastest by
 * the logarithm of the rate, by its slope over a quarter of a power of ten to both sides. Both are null where it never falls.
 * Of the two, trainings of few epochs came lower by the first (docs/models.md).
 */
export function suggestedRates(points: readonly RatePoint[]): Pick<RateCurve, 'steepest' | 'tenth'> {
  const losses = points.map(({ smoothed }) => smoothed);
  const lowestAt = losses.indexOf(Math.min(...losses));
  if (lowestAt < fewest || fallOf(points) === 0) return { steepest: null, tenth: null };
  const reach = 10;
  let best = { slope: 0, rate: null as number | null };
  for (let i = reach; i <= lowestAt; i++) {
    const [from, to] = [i - reach, Math.min(i + reach, losses.length - 1)];
    const slope = (losses[to] - losses[from]) / Math.log(points[to].rate / points[from].rate);
    if (slope < best.slope) best = { slope, rate: points[i].rate };
  }
  return { steepest: best.rate, tenth: points[lowestAt].rate / 10 };
}

/** An exponential mean without the weight of what there was before it. */
class Smooth {
  private mean = 0;
  private weight = 0;

  add(value: number): number {
    this.mean = smoothing * this.mean + (1 - smoothing) * value;
    this.weight = smoothing * this.weight + (1 - smoothing);
    return this.mean / this.weight;
  }
}

/** Whole batches of one epoch after another. */
class EndlessBatches {
  private epoch = 0;
  private at = 0;
  private opened: EpochExamples | null = null;
  private readonly size: number;

  constructor(
    private readonly examples: ReturnType<typeof trainingExamples>,
    batchSize: number,
  ) {
    this.size = Math.min(batchSize, examples.count);
  }

  async next(): ReturnType<EpochExamples['take']> {
    if (this.at + this.size > this.examples.count) {
      await this.close();
      this.at = 0;
    }
    this.opened ??= this.examples.epoch(this.epoch++);
    const begin = this.at;
    this.at += this.size;
    return this.opened.take(begin, this.at);
  }

  async close(): Promise<void> {
    await this.opened?.close();
    this.opened = null;
  }
}
