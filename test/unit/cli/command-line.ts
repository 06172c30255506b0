import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stdout as JSON. */
  events(): Record<string, unknown>[];
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Starts the built command line as a shell would. @param environment Beside our own. */
export function start(
  args: readonly string[],
  { cwd = process.cwd(), environment = {} }: { readonly cwd?: string; readonly environment?: NodeJS.ProcessEnv } = {},
): Running {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [join(process.cwd(), 'dist', 'cli.js'), ...args], { cwd, env });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code) => {
      const events = () =>
        stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
      resolve({ code, stdout, stderr, events });
    });
  });
  return { child, finished };
}

export const latentLens = (...args: readonly string[]): Promise<Finished> => start(args).finished;
