import { setImmediate } from 'node:timers/promises';
import { UserError } from './protocol/errors';

/** How long work is followed and called off. */
export interface Task {
  readonly signal?: AbortSignal;
  /** Hears fractions from 0 to 1, ascending. */
  readonly onProgress?: (fraction: number) => void;
}

/** A task that is the stretch of another between two fractions of it. */
export function partOf({ signal, onProgress }: Task, from: number, to: number): Task {
  return { signal, onProgress: (fraction) => onProgress?.(from + (to - from) * fraction) };
}

/** @throws UserError process.cancelled, once the signal has been given. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new UserError('process.cancelled');
}

/** Lets other work of the process run between pieces of a long computation, and ends it when cancelled. */
export async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  throwIfCancelled(signal);
}
