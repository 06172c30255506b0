import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { appendLine, writeFileAtomic } from '../dataset/files/atomic-file';
import { encodeNpy, readNpy } from '../dataset/npy';
import { isProcessAlive } from '../process-alive';
import { RunConfig } from '../protocol/config';
import { UserError } from '../protocol/errors';
import { currentStatus, type EpochMetrics, type RunRecord } from '../protocol/run';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint';

const recordFile = 'run.json';
const metricsFile = 'metrics.jsonl';
const epochFile = (epoch: number, ending: string) => `epoch-${String(epoch).padStart(5, '0')}.${ending}`;

/** The parts of a record that other code relies on; the rest is taken as it was written. */
const RecordSchema = v.looseObject({
  format: v.literal(1),
  name: v.string(),
  status: v.picklist(['running', 'completed', 'stopped', 'interrupted', 'failed']),
  config: RunConfig,
  fingerprint: v.string(),
  epochs: v.number(),
});

/**
 * A run on disk, a folder that survives anything: `run.json`, append-only `metrics.jsonl`, `checkpoints/*.safetensors`
 * and `latents/*.npy`. Every other file is replaced whole. Open formats: Python reads them as they are.
 */
export class RunDirectory {
  private constructor(readonly path: string) {}

  /** Makes a folder of its own for a new run, below `runs`, or exactly at `directory`. */
  static async create(place: { runs: string } | { directory: string }, name: string): Promise<RunDirectory> {
    try {
      const path = 'runs' in place ? await makeFresh(place.runs, name) : await makeEmpty(place.directory);
      await mkdir(join(path, 'checkpoints'));
      await mkdir(join(path, 'latents'));
      return new RunDirectory(path);
    } catch (error) {
      if (error instanceof UserError) throw error;
      const path = 'runs' in place ? place.runs : place.directory;
      throw new UserError('run.notWritable', { path, reason: reasonOf(error) }, { cause: error });
    }
  }

  static async open(path: string): Promise<{ directory: RunDirectory; record: RunRecord }> {
    const directory = new RunDirectory(path);
    return { directory, record: await directory.readRecord() };
  }

  private async readRecord(): Promise<RunRecord> {
    const path = join(this.path, recordFile);
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      throw new UserError('run.missing', { path: this.path }, { cause: error });
    }
    try {
      const record = v.parse(RecordSchema, JSON.parse(text)) as unknown as RunRecord;
      return { ...record, status: currentStatus(record, hostname(), isProcessAlive) };
    } catch (error) {
      throw new UserError('run.unreadable', { path, reason: reasonOf(error) }, { cause: error });
    }
  }

  async writeRecord(record: RunRecord): Promise<void> {
    await this.write(recordFile, `${JSON.stringify(record, null, 2)}\n`);
  }

  async appendEpoch(metrics: EpochMetrics): Promise<void> {
    await this.guard(metricsFile, (path) => appendLine(path, JSON.stringify(metrics)));
  }

  /** One row an epoch, ascending. An epoch that was trained again, from an older checkpoint, counts as it was last. */
  async readHistory(): Promise<EpochMetrics[]> {
    const text = await readFile(join(this.path, metricsFile), 'utf8').catch(() => '');
    const byEpoch = new Map<number, EpochMetrics>();
    for (const line of text.split('\n')) {
      const metrics = parseLine(line);
      if (metrics) byEpoch.set(metrics.epoch, metrics);
    }
    return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
  }

  /** Writes the checkpoint; of the others only that of epoch `best` stays. */
  async saveCheckpoint(checkpoint: Checkpoint, best: number | null): Promise<void> {
    const name = epochFile(checkpoint.epoch, 'safetensors');
    await this.write(join('checkpoints', name), encodeCheckpoint(checkpoint));
    const kept = new Set([name, best === null ? '' : epochFile(best, 'safetensors')]);
    const folder = join(this.path, 'checkpoints');
    for (const file of await readdir(folder)) if (!kept.has(file)) await rm(join(folder, file), { force: true });
  }

  /** The newest readable checkpoint. */
  async loadCheckpoint(): Promise<Checkpoint> {
    const folder = join(this.path, 'checkpoints');
    const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.safetensors'));
    let problem = 'there is none';
    for (const file of files.sort().reverse()) {
      try {
        return decodeCheckpoint(await readFile(join(folder, file)));
      } catch (error) {
        problem = `${file}: ${reasonOf(error)}`;
      }
    }
    throw new UserError('run.noCheckpoint', { path: folder, reason: problem });
  }

  /** `means`: examples x latent. */
  async saveLatents(epoch: number, means: Float32Array, latent: number): Promise<void> {
    await this.write(join('latents', epochFile(epoch, 'npy')), encodeNpy(means, [means.length / latent, latent]));
  }

  async readLatents(epoch: number): Promise<Float32Array<ArrayBuffer>> {
    const path = join(this.path, 'latents', epochFile(epoch, 'npy'));
    try {
      return Float32Array.from((await readNpy(path)).data as Float32Array);
    } catch (error) {
      throw new UserError('run.noLatents', { epoch, path, reason: reasonOf(error) }, { cause: error });
    }
  }

  /** Epochs whose latents are stored, ascending. */
  async frames(): Promise<number[]> {
    const files = await readdir(join(this.path, 'latents')).catch(() => []);
    return files
      .map((file) => /^epoch-(\d+)\.npy$/.exec(file)?.[1])
      .filter((epoch) => epoch !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
  }

  private write(file: string, content: string | Uint8Array): Promise<void> {
    return this.guard(file, (path) => writeFileAtomic(path, content));
  }

  private async guard(file: string, action: (path: string) => Promise<void>): Promise<void> {
    const path = join(this.path, file);
    try {
      await action(path);
    } catch (error) {
      throw new UserError('run.writeFailed', { path, reason: reasonOf(error) }, { cause: error });
    }
  }
}

async function makeEmpty(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  if ((await readdir(path)).length > 0) throw new UserError('run.notEmpty', { path });
  return path;
}

/** The folder that runs get by default, in a workspace, is nobody's source code. */
async function hideFromGit(runs: string): Promise<void> {
  const folder = dirname(runs);
  if (basename(folder) !== '.latent-lens') return;
  await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function makeFresh(runs: string, name: string): Promise<string> {
  await mkdir(runs, { recursive: true });
  await hideFromGit(runs);
  const stamp = new Date().toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-');
  const base = join(runs, `${stamp}_${name.replace(/[^\p{L}\p{N}.-]+/gu, '-').slice(0, 60)}`);
  for (let attempt = 1; ; attempt++) {
    const path = attempt === 1 ? base : `${base}-${attempt}`;
    try {
      await mkdir(path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function parseLine(line: string): EpochMetrics | null {
  try {
    const metrics = JSON.parse(line) as Partial<EpochMetrics>;
    return Number.isInteger(metrics.epoch) ? (metrics as EpochMetrics) : null;
  } catch {
    return null;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
