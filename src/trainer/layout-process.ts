import { fork } from 'node:child_process';
import { availableParallelism, setPriority } from 'node:os';
import type { LaidOut, LayoutTask } from '../layout/lay-out';
import type { BackendChoice } from '../protocol/config';
import { UserError } from '../protocol/errors';
import type { LayoutProgress } from '../protocol/layout';
import { Connection } from '../protocol/rpc';
import { trainerProgram } from '../runtime/trainer-program';
import { type LayoutEvents, type LayoutMethods, layoutArgument } from './layout-server';

interface ClientSides {
  readonly calls: LayoutMethods;
  readonly serves: object;
  readonly emits: object;
  readonly hears: LayoutEvents;
}

export interface ApartOptions {
  readonly backend: BackendChoice;
  readonly signal: AbortSignal;
  /** Whether training goes on, which goes first. Without it, nothing does. */
  isTraining?(): boolean;
  onProgress?(progress: LayoutProgress): void;
  onPositions?(positions: Float32Array): void;
}

const mostThreads = 8;
/** As `nice` has it: beside a process that computes with all its might, Linux gives one of this about 1.5 % of a core. */
const patience = 19;

/**
 * It shares caches, memory and the processor's idle moments with training, which is slowed down by that, too: meanwhile it rests so
 * many times as long as it works.
 */
const restTimes = 4;

/**
 * Lays points out in a process of its own, which holds up neither steps nor answers, can be called off at any moment, and can
 * be told to let others go first.
 * @throws UserError layout.*, process.cancelled, those of backends
 */
export async function layOutApart(task: Omit<LayoutTask, 'threads'>, options: ApartOptions): Promise<LaidOut> {
  const { backend, signal, isTraining, onProgress, onPositions } = options;
  if (signal.aborted) throw new UserError('process.cancelled');
  const child = fork(trainerProgram(), [layoutArgument], {
    serialization: 'advanced',
    execArgv: [],
    // In a desktop editor `process.execPath` is Electron. The second variable silences TensorFlow's own chatter.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', TF_CPP_MIN_LOG_LEVEL: '2' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  if (isTraining) yieldToOthers(child.pid);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, by) => resolve(by ?? `exit code ${code}`));
  });
  const connection = new Connection<ClientSides>(
    {
      send: (message) => child.connected && child.send(message as object, () => undefined),
      onMessage: (listener) => child.on('message', listener),
      onClose: (listener) => void ended.then(listener),
    },
    {},
  );
  let isResting = false;
  const pace = () => {
    const rests = isTraining?.() ?? false;
    if (rests !== isResting) connection.call('rest', { times: rests ? restTimes : 0 }).catch(() => undefined);
    isResting = rests;
  };
  connection.on('progress', (progress) => {
    pace();
    onProgress?.(progress);
  });
  connection.on('positions', ({ positions }) => onPositions?.(positions));
  const end = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', end, { once: true });
  process.once('exit', end);
  try {
    pace();
    const threads = Math.min(mostThreads, availableParallelism());
    return await connection.call('layOut', { ...task, threads, backend });
  } catch (error) {
    if (signal.aborted) throw new UserError('process.cancelled', {}, { cause: error });
    const hasEnded = error instanceof UserError && error.code === 'process.closed';
    throw hasEnded ? new UserError('layout.stopped', { reason: await ended }, { cause: error }) : error;
  } finally {
    signal.removeEventListener('abort', end);
    process.off('exit', end);
    end();
  }
}

/** Where the machine knows priorities, and lets us. */
function yieldToOthers(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, patience);
  } catch {
    // It competes with others, then.
  }
}
