import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Computation } from '../../src/compute';
import { createComputation } from '../../src/compute';
import type { Dataset } from '../../src/dataset';
import { openDataset } from '../../src/dataset';
import { writeNpy } from '../../src/dataset/formats/npy/npy';
import { createAutoencoder } from '../../src/model/autoencoder';
import type { RunConfig } from '../../src/protocol/config';
import { resolveConfig } from '../../src/protocol/presets';
import type { EpochMetrics } from '../../src/protocol/run';
import type { TrainingProgress } from '../../src/protocol/trainer';
import { beginFromData } from '../../src/training/beginning';
import { range } from '../../src/training/encoding';
import { Mutex } from '../../src/training/mutex';
import { TrainingLoop } from '../../src/training/training-loop';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { useLibrary } from './support/library';
import { fitPca, pcaError } from './support/pca';
import { findPhotos, type Photos, photoEdge } from './support/photos';
import { countSetting, countsSetting } from './support/settings';

export interface PhotoSettings {
  readonly counts: readonly number[];
  readonly held: number;
  /** Instead of the preset's epochs. */
  readonly epochs?: number;
}

export const run: Bench = async ({ log }) =>
  measurePhotos(
    await findPhotos(),
    {
      counts: countsSetting('LATENT_LENS_PHOTO_COUNTS', [200, 2000, 20_000]),
      held: 500,
      ...(process.env.LATENT_LENS_EPOCHS ? { epochs: countSetting('LATENT_LENS_EPOCHS', 1) } : {}),
    },
    log,
  );

/** How near to photos the preset for them comes, beside a PCA of as many dimensions that is fitted on the same ones. */
export async function measurePhotos(
  photos: Photos,
  { counts, held, epochs }: PhotoSettings,
  log: (line: string) => void,
): Promise<BenchResult> {
  const notes = new Set([photos.note]);
  const library = await useLibrary(notes);
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-photos-'));
  const rows: Row[] = [];
  try {
    const heldOut = await photos.take(held, 'held');
    for (const count of counts) {
      log(`${count} photos`);
      const train = await photos.take(count, 'train');
      const [trainPath, heldPath] = await Promise.all(
        [train, heldOut].map((bytes, i) => store(join(folder, `${count}-${i}.npy`), bytes)),
      );
      const dataset = await openDataset({ source: trainPath });
      const others = await openDataset({ source: heldPath }, { encoding: dataset.encoding });
      const training = { validationSplit: 0, ...(epochs ? { epochs } : {}) };
      const config = resolveConfig({ data: trainPath, preset: 'photos', training }, dataset.summary);
      const own = await trainOn(dataset, others, config, log);
      const pca = fitPca(train, photoEdge * photoEdge * 3, config.model.latent);
      // Of as many examples of the training part as are held out.
      const shown = train.subarray(0, heldOut.length);
      const row = {
        what: `${count} photos`,
        dimensions: config.model.latent,
        'training dB': decibels(own.error),
        'PCA dB': decibels(pcaError(pca, shown)),
        'held out dB': decibels(own.heldError),
        'PCA held out dB': decibels(pcaError(pca, heldOut)),
        'active units': own.active,
        steps: own.steps,
        minutes: Math.round(own.seconds / 6) / 10,
      };
      rows.push(row);
      log(JSON.stringify(row));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { rows, figures: { library, ...figuresOf(rows) }, notes: [...notes] };
}

async function trainOn(dataset: Dataset, others: Dataset, config: RunConfig, log: (line: string) => void) {
  const { summary } = dataset;
  const { training } = config;
  const model = createAutoencoder(config.model, summary.shape, summary.kind, training.seed);
  const split = { training: range(0, summary.examples), validation: new Int32Array(0) };
  const began = performance.now();
  beginFromData(model, dataset, split, training);
  const computation = createComputation(model, dataset, config.objective, log);
  const elsewhere = createComputation(model, others, config.objective, log);
  const loop = new TrainingLoop({ model, dataset, split, config, computation, weights: new Mutex() });
  let steps = 0;
  let active = 0;
  const epoch = async ({ epoch, loss, seconds, activeUnits }: EpochMetrics) => {
    active = activeUnits;
    log(`epoch ${epoch}: loss ${loss.toFixed(0)}, ${seconds.toFixed(1)} s`);
  };
  const progress = ({ steps: ofEpoch }: TrainingProgress) => {
    steps = ofEpoch * training.epochs;
  };
  try {
    await loop.train({ progress, epoch }, new AbortController().signal);
    const seconds = (performance.now() - began) / 1000;
    const error = reconstructionError(computation, dataset, Math.min(summary.examples, others.summary.examples));
    const heldError = reconstructionError(elsewhere, others, others.summary.examples);
    return { error, heldError, active, seconds, steps };
  } finally {
    loop.dispose();
    elsewhere.dispose();
    computation.dispose();
    model.dispose();
  }
}

const batch = 100;

/** The mean squared error of the first examples, at the posterior means. */
function reconstructionError(computation: Computation, { values }: Dataset, count: number): number {
  let error = 0;
  const features = photoEdge * photoEdge * 3;
  for (let begin = 0; begin < count; begin += batch) {
    const indices = range(begin, Math.min(begin + batch, count));
    const decoded = computation.decode(computation.encode(indices).means);
    for (let i = 0; i < decoded.length; i++) error += (values[begin * features + i] / 255 - decoded[i]) ** 2;
  }
  return error / (count * features);
}

/** The peak signal-to-noise ratio of values in 0..1 with a mean squared error. */
function decibels(error: number): number {
  return Math.round(-1000 * Math.log10(error)) / 100;
}

async function store(path: string, bytes: Uint8Array): Promise<string> {
  await writeNpy(path, bytes, [bytes.length / (photoEdge * photoEdge * 3), photoEdge, photoEdge, 3]);
  return path;
}
