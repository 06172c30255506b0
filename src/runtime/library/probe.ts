import * as v from 'valibot';
import type { SentenceCode } from '../../protocol/sentences';
import { trainerProgram } from '../trainer-program';
import { runProcess } from './child-process';

/** Loading takes a second or two, and so do the checks; longer from a slow disk. */
const usualTimeout = 120_000;

/** The trainer's bundle tries the binding whose path follows this argument, and does nothing else. */
export const trialArgument = '--try-library';

/** A result that is not what it should be; the numbers as texts, as one may be none. */
const WrongResult = v.strictObject({
  kernel: v.string(),
  sizes: v.string(),
  actual: v.string(),
  expected: v.string(),
});

export type WrongResult = v.InferOutput<typeof WrongResult>;

const TrialAnswer = v.union([
  v.strictObject({ version: v.string(), wrong: v.pipe(v.array(WrongResult), v.readonly()) }),
  v.strictObject({ error: v.string() }),
]);

/** What a trial writes as its last line: what the library computes wrong, or why it does not load. */
export type TrialAnswer = v.InferOutput<typeof TrialAnswer>;

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
  /** Hears everything that is computed wrong; the sentence names the first. */
  readonly log?: (message: string) => void;
}

/**
 * Loads a binding and computes with it what models compute, in a process of its own: a library may end the process that
 * loads it, hang, or compute wrong.
 * @throws UserError process.cancelled
 */
export async function probeBinding(binding: string, options: ProbeOptions): Promise<ProbeResult> {
  const { path, env, signal, timeout = usualTimeout, log } = options;
  // In a desktop editor `process.execPath` is Electron.
  const ended = await runProcess(process.execPath, [trainerProgram(), trialArgument, binding], {
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
  const { version, wrong } = answer;
  for (const { kernel, sizes, actual, expected } of wrong) {
    log?.(`TensorFlow ${version} in ${path} computes ${kernel} of ${sizes} wrong: ${actual} instead of ${expected}`);
  }
  const [first] = wrong;
  return first ? failure('library.computesWrong', { path, version, ...first }) : { works: true, version };
}

function failure(code: SentenceCode, params: Problem['params']): ProbeResult {
  return { works: false, problem: { code, params } };
}

/** What the program wrote last; whatever the library itself printed comes before. */
function readAnswer(stdout: string): TrialAnswer | undefined {
  try {
    const answer = v.safeParse(TrialAnswer, JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
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
