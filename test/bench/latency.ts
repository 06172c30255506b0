import { Computation } from '../../src/compute';
import type { Dataset } from '../../src/dataset';
import { createAutoencoder } from '../../src/model/autoencoder';
import { plainObjective } from '../../src/protocol/presets';
import { encodeAll } from '../../src/training/encoding';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { type Contestant, contest, repeated } from './support/contest';
import { cursorLatency } from './support/cursor-latency';
import { generateDigits, mnistExamples } from './support/digits';
import { randomImages } from './support/images';
import { useLibrary } from './support/library';
import { type Architecture, architectures, configOf, imageShape } from './support/models';
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
  try {
    const { idle, training, speed } = await cursorLatency(architecture, digits, { calls, turn });
    const goal = goals[architecture];
    return [
      describe(`${architecture} decode 1, idle`, idle, goal.idle),
      describe(`${architecture} decode 1, while training`, training, goal.training, { speed }),
    ];
  } finally {
    await digits.dispose();
  }
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
