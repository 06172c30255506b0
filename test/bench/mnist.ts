import type { RunConfig } from '../../src/protocol/config';
import { resolveConfig } from '../../src/protocol/presets';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { BenchTrainer } from './support/bench-trainer';
import { type Course, goalElbo, secondsToGoal, trainBeside } from './support/course';
import { type Digits, findDigits } from './support/digits';
import { useLibrary } from './support/library';
import { megabytes } from './support/memory';
import { fastestPyTorch, findPyTorch, type Loop, type Mode, modeName, PyTorch } from './support/pytorch';
import { PyTorchCourse, pytorchPeak } from './support/pytorch-course';
import { countSetting } from './support/settings';
import { median, rounded } from './support/statistics';

export interface MnistSettings {
  readonly epochs: number;
  /** Epochs of PyTorch's DataLoader loop: it is the slowest, and learns the same. */
  readonly loaderEpochs: number;
  /** Whether to look for PyTorch. */
  readonly peers: boolean;
}

export const run: Bench = async ({ log }) => {
  const digits = await findDigits();
  try {
    return await measureEpochs(
      digits,
      { epochs: countSetting('LATENT_LENS_EPOCHS', 10), loaderEpochs: 2, peers: true },
      log,
    );
  } finally {
    await digits.dispose();
  }
};

/**
 * The preset `classic` on all examples of MNIST: seconds an epoch, seconds to a test ELBO, and memory, beside PyTorch with
 * the same network, hyperparameters and batches. Epochs take turns. Ours contain the encoding of all examples.
 */
export async function measureEpochs(
  digits: Digits,
  settings: MnistSettings,
  log: (line: string) => void,
): Promise<BenchResult> {
  const config = classicConfig(digits, settings.epochs);
  const notes = new Set([digits.note]);
  const library = await useLibrary(notes);
  const mode = await fastestMode(config, settings.peers, notes);
  const loops: readonly Loop[] = mode ? ['memory', 'loader'] : [];
  const peers: PyTorchCourse[] = [];
  try {
    for (const loop of loops) if (mode) peers.push(await PyTorchCourse.start(digits, config, mode, loop));
    const [memory, loader] = peers;
    const own = await trainBeside(digits, config, async (epoch, seconds) => {
      log(`epoch ${epoch}: ${rounded(seconds)} s`);
      await memory?.epoch();
      if (epoch <= settings.loaderEpochs) await loader?.epoch();
    });
    log('memory');
    const peak = megabytes(await trainerPeak(digits, config));
    const theirPeak = mode && megabytes(await pytorchPeak(digits, config));
    const rows = [...compareCourses(own, memory, loader), row('peak resident set, MB', peak, theirPeak, null)];
    return { rows, figures: { library, ...figuresOf(rows) }, notes: [...notes] };
  } finally {
    for (const peer of peers) await peer.stop();
  }
}

/** PyTorch's mode that is faster with batches of this size; null, with a note, where there is none. */
async function fastestMode({ training }: RunConfig, wanted: boolean, notes: Set<string>): Promise<Mode | null> {
  const found = await findPyTorch(wanted);
  if (!(found instanceof PyTorch)) {
    notes.add(found);
    return null;
  }
  notes.add(`Beside ${found.description}.`);
  await found.stop();
  const { batchSize: batch } = training;
  const fastest = await fastestPyTorch({ model: 'dense', batch, examples: 1000 }, (sentence) => notes.add(sentence));
  if (fastest === null) return null;
  await fastest.pytorch.stop();
  notes.add(`PyTorch trains in the mode that is faster with batches of ${batch}: ${modeName(fastest.mode)}.`);
  return fastest.mode;
}

/** The preset, without a validation part: every loop sees the same examples. */
function classicConfig({ train }: Digits, epochs: number): RunConfig {
  return resolveConfig(
    { data: train, preset: 'classic', training: { epochs, validationSplit: 0 } },
    { kind: 'images' },
  );
}

/** Bytes that a trainer process has held at most when an epoch is done. */
async function trainerPeak({ train }: Digits, { preset, training }: RunConfig): Promise<number> {
  const trainer = await BenchTrainer.start();
  try {
    const request = { data: train, preset, training: { ...training, epochs: 1 }, backend: 'tensorflow' } as const;
    await (await trainer.train(request)).ended;
    return trainer.residentSet().peak;
  } finally {
    await trainer.stop();
  }
}

function compareCourses(own: Course, memory?: Course, loader?: Course): Row[] {
  const courses = [own, memory, loader];
  const line = (what: string, figure: (course: Course) => number | null) => {
    const [ours, ...theirs] = courses.map((course) => (course?.seconds.length ? figure(course) : null));
    return row(what, ours, theirs[0], theirs[1]);
  };
  const seconds = (value: number | null) => value && rounded(value);
  return [
    line('seconds an epoch', (course) => seconds(median(course.seconds))),
    line('best seconds an epoch', (course) => seconds(Math.min(...course.seconds))),
    line(`seconds to a test ELBO of ${goalElbo}`, (course) => seconds(secondsToGoal(course))),
    line(`test ELBO after ${own.seconds.length} epochs`, ({ elbos }) => {
      const last = elbos.at(-1);
      return last === undefined ? null : Math.round(10 * last) / 10;
    }),
  ];
}

function row(what: string, own: number | null, memory: number | null, loader: number | null): Row {
  return { what, 'Latent Lens': own, 'PyTorch in memory': memory, 'PyTorch DataLoader': loader };
}
