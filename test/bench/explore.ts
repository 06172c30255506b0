import type { RunRequest } from '../../src/protocol/config';
import type { Projection } from '../../src/protocol/trainer';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { BenchTrainer } from './support/bench-trainer';
import { cursorLatency } from './support/cursor-latency';
import { generateDigits, mnistExamples } from './support/digits';
import { useLibrary } from './support/library';
import { type Architecture, architectures, presetOf } from './support/models';
import { countSetting } from './support/settings';
import { median, quantile, rounded } from './support/statistics';
import { measureBodies } from './view';

export interface ExploreSettings {
  readonly architectures: readonly Architecture[];
  readonly examples: number;
  readonly epochs: number;
  /** Of each question. */
  readonly calls: number;
  /** Of the cursor, which asks again and again. */
  readonly cursorCalls: number;
  /** How long training is counted to know its speed, and bodies are turned, ms. */
  readonly turn: number;
  /** Ellipsoids; 0 leaves them out, where there is no browser. */
  readonly bodies: number;
}

/** ms. Of the cursor 95 of 100 answers, idle and while training. */
const goals = { scrub: 100, priorFit: 1000, compare: 2000, geodesic: 300, bodies: 2, dense: 16, conv: 33 };
const latent = 10;
/** Of geodesics: dimensions, and pieces from one node to the next. */
const wide = { latent: 32, pieces: 31 };
const pca: Projection = { kind: 'pca' };

export const run: Bench = ({ log }) =>
  measureExploring(
    {
      architectures,
      examples: mnistExamples,
      epochs: 3,
      calls: countSetting('LATENT_LENS_CALLS', 20),
      cursorCalls: 500,
      turn: countSetting('LATENT_LENS_TURN_MS', 3000),
      bodies: 10_000,
    },
    log,
  );

/** What a person waits for who explores a model of ten dimensions, and for geodesics of 32, from the question to its answer through the trainer's process. */
export async function measureExploring(
  { architectures, examples, epochs, calls, cursorCalls, turn, bodies }: ExploreSettings,
  log: (line: string) => void,
): Promise<BenchResult> {
  const notes = new Set<string>();
  const library = await useLibrary(notes);
  const digits = await generateDigits(examples);
  const rows: Row[] = [];
  try {
    for (const architecture of architectures) {
      log(architecture);
      const cursor = await cursorLatency(architecture, digits, { calls: cursorCalls, turn });
      rows.push(
        rowOf(`${architecture}, cursor, idle`, cursor.idle, goals[architecture]),
        rowOf(`${architecture}, cursor, while training`, cursor.training, goals[architecture], cursor.speed),
      );
      const request = { data: digits.train, preset: presetOf[architecture], backend: 'tensorflow' } as const;
      const training = { batchSize: 128, keepWeights: { epochs: 'every' } } as const;
      const explored = { ...request, model: { latent }, training: { ...training, epochs } };
      rows.push(...(await askTrained(explored, (trainer) => ask(trainer, architecture, { epochs, calls }))));
      const ofMany = { ...request, model: { latent: wide.latent }, training: { ...training, epochs: 1 } };
      rows.push(await askTrained(ofMany, (trainer) => askGeodesics(trainer, architecture, { examples, calls })));
    }
  } finally {
    await digits.dispose();
  }
  if (bodies > 0) {
    log(`${bodies} ellipsoids`);
    const { scriptMs, drawnBy } = await measureBodies({ points: examples, bodies, turn }, log);
    rows.push({ ...rowOf(`${bodies} ellipsoids, main thread, a frame`, [scriptMs], goals.bodies), 'p95 ms': null });
    notes.add(`Ellipsoids drawn by ${drawnBy}.`);
  }
  notes.add(`Of ${examples} examples in ${latent} dimensions; ${calls} calls of each.`);
  return { rows, figures: { library, ...figuresOf(rows) }, notes: [...notes] };
}

/** Of a run that is trained for it, by a process of its own. */
async function askTrained<T>(request: RunRequest, ask: (trainer: BenchTrainer) => Promise<T>): Promise<T> {
  const trainer = await BenchTrainer.start();
  try {
    await (await trainer.train(request)).ended;
    return await ask(trainer);
  } finally {
    await trainer.stop();
  }
}

async function ask(
  { client, directory }: BenchTrainer,
  architecture: Architecture,
  { epochs, calls }: Pick<ExploreSettings, 'epochs' | 'calls'>,
): Promise<readonly Row[]> {
  /** The epoch's codes where they are shown, and what its weights make of a place. */
  const scrub = async (call: number) => {
    const epoch = 1 + (call % epochs);
    const frame = await client.call('latents', { epoch, projection: pca });
    const position = [frame.positions[0], frame.positions[1], frame.positions[2]] as const;
    await client.call('decode', { position, projection: pca, from: null, epoch });
  };
  const fit = (call: number) => client.call('priorFit', { projection: pca, seed: call });
  const runs = [`${directory}@1`, `${directory}@${epochs}`];
  const compare = () => client.call('compareRuns', { runs, backend: 'tensorflow' });
  return [
    await time(`${architecture}, another epoch`, calls, goals.scrub, scrub),
    await time(`${architecture}, prior and codes`, calls, goals.priorFit, fit),
    await time(`${architecture}, two runs compared`, calls, goals.compare, compare),
  ];
}

/** Between two examples at a time, of 32 nodes. */
function askGeodesics(
  { client }: BenchTrainer,
  architecture: Architecture,
  { examples, calls }: Pick<ExploreSettings, 'examples' | 'calls'>,
): Promise<Row> {
  const call = (number: number) => {
    const first = (7 * number) % examples;
    const points = [{ example: first }, { example: (first + 11 + number) % examples }];
    return client.call('path', { kind: 'geodesic', points, pieces: wide.pieces, projection: pca });
  };
  const what = `${architecture}, geodesic of ${wide.pieces + 1} nodes in ${wide.latent} dimensions`;
  return time(what, calls, goals.geodesic, call);
}

/** How long each of many calls takes; the first ones are not counted. */
async function time(
  what: string,
  calls: number,
  goal: number,
  call: (number: number) => Promise<unknown>,
): Promise<Row> {
  const times: number[] = [];
  for (let number = -3; number < calls; number++) {
    const began = performance.now();
    await call(number + 3);
    if (number >= 0) times.push(performance.now() - began);
  }
  return rowOf(what, times, goal);
}

/** @param speed Of training meanwhile, as a share of what it is while nobody asks. */
function rowOf(what: string, times: readonly number[], goal: number, speed: number | null = null): Row {
  return {
    what,
    'median ms': rounded(median(times)),
    'p95 ms': rounded(quantile(times, 0.95)),
    'goal ms': goal,
    'training speed %': speed && rounded(100 * speed),
  };
}
