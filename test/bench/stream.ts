import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npyHeader } from '../../src/dataset/formats/npy/npy-header';
import { fillNormal, random } from '../../src/random';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { BenchTrainer } from './support/bench-trainer';
import { useLibrary } from './support/library';
import { megabytes } from './support/memory';
import { countSetting } from './support/settings';
import { rounded } from './support/statistics';

export interface StreamSettings {
  /** Of the file that is read from disk. */
  readonly megabytes: number;
  /** What examples may take, MB. */
  readonly memory: number;
}

const features = 784;
const rowBytes = 4 * features;
/** Rows that are written again and again. */
const writtenRows = 1 << 12;
/** A set that asks for hardly any memory: what is held with it, the program and the library hold. */
const tinyRows = 1000;

export const run: Bench = ({ log }) =>
  measureStreaming(
    {
      megabytes: countSetting('LATENT_LENS_STREAM_MB', 512),
      memory: countSetting('LATENT_LENS_STREAM_MEMORY', 128),
    },
    log,
  );

/**
 * One epoch on a .npy file of float32 vectors that is larger than the memory that examples may take, in a trainer of its
 * own: its time, and the most memory that was held, beside that of a tiny set.
 */
export async function measureStreaming(settings: StreamSettings, log: (line: string) => void): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-stream-'));
  const notes = new Set<string>();
  const library = await useLibrary(notes);
  try {
    const sizes = [tinyRows, Math.round((settings.megabytes * 1e6) / rowBytes)];
    const rows: Row[] = [];
    for (const [i, count] of sizes.entries()) {
      const source = join(folder, 'vectors.npy');
      log(`${count} vectors of ${features}`);
      await writeVectors(source, count);
      const { seconds, peak } = await trainEpoch(source, settings.memory);
      rows.push({
        what: i === 0 ? 'tiny' : 'streamed',
        'file MB': rounded((count * rowBytes) / 1e6),
        'memory MB': settings.memory,
        'seconds an epoch': rounded(seconds),
        'peak MB': megabytes(peak),
      });
    }
    return { rows, figures: { library, ...figuresOf(rows) }, notes: [...notes] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeVectors(path: string, count: number): Promise<void> {
  const rows = Math.min(count, writtenRows);
  const piece = new Uint8Array(fillNormal(new Float32Array(rows * features), random(9)).buffer);
  const file = await open(path, 'w');
  try {
    await file.write(npyHeader('<f4', [count, features]));
    for (let at = 0; at < count; at += rows) await file.write(piece, 0, Math.min(rows, count - at) * rowBytes);
  } finally {
    await file.close();
  }
}

async function trainEpoch(source: string, memory: number): Promise<{ seconds: number; peak: number }> {
  const trainer = await BenchTrainer.start();
  try {
    let seconds = Number.NaN;
    trainer.client.on('epoch', ({ metrics }) => {
      seconds = metrics.seconds;
    });
    const training = { epochs: 1, batchSize: 128 };
    const { ended } = await trainer.train({ data: { source, memory }, training, backend: 'tensorflow' });
    await ended;
    return { seconds, peak: trainer.residentSet().peak };
  } finally {
    await trainer.stop();
  }
}
