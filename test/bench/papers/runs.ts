import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunRequest } from '../../../src/protocol/config';
import type { MeasuredValue, MeasureName } from '../../../src/protocol/measures';
import type { EpochMetrics, RunRecord } from '../../../src/protocol/run';
import { projectRoot } from '../../harness/paths';

/** What is measured of a run, as the command line takes it. */
export interface Measuring {
  readonly only: readonly MeasureName[];
  /** Without it what the run holds out, or all of its own. */
  readonly data?: string;
  readonly labels?: string;
  readonly samples?: number;
  readonly weights?: 'best' | 'newest';
}

interface Kept {
  readonly key: string;
  readonly values: readonly MeasuredValue[];
}

/**
 * Runs of the command line in a folder, and what was measured of them. What is there is not done again: a training that was interrupted
 * goes on, one that is to be longer is trained further, and figures are read.
 */
export class Runs {
  private kept: Map<string, readonly MeasuredValue[]> | undefined;

  constructor(
    readonly folder: string,
    private readonly log: (line: string) => void,
  ) {}

  /**
   * Trains a run to so many epochs, unless it has more. Answers the seconds that these took.
   * @throws Error where the folder has a run of that name by other settings, or training fails
   */
  async train(name: string, request: RunRequest, epochs: number): Promise<number> {
    const directory = this.directoryOf(name);
    const whole = { ...request, training: { ...request.training, epochs } };
    await this.checkRequest(name, request);
    const record = await this.recordOf(name);
    if (!record) {
      await rm(directory, { recursive: true, force: true });
      const config = join(this.folder, `${name}.latent.json`);
      await writeFile(config, JSON.stringify(whole));
      await this.latentLens(['train', '--config', config, '--out', directory], name);
    } else if (record.epochs < epochs) {
      const longer = record.config.training.epochs === epochs ? [] : ['--epochs', String(epochs)];
      await this.latentLens(['resume', '--run', directory, ...longer], name);
    }
    return (await this.historyOf(name))
      .filter(({ epoch }) => epoch <= epochs)
      .reduce((sum, { seconds }) => sum + seconds, 0);
  }

  /**
   * Of a run after so many epochs. Null where it is further on, and that was not measured then: weights that are gone tell nothing.
   * @throws Error where measuring fails
   */
  async measure(
    name: string,
    at: number,
    { only, data, labels, samples, weights = 'newest' }: Measuring,
  ): Promise<readonly MeasuredValue[] | null> {
    const args = [
      ...['--only', only.join(), '--weights', weights],
      ...(data ? ['--data', data] : []),
      ...(labels ? ['--labels', labels] : []),
      ...(samples ? ['--samples', String(samples)] : []),
    ];
    const key = [name, `epoch ${at}`, ...args].join(' ');
    this.kept ??= await this.readKept();
    const known = this.kept.get(key);
    if (known) return known;
    if ((await this.recordOf(name))?.epochs !== at) return null;
    const lines = await this.latentLens(['measure', '--run', this.directoryOf(name), ...args], name);
    const values = lines.filter((line): line is MeasuredValue & { event: string } => isEvent(line, 'measure'));
    this.kept.set(key, values);
    await appendFile(this.measured, `${JSON.stringify({ key, values } satisfies Kept)}\n`);
    return values;
  }

  /** A file of the folder that is written once. */
  async file(name: string, content: () => Promise<Uint8Array>): Promise<string> {
    const path = join(this.folder, name);
    if (!existsSync(path)) {
      await mkdir(this.folder, { recursive: true });
      await writeFile(path, await content());
    }
    return path;
  }

  private get measured(): string {
    return join(this.folder, 'measured.jsonl');
  }

  private directoryOf(name: string): string {
    return join(this.folder, name);
  }

  private async recordOf(name: string): Promise<RunRecord | null> {
    const path = join(this.directoryOf(name), 'run.json');
    return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as RunRecord) : null;
  }

  private async historyOf(name: string): Promise<readonly EpochMetrics[]> {
    const lines = (await readFile(join(this.directoryOf(name), 'metrics.jsonl'), 'utf8')).trim().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as EpochMetrics);
    // One that was trained again counts once.
    return [...new Map(rows.map((row) => [row.epoch, row])).values()];
  }

  /** The settings of a run stay what they were, however long it is trained. */
  private async checkRequest(name: string, request: RunRequest): Promise<void> {
    const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
    const known = (await this.file(`${name}.sha256`, async () => Buffer.from(hash))) as string;
    if ((await readFile(known, 'utf8')) !== hash)
      throw new Error(
        `${this.directoryOf(name)} was trained by other settings: name another folder, or remove it and ${known}.`,
      );
  }

  private async readKept(): Promise<Map<string, readonly MeasuredValue[]>> {
    if (!existsSync(this.measured)) return new Map();
    const lines = (await readFile(this.measured, 'utf8')).split('\n').filter(Boolean);
    return new Map(lines.map((line) => JSON.parse(line) as Kept).map(({ key, values }) => [key, values]));
  }

  /** Runs the product's command, whose lines are answered; each epoch is told of. */
  private async latentLens(args: readonly string[], name: string): Promise<readonly object[]> {
    this.log(`${name}: ${args[0]}`);
    const child = spawn(process.execPath, [join(projectRoot, 'dist', 'cli.js'), ...args, '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // So that a training ends in good order with the bench.
    const end = () => void child.kill('SIGTERM');
    process.once('SIGTERM', end).once('SIGINT', end);
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-4096);
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('close', resolve).once('error', reject);
    });
    const lines: object[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      const event = JSON.parse(line) as object;
      lines.push(event);
      if (isEvent(event, 'epoch')) this.log(`${name}: epoch ${event.epoch}, loss ${event.loss?.toFixed(2)}`);
    }
    const status = await ended;
    process.off('SIGTERM', end).off('SIGINT', end);
    const done = lines.find((line) => isEvent(line, 'done')) as { readonly status?: string } | undefined;
    if (status !== 0 || (done && done.status !== 'completed'))
      throw new Error(`latent-lens ${args.join(' ')} ${done?.status ?? 'failed'}: ${errors.trim()}`);
    return lines;
  }
}

function isEvent(line: object, name: string): line is { event: string; epoch?: number; loss?: number } {
  return 'event' in line && line.event === name;
}

/** The value of a name, of the codes where it is of several things. @throws Error where there is none */
export function valueIn(
  values: readonly MeasuredValue[],
  name: string,
  of?: string,
): { readonly value: number; readonly error: number | null } {
  const found = values.find((one) => one.name === name && (of === undefined || one.of === of));
  if (found?.value == null) throw new Error(`There is no value of ${name}${of ? ` of ${of}` : ''}`);
  return { value: found.value, error: found.error };
}
