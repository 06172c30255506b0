import { random, toUnit } from '../../../src/random';
import { BenchTrainer } from './bench-trainer';
import type { generateDigits } from './digits';
import { type Architecture, presetOf } from './models';
import { median } from './statistics';

/** How often the panel asks while its cursor moves, ms. */
const moveInterval = 33;
/** Turns of training with somebody who looks, and as many without. */
const turns = 5;

export interface CursorLatency {
  /** How long each call takes, from the question to the decoded picture, ms. */
  readonly idle: readonly number[];
  readonly training: readonly number[];
  /** Steps a second while somebody moves the cursor, as a share of those that are taken while nobody does. */
  readonly speed: number;
}

/** Decodes at places here and there, through the trainer's own process, while it trains and when it does not. @param turn How long training is counted, ms. */
export async function cursorLatency(
  architecture: Architecture,
  { train: data }: Pick<Awaited<ReturnType<typeof generateDigits>>, 'train'>,
  { calls, turn }: { readonly calls: number; readonly turn: number },
): Promise<CursorLatency> {
  const trainer = await BenchTrainer.start();
  try {
    const { ended } = await trainer.train({
      data,
      preset: presetOf[architecture],
      training: { epochs: 1_000_000, batchSize: 128 },
      backend: 'tensorflow',
    });
    const training = await timeCalls(trainer, calls);
    const speed = await speedWhileWatched(trainer, turn);
    await trainer.client.call('stop', {});
    await ended;
    return { idle: await timeCalls(trainer, calls), training, speed };
  } finally {
    await trainer.stop();
  }
}

/** The first calls are not counted. */
async function timeCalls(trainer: BenchTrainer, calls: number): Promise<number[]> {
  const decode = decoder(trainer);
  const times: number[] = [];
  for (let call = -3; call < calls; call++) {
    const began = performance.now();
    await decode();
    if (call >= 0) times.push(performance.now() - began);
  }
  return times;
}

/** One place a call. */
function decoder({ client }: BenchTrainer): () => Promise<unknown> {
  const next = random(11);
  const coordinate = () => 4 * toUnit(next()) - 2;
  return () => {
    const position = [coordinate(), coordinate(), coordinate()] as const;
    return client.call('decode', { position, projection: { kind: 'axes', axes: [0, 1, 2] }, from: null });
  };
}

async function speedWhileWatched(trainer: BenchTrainer, turn: number): Promise<number> {
  const decode = decoder(trainer);
  const ratios: number[] = [];
  for (let i = 0; i < turns; i++) {
    const alone = await trainer.stepsPerSecond(turn);
    const timer = setInterval(() => void decode().catch(() => undefined), moveInterval);
    const watched = await trainer.stepsPerSecond(turn).finally(() => clearInterval(timer));
    ratios.push(watched / alone);
  }
  return median(ratios);
}
