import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import * as v from 'valibot';
import { dataFrom, isPortable, isWithin, towardsData } from '../../data-path';
import type { NumericArray } from '../../dataset';
import { type Exclusion, encodeNpy, readExclusion, readNpy } from '../../dataset';
import type { StoredTensors } from '../../model/weights';
import { isUserError, UserError } from '../../protocol/errors';
import type { KeptMeasure } from '../../protocol/kept-measures';
import type { KeptLayout, LayoutReport } from '../../protocol/layout';
import type { EpochMetrics, RunRecord } from '../../protocol/run';
import type { RunSelection, SelectionChange } from '../../protocol/selections';
import { currentStatus, lockFile, recordedWorker } from '../../run-owner';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint';
import { parseHistory } from './history';
import type { KeptExamples } from './kept-examples';
import { formatMeasures, parseMeasures, withMeasures } from './kept-measures';
import { parseRecord } from './record';
import {
  begunFiles,
  checkpointFile,
  epochsOf,
  examplesFile,
  excludeFile,
  latentsFile,
  layoutFile,
  layoutsOf,
  measuresFile,
  metricsFile,
  RunFiles,
  reasonOf,
  recordFile,
  selectionsFile,
  weightsFile,
} from './run-files';
import { RunLock } from './run-lock';
import type { Precision } from './safetensors';
import { changedSelections, formatSelections, noSelections, parseSelections, type SelectionsFile } from './selections';
import { decodeWeights, type EpochWeights, encodeWeights } from './weights-file';

/** Where a new run goes: into a folder of its own below `runs`, or exactly at `directory`. */
export type RunPlace = ({ readonly runs: string } | { readonly directory: string }) & {
  /** A folder that may be moved as a whole: a run in it keeps the way to data in it. */
  readonly project?: string;
};

export interface StoredLayout {
  readonly positions: Float32Array;
  /** Null where it cannot be read. */
  readonly report: LayoutReport | null;
}

const share = v.nullable(v.number());
const Report = v.object({
  seconds: v.record(v.string(), v.number()),
  trustworthiness: share,
  continuity: share,
  recall: v.optional(v.number()),
  divergence: v.optional(v.number()),
});

/** Says what a checkpoint lacks for what it is wanted for, by throwing an Error. */
export type CheckpointCheck = (checkpoint: Checkpoint) => void;

/**
 * A run on disk, a folder that survives anything: `run.json`, append-only `metrics.jsonl`, `checkpoints/*.safetensors`
 * and `latents/*.npy`. Every other file is replaced whole. Open formats: Python reads them as they are. Who trains it holds its lock.
 */
export class RunDirectory {
  private readonly files: RunFiles;
  private lock: RunLock | null = null;
  /** Epochs of the checkpoints that this training wrote, or goes on from: only these are ever removed. */
  private readonly ownCheckpoints = new Set<number>();
  /** Whether the record has its data by the way from here. */
  private isPortable = false;

  private constructor(
    readonly path: string,
    private readonly project?: string,
  ) {
    this.files = new RunFiles(path);
  }

  /**
   * Makes the folder of a new run, takes its lock and writes its record: from then on it can be resumed.
   * @param first The weights that it begins with, where they are not those of its seed.
   */
  static async create(
    place: RunPlace,
    name: string,
    record: RunRecord,
    first: StoredTensors | null = null,
  ): Promise<RunDirectory> {
    const wanted = 'runs' in place ? place.runs : place.directory;
    try {
      const path = 'runs' in place ? await makeFresh(place.runs, name) : await makeBlank(place.directory);
      const directory = new RunDirectory(path, place.project);
      try {
        await directory.claim();
        await directory.clear();
        if (first) await directory.saveWeights({ epoch: 0, weights: first }, 'float32');
        await directory.writeRecord(record);
      } catch (error) {
        if (directory.isClaimed && first) await directory.removeBeginning().catch(() => undefined);
        await directory.release();
        // An empty folder only, so one without a run in it.
        await rmdir(path).catch(() => undefined);
        throw error;
      }
      return directory;
    } catch (error) {
      // There is no run yet that could be resumed.
      const isUnwritten = isUserError(error) && error.code === 'run.writeFailed';
      if (isUserError(error) && !isUnwritten) throw error;
      const reason = isUnwritten ? error.params.reason : reasonOf(error);
      throw new UserError('run.notWritable', { path: wanted, reason }, { cause: error });
    }
  }

