import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTrainer, type TrainerClient } from '../../../src/host/trainer-client';
import type { RunRequest } from '../../../src/protocol/config';
import { formatSentence } from '../../../src/protocol/errors';
import { projectRoot } from '../../harness/paths';
import { type ResidentSet, residentSet } from './memory';

/** The product's own trainer in a process of its own, as the editor has it, and a folder for one run. */
export class BenchTrainer {
  private constructor(
    readonly client: TrainerClient,
    private readonly folder: string,
  ) {}

  static async start(): Promise<BenchTrainer> {
    const folder = await mkdtemp(join(tmpdir(), 'latent-lens-run-'));
    const silent = () => undefined;
    const log = { debug: silent, info: silent, warn: console.error, error: console.error };
    return new BenchTrainer(startTrainer(join(projectRoot, 'dist', 'trainer.js'), log), folder);
  }

  /** Where the run is. */
  get directory(): string {
    return join(this.folder, 'run');
  }

  /** Begins to train; resolves when the first steps are taken. `ended` settles with the training. */
  async train(request: RunRequest): Promise<{ readonly ended: Promise<void> }> {
    const ended = new Promise<void>((resolve, reject) => {
      this.client.on('status', ({ status, failure }) => {
        if (failure) reject(new Error(formatSentence(failure)));
        else if (status !== 'running') resolve();
      });
    });
    ended.catch(() => undefined);
    const begun = new Promise<void>((resolve) => void this.client.on('progress', () => resolve()));
    await this.client.call('train', { request, directory: this.directory });
    await Promise.race([begun, ended]);
    return { ended };
  }

  /** Of a training that is under way, from one report of its progress to another, so many ms apart or more. */
  async stepsPerSecond(ms: number): Promise<number> {
    const first = await this.nextProgress();
    await sleep(ms);
    const last = await this.nextProgress();
    return (1000 * (last.steps - first.steps)) / (last.time - first.time);
  }

  /** Steps that were taken by the next report, and when that came. */
  private nextProgress(): Promise<{ readonly steps: number; readonly time: number }> {
    return new Promise((resolve) => {
      const end = this.client.on('progress', ({ epoch, step, steps }) => {
        end();
        resolve({ steps: (epoch - 1) * steps + step, time: performance.now() });
      });
    });
  }

  residentSet(): ResidentSet {
    return residentSet(this.client.pid);
  }

  async stop(): Promise<void> {
    await this.client.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
