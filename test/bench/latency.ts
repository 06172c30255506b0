import { Computation } from '../../src/compute';
import type { Dataset } from '../../src/dataset';
import { createAutoencoder } from '../../src/model/autoencoder';
import { plainObjective } from '../../src/protocol/presets';
import { random, toUnit } from '../../src/random';
import { encodeAll } from '../../src/training/encoding';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { BenchTrainer } from './support/bench-trainer';
import { type Contestant, contest, repeated } from './support/contest';
import { generateDigits, mnistExamples } from './support/digits';
import { randomImages } from './support/images';
import { useLibrary } from './support/library';
import { type Architecture, architectures, configOf, imageShape, presetOf } from './support/models';
import { PlainTensorflow } from './support/plain-tensorflow';
import { findPyTorch, PyTorch } from './support/pytorch';
import { countSetting } from './support/settings';
import { median, quantile, rounded } from './support/statistics';

export interface LatencySettings {
  readonly architectures: readonly Architecture[];
  readonly examples: number;
  /** Codes that are decoded, one after another. */
  readonly calls: number;
  readonly rounds: number;
  /** How long training is counted to know its speed, ms. */
  readonly turn: number;
  /** Whether to look for PyTorch. */
  readonly peers: boolean;
}

/** What should not be exceeded, ms: by 95 of 100 calls while training, which wait for the native call under way. */
const goals: Readonly<Record<Architecture, { idle: number; training: number; encode: number }>> = {
  dense: { idle: 1, training: 16, encode: 200 },
  conv: { idle: 3, training: 25, encode: 1300 },
};

/** How often the panel asks while its cursor moves, ms. */
const moveInterval = 33;
/** Turns of training with somebody who looks, and as many without. */
const turns = 5;

export const run: Bench = ({ log }) =>
  measureLatency(
    {
      architectures,
      examples: mnistExamples,
      calls: countSetting('LATENT_LENS_CALLS', 1000),
      rounds: countSetting('LATENT_LENS_ROUNDS', 5),
      turn: countSetting('LATENT_LENS_TURN_MS', 3000),
      peers: true,
    },
    log,
  );

/**
 * Decoding one code through the trainer's own process, from the call to its answer, and encoding a whole data set in this
 * one, by graphs, eagerly and in PyTorch.
 */
export async function measureLatency(settings: LatencySettings, log: (line: string) => void): Promise<BenchResult> {
  const notes = new Set<string>();
  const library = await useLibrary(notes);
  const found = await findPyTorch(settings.peers);
  const pytorch = found instanceof PyTorch ? found : null;
  const rows: Row[] = [];
  try {
    for (const architecture of settings.architectures) {
      log(`${architecture}: decoding`);
      rows.push(...(await timeDecoding(architecture, settings)));
    }
    const dataset = randomImages(settings.examples);
    for (const architecture of settings.architectures) {
      log(`${architecture}: encoding`);
      rows.push(await timeEncoding(architecture, dataset, settings.rounds, pytorch));
    }
  } finally {
    await pytorch?.stop();
  }
  notes.add(`Decoding: through the trainer's process, with ${settings.examples} examples loaded.`);
  notes.add(found instanceof PyTorch ? `Encoding: beside ${found.description}.` : found);
  return { rows, figures: { library, ...figuresOf(rows) }, notes: [...notes] };
}

async function timeDecoding(architecture: Architecture, { examples, calls, turn }: LatencySettings): Promise<Row[]> {
  const digits = await generateDigits(examples);
  const trainer = await BenchTrainer.start();
  try {
    const endless = { epochs: 1_000_000, batchSize: 128 };
    const request = {
      data: digits.train,
      preset: presetOf[architecture],
      training: endless,
      backend: 'tensorflow',
    } as const;
    const { ended } = await trainer.train(request);
    const training = await timeCalls(trainer, calls);
    const speed = await speedWhileWatched(trainer, turn);
    await trainer.client.call('stop', {});
    await ended;
    const idle = await timeCalls(trainer, calls);
    const { idle: idleGoal, training: trainingGoal } = goals[architecture];
    return [
      describe(`${architecture} decode 1, idle`, idle, idleGoal),
      describe(`${architecture} decode 1, while training`, training, trainingGoal, { speed }),
    ];
  } finally {
    await trainer.stop();
    await digits.dispose();
  }
}

/** How long each of many calls takes, ms; the first ones are not counted. */
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

/** Decodes at places here and there, one a call. */
function decoder({ client }: BenchTrainer): () => Promise<unknown> {
  const next = random(11);
  const coordinate = () => 4 * toUnit(next()) - 2;
  return () => {
    const position = [coordinate(), coordinate(), coordinate()] as const;
    return client.call('decode', { position, projection: { kind: 'axes', axes: [0, 1, 2] }, from: null });
  };
}

/** Steps a second while somebody moves the cursor, as a share of those that are taken while nobody does. */
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

async function timeEncoding(
  architecture: Architecture,
  dataset: Dataset,
  rounds: number,
  pytorch: PyTorch | null,
): Promise<Row> {
  const { examples } = dataset.summary;
  const { model: config } = configOf(architecture);
  const model = createAutoencoder(config, imageShape, 'images', 1);
  const compiled = Computation.compiled(model, dataset, plainObjective);
  const plain = PlainTensorflow.start();
  const peers: Contestant<'pytorch'>[] = pytorch
    ? [{ name: 'pytorch', perform: (times) => pytorch.encode(architecture, examples, times) }]
    : [];
  const contestants = [
    repeated('compiled', () => encodeAll(compiled, examples, config.latent)),
    {
      name: 'eager' as const,
      perform: (times: number) => plain.ask({ work: 'encode', model: architecture, examples, times }),
    },
    ...peers,
  ];
  try {
    const outcomes = await contest<'compiled' | 'eager' | 'pytorch'>(contestants, { rounds });
    const goal = examples === mnistExamples ? goals[architecture].encode : null;
    const theirs = pytorch && rounded(median(outcomes.pytorch.times));
    return describe(`${architecture} encode ${examples}`, outcomes.compiled.times, goal, {
      eager: rounded(median(outcomes.eager.times)),
      pytorch: theirs,
    });
  } finally {
    plain.stop();
    compiled.dispose();
    model.dispose();
  }
}

/** `speed`: that of training meanwhile, as a share of what it is while nobody asks. */
function describe(
  what: string,
  times: readonly number[],
  goal: number | null,
  { eager = null, pytorch = null, speed = null }: Partial<Record<'eager' | 'pytorch' | 'speed', number | null>> = {},
): Row {
  return {
    what,
    'median ms': rounded(median(times)),
    'p95 ms': rounded(quantile(times, 0.95)),
    'goal ms': goal,
    'training speed %': speed && rounded(100 * speed),
    'eager ms': eager,
    'PyTorch ms': pytorch,
  };
}