  static async open(path: string): Promise<{ directory: RunDirectory; record: RunRecord }> {
    const directory = new RunDirectory(path);
    return { directory, record: await directory.readRecord() };
  }

  /**
   * Takes the run's lock, so that nobody else trains it.
   * @param takeOver Also from a trainer of which it can't be told whether it lives.
   * @throws UserError run.inUse, run.ownerUnknown, run.link, run.writeFailed.
   */
  async claim({ takeOver = false } = {}): Promise<void> {
    if (this.lock) return;
    await this.refuseEarlierVersions(takeOver);
    try {
      this.lock = await RunLock.acquire(this.path, { takeOver });
    } catch (error) {
      if (isUserError(error)) throw error;
      const path = join(this.path, lockFile);
      if ((error as NodeJS.ErrnoException).code === 'ELOOP') throw new UserError('run.link', { path });
      throw new UserError('run.writeFailed', { path, reason: reasonOf(error) }, { cause: error });
    }
    try {
      await this.files.sweep();
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  /** Whether it is held here. */
  get isClaimed(): boolean {
    return this.lock !== null;
  }

  async release(): Promise<void> {
    const { lock } = this;
    this.lock = null;
    await lock?.release();
  }

  /** @throws UserError run.missing, run.unreadable, run.newer, run.link. */
  /** Of `run.json`, which is written after all else of an epoch. */
  get recordPath(): string {
    return join(this.path, recordFile);
  }

  async readRecord(): Promise<RunRecord> {
    const text = await this.readRecordText();
    const path = join(this.path, recordFile);
    try {
      const record = parseRecord(text, path);
      this.isPortable = isPortable(record.config.data);
      const data = await dataFrom(this.path, record.config.data, record.data.source);
      const status = this.lock ? record.status : await currentStatus(this.path, record);
      const from = record.from && { from: { ...record.from, run: resolve(this.path, record.from.run) } };
      return { ...record, ...from, status, config: { ...record.config, data } };
    } catch (error) {
      if (isUserError(error)) throw error;
      throw new UserError('run.unreadable', { path, reason: reasonOf(error) }, { cause: error });
    }
  }

  async writeRecord(record: RunRecord): Promise<void> {
    const { data } = record.config;
    const { project, path } = this;
    if (project !== undefined) this.isPortable = [path, data.source].every((place) => isWithin(project, place));
    const kept = this.isPortable ? towardsData(path, data) : data;
    const from = record.from && { from: { ...record.from, run: wayToOrigin(path, record.from.run) } };
    const stored = { ...record, ...from, config: { ...record.config, data: kept } };
    await this.files.write(recordFile, `${JSON.stringify(stored, null, 2)}\n`);
  }

  /** Changes the record, whoever may train the run meanwhile being kept from it. @throws as `claim`. */
  async change(changed: (record: RunRecord) => RunRecord): Promise<void> {
    const held = this.lock !== null;
    await this.claim();
    try {
      const record = await this.readRecord();
      await this.writeRecord(changed(held ? record : withoutTrainer(record)));
    } finally {
      if (!held) await this.release();
    }
  }

  async appendEpoch(metrics: EpochMetrics): Promise<void> {
    await this.files.append(metricsFile, JSON.stringify(metrics));
  }

  /**
   * One row an epoch, ascending. An epoch that was trained again, from an older checkpoint, counts as it was last.
   * @throws UserError run.metricsUnreadable, run.link
   */
  async readHistory(): Promise<EpochMetrics[]> {
    try {
      return parseHistory((await this.files.read(metricsFile).catch(whereMissing(''))).toString('utf8'));
    } catch (error) {
      if (isUserError(error)) throw error;
      const path = join(this.path, metricsFile);
      throw new UserError('run.metricsUnreadable', { path, reason: reasonOf(error) }, { cause: error });
    }
  }

  /** Writes the checkpoint; of the others of this training only that of epoch `best` stays. */
  async saveCheckpoint(checkpoint: Checkpoint, best: number | null): Promise<void> {
    const { epoch } = checkpoint;
    await this.files.write(checkpointFile(epoch), encodeCheckpoint(checkpoint));
    this.ownCheckpoints.add(epoch);
    for (const other of this.ownCheckpoints) {
      if (other === epoch || other === best) continue;
      await this.files.remove(checkpointFile(other));
      this.ownCheckpoints.delete(other);
    }
  }

  /**
   * The newest checkpoint that can be read and passes the check; null where nothing was ever saved.
   * @throws UserError run.noCheckpoint where there are some, and none will do.
   */
  async loadCheckpoint(check: CheckpointCheck): Promise<Checkpoint | null> {
    let problem: string | null = null;
    for (const epoch of epochsOf(await this.files.list('checkpoints'), 'checkpoints').reverse()) {
      try {
        return await this.readCheckpoint(epoch, check);
      } catch (error) {
        if (isUserError(error)) throw error;
        problem ??= `${basename(checkpointFile(epoch))}: ${reasonOf(error)}`;
      }
    }
    if (problem === null) return null;
    throw new UserError('run.noCheckpoint', { path: join(this.path, 'checkpoints'), reason: problem });
  }

  /** The checkpoint of one epoch; null where there is none that will do. */
  async loadCheckpointOf(epoch: number, check: CheckpointCheck): Promise<Checkpoint | null> {
    return this.readCheckpoint(epoch, check).catch(() => null);
  }

  /** Beside the checkpoints, and for as long as the run is there. */
  async saveWeights(weights: EpochWeights, precision: Precision): Promise<void> {
    await this.files.write(weightsFile(weights.epoch), encodeWeights(weights, precision));
  }

  /**
   * The weights of an epoch; null where there is no file of them.
   * @throws UserError run.weightsUnreadable, run.link
   */
  async readWeights(epoch: number): Promise<StoredTensors | null> {
    try {
      const bytes = await this.files.read(weightsFile(epoch)).catch(whereMissing(null));
      if (bytes === null) return null;
      const found = decodeWeights(bytes);
      if (found.epoch !== epoch) throw new Error(`it is of epoch ${found.epoch}`);
      return found.weights;
    } catch (error) {
      if (isUserError(error)) throw error;
      const path = join(this.path, weightsFile(epoch));
      throw new UserError('run.weightsUnreadable', { epoch, path, reason: reasonOf(error) }, { cause: error });
    }
  }

  /** Epochs whose weights stay, ascending. */
  async weightsEpochs(): Promise<number[]> {
    return epochsOf(await this.files.list('weights'), 'weights');
  }

  /** `means`: examples x latent. */
  async saveLatents(epoch: number, means: Float32Array, latent: number): Promise<void> {
    await this.files.write(latentsFile(epoch), encodeNpy(means, [means.length / latent, latent]));
  }

  /** @returns examples x latent. @throws UserError run.noLatents. */
  async readLatents(epoch: number, examples: number, latent: number): Promise<Float32Array<ArrayBuffer>> {
    const path = join(this.path, latentsFile(epoch));
    try {
      const { shape, data } = await this.readArray(latentsFile(epoch));
      if (String(shape) !== String([examples, latent])) {
        throw new Error(`its shape is ${shape.join(' x ')}, not ${examples} x ${latent}`);
      }
      return Float32Array.from(data as Float32Array);
    } catch (error) {
      throw new UserError('run.noLatents', { epoch, path, reason: reasonOf(error) }, { cause: error });
    }
  }

  async saveExclusion({ list }: Exclusion): Promise<void> {
    await this.files.write(excludeFile, `${JSON.stringify(list)}\n`);
  }

  /** Which examples the run leaves out: those of its own copy of the list. @throws UserError exclude.missing */
  async readExclusion(): Promise<Exclusion> {
    const path = join(this.path, excludeFile);
    try {
      return await readExclusion(await this.files.pathOf(excludeFile));
    } catch (error) {
      throw new UserError('exclude.missing', { path, reason: reasonOf(error) }, { cause: error });
    }
  }

  /** Layouts that are kept, by epoch. */
  async layouts(): Promise<KeptLayout[]> {
    return layoutsOf(await this.files.list('layouts'));
  }

  /** @param positions examples x 2 or 3 */
  async saveLayout(layout: KeptLayout, positions: Float32Array, report: LayoutReport): Promise<void> {
    const { kind, ...params } = layout.params;
    const { dims } = params;
    const said = { method: kind, ...layout, params, ...report };
    await this.files.write(layoutFile(layout, 'json'), `${JSON.stringify(said, null, 2)}\n`);
    await this.files.write(layoutFile(layout, 'npy'), encodeNpy(positions, [positions.length / dims, dims]));
  }

  /**
   * The places of a layout, examples x 2 or 3, and what is said of it; null where it cannot be read.
   * @param has Whether an example has a place; null: as the file says.
   */
  async readLayout(
    layout: KeptLayout,
    examples: number,
    has: ((example: number) => boolean) | null,
  ): Promise<StoredLayout | null> {
    const { dims } = layout.params;
    try {
      const { shape, data } = await this.readArray(layoutFile(layout, 'npy'));
      if (String(shape) !== String([examples, dims])) return null;
      const positions = Float32Array.from(data as Float32Array);
      const isPlaced = has ?? ((example: number) => Number.isFinite(positions[example * dims]));
      if (!positions.every((value, i) => Number.isFinite(value) === isPlaced(Math.floor(i / dims)))) return null;
      return { positions, report: await this.readReport(layout) };
    } catch {
      return null;
    }
  }

  private async readReport(layout: KeptLayout): Promise<LayoutReport | null> {
    try {
      return v.parse(Report, JSON.parse((await this.files.read(layoutFile(layout, 'json'))).toString('utf8')));
    } catch {
      return null;
    }
  }

  async saveExamples({ indices, values, columns }: KeptExamples): Promise<void> {
    await this.files.write(examplesFile('indices'), encodeNpy(indices, [indices.length]));
    await this.files.write(examplesFile('values'), encodeNpy(values, [indices.length, values.length / indices.length]));
    await this.files.write(examplesFile('columns'), encodeNpy(columns, [columns.length]));
  }

  /** What the run keeps of its data; null where it keeps nothing that can be read. */
  async readExamples({ examples, shape, kind }: RunRecord['data']): Promise<KeptExamples | null> {
    try {
      const [indices, values, all] = await Promise.all(
        (['indices', 'values', 'columns'] as const).map((part) => this.readArray(examplesFile(part))),
      );
      const width = kind === 'text' ? shape[0] : shape.reduce((product, length) => product * length, 1);
      const isWhole =
        indices.data instanceof Int32Array &&
        indices.data.every((index) => index >= 0 && index < examples) &&
        (values.data instanceof Uint8Array || values.data instanceof Float32Array) &&
        String(values.shape) === String([indices.data.length, width]) &&
        all.data instanceof Float32Array &&
        all.data.length % examples === 0;
      if (!isWhole) return null;
      return { indices: indices.data, values: values.data, columns: all.data } as KeptExamples;
    } catch {
      return null;
    }
  }

  /** What was measured of the run; nothing where that cannot be read. @throws UserError run.link */
  async readMeasures(): Promise<readonly KeptMeasure[]> {
    return parseMeasures((await this.files.read(measuresFile).catch(whereMissing(''))).toString('utf8'));
  }

  /** In place of what was measured of the same names before; answers all. @throws UserError run.link, run.writeFailed */
  async keepMeasures(found: readonly KeptMeasure[]): Promise<readonly KeptMeasure[]> {
    const all = withMeasures(await this.readMeasures(), found);
    await this.files.write(measuresFile, formatMeasures(all));
    return all;
  }

  /** @throws UserError run.selectionsUnreadable, run.link */
  async readSelections(): Promise<readonly RunSelection[]> {
    return (await this.readSelectionsFile()).selections;
  }

  /** What cannot be read is not written over. @throws UserError run.selectionsUnreadable, run.selectionsNotKept, run.link */
  async changeSelections(change: SelectionChange): Promise<void> {
    const changed = changedSelections(await this.readSelectionsFile(), change);
    try {
      await this.files.write(selectionsFile, formatSelections(changed));
    } catch (error) {
      // Training does not end with it.
      if (!isUserError(error) || error.code !== 'run.writeFailed') throw error;
      throw new UserError('run.selectionsNotKept', error.params, { cause: error });
    }
  }

  private async readSelectionsFile(): Promise<SelectionsFile> {
    try {
      const bytes = await this.files.read(selectionsFile).catch(whereMissing(null));
      return bytes ? parseSelections(bytes.toString('utf8')) : noSelections;
    } catch (error) {
      if (isUserError(error)) throw error;
      const path = join(this.path, selectionsFile);
      throw new UserError('run.selectionsUnreadable', { path, reason: reasonOf(error) }, { cause: error });
    }
  }

  /** Epochs whose latents are stored, ascending. */
  async frames(): Promise<number[]> {
    return epochsOf(await this.files.list('latents'), 'latents');
  }

  private async readCheckpoint(epoch: number, check: CheckpointCheck): Promise<Checkpoint> {
    const checkpoint = decodeCheckpoint(await this.files.read(checkpointFile(epoch)));
    if (checkpoint.epoch !== epoch) throw new Error(`it is of epoch ${checkpoint.epoch}`);
    check(checkpoint);
    this.ownCheckpoints.add(epoch);
    if (checkpoint.best) this.ownCheckpoints.add(checkpoint.best.epoch);
    return checkpoint;
  }

  private async readRecordText(): Promise<string> {
    try {
      return (await this.files.read(recordFile)).toString('utf8');
    } catch (error) {
      if (isUserError(error)) throw error;
      throw new UserError('run.missing', { path: this.path }, { cause: error });
    }
  }

  /** Trainers of versions without a lock file are known by the record alone. */
  private async refuseEarlierVersions(takeOver: boolean): Promise<void> {
    const names = await readdir(this.path);
    if (takeOver || names.includes(lockFile) || !names.includes(recordFile)) return;
    const { status, worker } = parseRecord(await this.readRecordText(), join(this.path, recordFile));
    if (status !== 'running' || !worker || recordedWorker(worker) === 'gone') return;
    throw new UserError('run.ownerUnknown', { path: this.path, pid: worker.pid, host: worker.hostname });
  }

  private async readArray(name: string): Promise<NumericArray> {
    return readNpy(await this.files.pathOf(name));
  }

  /** What a run that could not be made has left. */
  private async removeBeginning(): Promise<void> {
    await this.clear();
    await rmdir(join(this.path, dirname(weightsFile(0))));
  }

  /** Removes the beginning of an earlier run, of which nothing was trained. */
  private async clear(): Promise<void> {
    for (const name of begunFiles) await this.files.remove(name);
  }
}

/** Nobody trains a run that could be claimed. */
function withoutTrainer({ worker: _, ...record }: RunRecord): RunRecord {
  return record.status === 'running' ? { ...record, status: 'interrupted' } : record;
}

/** Runs of one folder are moved together. */
function wayToOrigin(path: string, origin: string): string {
  return isWithin(dirname(path), origin) ? relative(path, origin).split(sep).join('/') : origin;
}

function whereMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return value;
  };
}

/** A folder that holds nothing, or the beginning of a run of which nothing was trained. */
async function makeBlank(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  const begun = await readFile(join(path, recordFile), 'utf8')
    .then(
      (text) => parseRecord(text, path).epochs === 0,
      () => false,
    )
    .catch(() => false);
  if (!(await new RunFiles(path).isBlank(begun))) throw new UserError('run.notEmpty', { path });
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
