import { open, readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import * as v from 'valibot';
import { ModelConfig } from '../protocol/config';
import type { RunStatus } from '../protocol/run';
import { currentStatus } from '../run-owner';

/** A run as a list shows it. */
export interface ListedRun {
  readonly kind: 'run';
  readonly directory: string;
  readonly name: string;
  /** ISO 8601; empty when unknown. */
  readonly created: string;
  readonly status: RunStatus;
  readonly epochs: number;
  readonly totalEpochs: number;
  readonly model: ModelConfig['kind'];
  readonly architecture: string;
  readonly latent: number;
  readonly likelihood: string;
  readonly dataName: string;
  readonly dataSource: string;
  readonly examples: number;
  readonly backend: string;
  /** Nats per example at the newest epoch. */
  readonly loss: number | null;
  readonly elbo: number | null;
  /** The process that trains it. */
  readonly worker?: number;
  /** The run that it was forked from: its folder, its name then, and after which epoch. */
  readonly origin?: { readonly directory: string; readonly name: string; readonly epoch: number };
}

/** A folder whose run.json cannot be read. */
export interface BrokenRun {
  readonly kind: 'broken';
  readonly directory: string;
  readonly name: string;
  /** For a person, in the words of what failed. */
  readonly reason: string;
}

export type RunEntry = ListedRun | BrokenRun;

/** What the list needs of run.json; anything else may be there or not. */
const Record = v.object({
  format: v.picklist([1, 2]),
  name: v.string(),
  created: v.fallback(v.string(), ''),
  status: v.picklist(['running', 'completed', 'stopped', 'interrupted', 'failed']),
  worker: v.fallback(v.optional(v.looseObject({ pid: v.number() })), undefined),
  epochs: v.fallback(v.number(), 0),
  config: v.object({
    data: v.object({ source: v.string() }),
    model: v.object({
      kind: ModelConfig.entries.kind,
      architecture: v.string(),
      latent: v.number(),
      likelihood: v.string(),
    }),
    training: v.object({ epochs: v.number() }),
  }),
  data: v.object({ name: v.string(), examples: v.number() }),
  backend: v.fallback(v.object({ name: v.string() }), { name: '' }),
  from: v.fallback(v.optional(v.object({ run: v.string(), name: v.string(), epoch: v.number() })), undefined),
});

const Metrics = v.object({ loss: v.nullable(v.number()), elbo: v.nullable(v.number()) });

/** The runs in a folder, newest first. A folder that is not there holds none. */
export async function listRuns(folder: string): Promise<RunEntry[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  const runs = await Promise.all(folders.map((entry) => readRun(join(folder, entry.name))));
  return runs.filter((run) => run !== undefined).sort(newestFirst);
}

/** The run in a folder; undefined when there is no run.json. */
export async function readRun(directory: string): Promise<RunEntry | undefined> {
  const name = basename(directory);
  let text: string;
  try {
    text = await readFile(join(directory, 'run.json'), 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { kind: 'broken', directory, name, reason: message };
  }
  try {
    const record = v.parse(Record, JSON.parse(text));
    const { config, data, worker, from, ...rest } = record;
    return {
      kind: 'run',
      directory,
      name: rest.name,
      created: rest.created,
      status: await currentStatus(directory, { status: rest.status, worker }),
      epochs: rest.epochs,
      totalEpochs: config.training.epochs,
      model: config.model.kind,
      architecture: config.model.architecture,
      latent: config.model.latent,
      likelihood: config.model.likelihood,
      dataName: data.name,
      dataSource: placeOfData(directory, config.data.source),
      examples: data.examples,
      backend: rest.backend.name,
      ...(worker && { worker: worker.pid }),
      ...(from && { origin: { directory: resolve(directory, from.run), name: from.name, epoch: from.epoch } }),
      ...(await lastMetrics(join(directory, 'metrics.jsonl'))),
    };
  } catch (error) {
    return { kind: 'broken', directory, name, reason: reasonOf(error) };
  }
}

/** A run and data that may move together know each other by the way between them. */
function placeOfData(directory: string, source: string): string {
  return source.startsWith('builtin:') ? source : resolve(directory, source);
}

/** Of the last whole line. The file only grows, so its end is enough. */
async function lastMetrics(path: string): Promise<Pick<ListedRun, 'loss' | 'elbo'>> {
  const none = { loss: null, elbo: null };
  let file: Awaited<ReturnType<typeof open>> | undefined;
  try {
    file = await open(path);
    const { size } = await file.stat();
    const length = Math.min(size, 4096);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    const line = buffer.toString('utf8').split('\n').slice(0, -1).at(-1);
    return line === undefined ? none : v.parse(Metrics, JSON.parse(line));
  } catch {
    return none;
  } finally {
    await file?.close();
  }
}

function newestFirst(a: RunEntry, b: RunEntry): number {
  const age = (run: RunEntry) => (run.kind === 'run' ? run.created : '');
  return age(b).localeCompare(age(a)) || b.name.localeCompare(a.name);
}

function reasonOf(error: unknown): string {
  if (v.isValiError(error)) return `${v.getDotPath(error.issues[0]) ?? 'run.json'}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
