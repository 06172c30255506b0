import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** What a shell calls a program that a broken pipe (signal 13) ended. */
export const brokenPipeStatus = 128 + 13;

/** The standard output can't be written. */
export class OutputError extends Error {
  /** Whoever read it has seen enough, as `head` does: nothing is lost that anybody waits for. */
  readonly isUnread: boolean;

  constructor(cause: NodeJS.ErrnoException) {
    super(`the standard output cannot be written (${cause.message})`, { cause });
    this.isUnread = cause.code === 'EPIPE';
  }
}

/** A run is not as it was expected to be; in what, is printed. */
export class UnmetExpectations extends Error {}

let failure: OutputError | null = null;
/** Where what is printed goes. */
let printed: 1 | 2 = 1;
let isQuiet = false;
/** What paths are called that a person has not given. */
const words = new Map<string, string>();

/** The standard output has something else: what is printed goes to the standard error. */
export function printToStandardError(): void {
  printed = 2;
}

/** From now on nothing is said but what goes wrong. */
export function beQuiet(): void {
  isQuiet = true;
}

/** A path that nobody has given is called by other words wherever it is printed. */
export function callPath(path: string, called: string): void {
  words.set(path, called);
}

/** Why the standard output could not be written; null as long as it could. */
export function outputFailure(): OutputError | null {
  return failure;
}

/** Writes to the standard output. @throws OutputError from the first text on that can't be written whole */
export function print(text: string): void {
  if (failure) throw failure;
  try {
    if (printed === 1 || !isQuiet) write(printed, text);
  } catch (error) {
    failure = new OutputError(error as NodeJS.ErrnoException);
    throw failure;
  }
}

/** Writes to the standard error what a person may want to know, unless nothing is to be said. */
export function say(text: string): void {
  if (!isQuiet) complain(text);
}

/** Writes to the standard error. Where that can't be written there is nobody left to tell. */
export function complain(text: string): void {
  try {
    write(2, text);
  } catch {
    // See above.
  }
}

/** Whether a person watches the standard error. */
export function isWatched(): boolean {
  return isatty(2);
}

/**
 * Whole, or throws. Node's own streams take a write that a full disk cut short for a whole one, and report a failure
 * only later, as an event that ends the process if nobody listens.
 */
function write(descriptor: 1 | 2, written: string): void {
  const text = [...words].reduce((said, [path, called]) => said.replaceAll(path, called), written);
  // There a descriptor writes bytes in the console's code page, and the stream writes characters.
  if (process.platform === 'win32' && isatty(descriptor)) {
    (descriptor === 1 ? process.stdout : process.stderr).write(text);
    return;
  }
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      // Somebody who shares the descriptor has it not wait for slow readers.
      Atomics.wait(pause, 0, 0, 10);
    }
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));
