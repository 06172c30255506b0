import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import * as v from 'valibot';
import { projectRoot } from '../../harness/paths';

/** The Python of the environment variable LATENT_LENS_PYTHON, or the one on the path. */
export function pythonCommand(): string {
  return process.env.LATENT_LENS_PYTHON || 'python3';
}

/** What Python printed last when it ended unasked, or why there is none. */
export class PythonError extends Error {}

const Failure = v.object({ error: v.string() });

/**
 * A script of test/bench/peers in a Python process, that answers requests one by one: a line of JSON for each. It computes
 * nothing while it is not asked, so that it can take turns with this process.
 */
export class PythonPeer {
  private errors = '';
  private readonly lines: AsyncIterator<string>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly reader: Interface,
  ) {
    this.lines = reader[Symbol.asyncIterator]();
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors = (this.errors + text).slice(-4096);
    });
    // A pipe whose reader has ended; the missing answer tells it.
    child.stdin?.on('error', () => undefined);
  }

  /** Starts a script, whose first line greets by what it has. Rejects with a PythonError where it cannot start. */
  static async start<T>(
    script: string,
    greeting: v.GenericSchema<unknown, T>,
    { python = pythonCommand(), args = [] }: { readonly python?: string; readonly args?: readonly string[] } = {},
  ): Promise<{ readonly peer: PythonPeer; readonly greeting: T }> {
    const path = join(projectRoot, 'test', 'bench', 'peers', script);
    const child = spawn(python, ['-u', path, ...args], { stdio: 'pipe' });
    await new Promise<void>((resolve, reject) => {
      const failed = () => reject(new PythonError(`There is no Python at ${python}`));
      child.once('spawn', resolve).once('error', failed);
    });
    const peer = new PythonPeer(child, createInterface({ input: child.stdout }));
    try {
      return { peer, greeting: await peer.answer(greeting) };
    } catch (error) {
      await peer.stop();
      throw error;
    }
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Rejects with a PythonError where the script says that it failed, or ends. */
  async ask<T>(request: object, schema: v.GenericSchema<unknown, T>): Promise<T> {
    this.child.stdin?.write(`${JSON.stringify(request)}\n`);
    return this.answer(schema);
  }

  /** Ends the process, by the end of its input. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.stdin?.end();
    this.reader.close();
    this.child.stdout?.resume();
    await ended;
  }

  private async answer<T>(schema: v.GenericSchema<unknown, T>): Promise<T> {
    const { value: line, done } = await this.lines.next();
    if (done) throw new PythonError(this.errors.trim().split('\n').at(-1) || 'Python ended without a word');
    const answer: unknown = JSON.parse(line);
    if (v.is(Failure, answer)) throw new PythonError(answer.error);
    return v.parse(schema, answer);
  }
}
