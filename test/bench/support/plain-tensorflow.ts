import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { projectRoot } from '../../harness/paths';
import type { Architecture } from './models';

/**
 * Training steps. eager: operation by operation, as where there are no graphs. minimize: what a tfjs program would do,
 * `tf.train.adam().minimize()` on examples gathered from a tensor; model and objective are the same code.
 */
export interface PlainStep {
  readonly work: 'eager' | 'minimize';
  readonly model: Architecture;
  readonly batch: number;
  readonly examples: number;
  readonly steps: number;
}

export type PlainRequest =
  | PlainStep
  | { readonly work: 'encode'; readonly model: Architecture; readonly examples: number; readonly times: number }
  | { readonly work: 'peak'; readonly turns: number };

const Answer = v.union([v.object({ value: v.number() }), v.object({ error: v.string() })]);

/**
 * TensorFlow in a process of its own, where it splits each operation among the cores as it does by default. The trainer has
 * it otherwise, which would slow down what is not compiled. It computes nothing while it is not asked.
 */
export class PlainTensorflow {
  private constructor(private readonly child: ChildProcess) {}

  static start(): PlainTensorflow {
    const script = join(projectRoot, 'dist', 'test', 'bench', 'support', 'plain-process.js');
    const env = { ...process.env, TF_NUM_INTRAOP_THREADS: String(availableParallelism()) };
    return new PlainTensorflow(fork(script, { env }));
  }

  /** Mean ms of the work, or operations per second for `peak`. */
  async ask(request: PlainRequest): Promise<number> {
    const answer = await new Promise<unknown>((resolve, reject) => {
      const ended = () => reject(new Error('The process of the plain peers has ended'));
      this.child.once('exit', ended).once('message', (message) => {
        this.child.off('exit', ended);
        resolve(message);
      });
      this.child.send(request);
    });
    const parsed = v.parse(Answer, answer);
    if ('error' in parsed) throw new Error(parsed.error);
    return parsed.value;
  }

  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }
}
