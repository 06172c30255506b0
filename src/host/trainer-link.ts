import type { Transport } from '../protocol/transport';

export interface TrainerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Of a trainer that is no child of this process: all that is known. */
  readonly reason?: string;
}

/** How long, in milliseconds, a trainer may take to end in good order, and then after SIGTERM. */
export interface StopTimes {
  readonly shutdown: number;
  readonly terminate: number;
}

export const defaultTimes: StopTimes = { shutdown: 4000, terminate: 2000 };

/** A trainer's process, as the host holds it. */
export interface TrainerLink extends Transport {
  /** Undefined once the process has ended. */
  readonly pid: number | undefined;
  /** Settles once the process has ended; never rejects. */
  readonly stopped: Promise<TrainerExit>;
  /** The end of what it wrote to stderr, for the log. */
  readonly stderrTail: string;
  /** Asks with `shutdown`, then SIGTERM, then SIGKILL. */
  stop(shutdown: () => void, times?: StopTimes): Promise<TrainerExit>;
  /** Lets go of a process that is to outlive this one. */
  leave(): void;
}

/** Asks a process to end, and sees to it. */
export async function endInOrder(
  stopped: Promise<TrainerExit>,
  shutdown: () => void,
  kill: (signal: NodeJS.Signals) => void,
  times: StopTimes,
): Promise<TrainerExit> {
  shutdown();
  const timers = [
    setTimeout(() => kill('SIGTERM'), times.shutdown),
    setTimeout(() => kill('SIGKILL'), times.shutdown + times.terminate),
  ];
  const exit = await stopped;
  for (const timer of timers) clearTimeout(timer);
  return exit;
}

/** Why a process ended, in words for the log. */
export function describeExit({ code, signal, reason }: TrainerExit): string {
  if (reason) return reason;
  if (signal) return signal;
  return code === null ? 'it could not be started' : `exit code ${code}`;
}
