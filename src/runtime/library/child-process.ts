import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { UserError } from '../../protocol/errors';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface ProcessOptions extends Pick<SpawnOptions, 'cwd' | 'env'> {
  /** Milliseconds, after which the process and its children are killed. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** Of each of the two outputs. */
const mostOutput = 1 << 20;

/**
 * Runs a program to its end, as a group of processes of its own, so that none of it is left when it is called off.
 * Rejects where it cannot be started.
 * @throws UserError process.cancelled
 */
export function runProcess(
  command: string,
  args: readonly string[],
  { timeout, signal, ...options }: ProcessOptions,
): Promise<Ended> {
  if (signal?.aborted) return Promise.reject(new UserError('process.cancelled'));
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] = (output[name] + text).slice(-mostOutput);
      });
    }
    let timedOut = false;
    const kill = () => killGroup(child);
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, timeout);
    const settle = (action: () => void) => {
      clearTimeout(timer);
      process.off('exit', kill);
      signal?.removeEventListener('abort', kill);
      action();
    };
    process.once('exit', kill);
    signal?.addEventListener('abort', kill, { once: true });
    child.once('error', (error) => settle(() => reject(error)));
    child.once('close', (code, ended) =>
      settle(() => {
        if (signal?.aborted) reject(new UserError('process.cancelled'));
        else resolve({ code, signal: ended, ...output, timedOut });
      }),
    );
  });
}

function killGroup(child: ChildProcess): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
