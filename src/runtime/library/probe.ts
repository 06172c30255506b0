import * as v from 'valibot';
import type { SentenceCode } from '../../protocol/sentences';
import { runProcess } from './child-process';

/** Loading takes a second or two; longer from a slow disk. */
const usualTimeout = 60_000;

const Answer = v.union([
  v.strictObject({ version: v.string(), product: v.array(v.number()) }),
  v.strictObject({ error: v.string() }),
]);

export type ProbeResult =
  | { readonly works: true; readonly version: string }
  | { readonly works: false; readonly problem: Problem };

/** A sentence that can be written to a file and read again. */
interface Problem {
  readonly code: SentenceCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface ProbeOptions {
  /** The library that the binding is for, as sentences name it. */
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Milliseconds. */
  readonly timeout?: number;
}

/**
 * Loads a binding and multiplies two matrices with it, in a process of its own: a library may end the process that
 * loads it, or hang.
 * @throws UserError process.cancelled
 */
export async function probeBinding(binding: string, options: ProbeOptions): Promise<ProbeResult> {
  const { path, env, signal, timeout = usualTimeout } = options;
  const program = `(${computeOnce})(${JSON.stringify(binding)})`;
  // In a desktop editor `process.execPath` is Electron.
  const ended = await runProcess(process.execPath, ['-e', program], {
    timeout,
    signal,
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
  });
  if (ended.timedOut) return failure('library.hangs', { path, seconds: timeout / 1000 });
  const answer = readAnswer(ended.stdout);
  if (answer === undefined) {
    const how = ended.signal ?? `exit code ${ended.code}`;
    return failure('library.crashes', { path, reason: [how, lastWords(ended.stderr)].filter(Boolean).join(': ') });
  }
  if ('error' in answer) return failure('library.notLoadable', { path, reason: answer.error });
  if (answer.product.join() !== '7,10,15,22') {
    return failure('library.notLoadable', { path, reason: 'its products of matrices are wrong' });
  }
  return { works: true, version: answer.version };
}

function failure(code: SentenceCode, params: Problem['params']): ProbeResult {
  return { works: false, problem: { code, params } };
}

/** What the program wrote last; whatever the library itself printed comes before. */
function readAnswer(stdout: string): v.InferOutput<typeof Answer> | undefined {
  try {
    const answer = v.safeParse(Answer, JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
    return answer.success ? answer.output : undefined;
  } catch {
    return undefined;
  }
}

/** The line that says why a process ended: TensorFlow marks it with an F, the others come last. */
function lastWords(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const fatal = lines.find((line) => /^(?:\S+ \S+: )?F\b/.test(line));
  return fatal ?? lines.filter(Boolean).at(-1) ?? '';
}

/** The part of tfjs-node's binding that the probe uses. */
interface ProbedBinding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  createTensor(shape: readonly number[], dtype: number, values: Float32Array): number;
  executeOp(
    name: string,
    attributes: readonly { readonly name: string; readonly type: number; readonly value: unknown }[],
    inputs: readonly number[],
    outputs: number,
  ): readonly { readonly id: number }[];
  tensorDataSync(id: number): Float32Array;
}

/** The probe's whole program: it is carried as text into another process, so that it uses nothing from around it. */
function computeOnce(binding: string): void {
  const { writeSync } = require('node:fs') as typeof import('node:fs');
  const { Worker } = require('node:worker_threads') as typeof import('node:worker_threads');
  const answer = (words: object) => {
    writeSync(1, `\n${JSON.stringify(words)}\n`);
    // At once: what the library would do at the end of the process is not in question.
    process.kill(process.pid, 'SIGKILL');
  };
  const load = () => {
    try {
      const module: { exports: Partial<ProbedBinding> } = { exports: {} };
      process.dlopen(module, binding);
      const native = module.exports as ProbedBinding;
      const matrix = native.createTensor([2, 2], native.TF_FLOAT, Float32Array.of(1, 2, 3, 4));
      const attributes = [
        { name: 'transpose_a', type: native.TF_ATTR_BOOL, value: false },
        { name: 'transpose_b', type: native.TF_ATTR_BOOL, value: false },
        { name: 'T', type: native.TF_ATTR_TYPE, value: native.TF_FLOAT },
      ];
      const [product] = native.executeOp('MatMul', attributes, [matrix, matrix], 1);
      answer({ version: native.TF_Version, product: [...native.tensorDataSync(product.id)] });
    } catch (error) {
      answer({ error: String(error instanceof Error ? error.message : error).split('\n', 1)[0] });
    }
  };
  // A library that hangs stops this thread. Another sees to it that the process does not outlive its parent.
  const watch = `
    const { ppid } = process;
    setInterval(() => process.ppid === ppid || process.kill(process.pid, 'SIGKILL'), 200);`;
  new Worker(watch, { eval: true }).once('online', load);
}
