import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { TrialAnswer } from '../runtime/library/probe';
import { loadBinding } from '../runtime/load-binding';
import { registerReluGradient } from '../runtime/relu-gradient';
import { tryNative } from './trial';

/**
 * The whole life of a process that tries a library: it loads a binding, computes what models compute, writes what came
 * of it, and ends. The library may end the process first, or hang.
 */
export function answerTrial(binding: string): void {
  // A library that hangs stops this thread. Another sees to it that the process does not outlive its parent.
  const watch = `
    const { ppid } = process;
    setInterval(() => process.ppid === ppid || process.kill(process.pid, 'SIGKILL'), 200);`;
  new Worker(watch, { eval: true }).once('online', () => {
    writeSync(1, `\n${JSON.stringify(answer(binding))}\n`);
    // At once: what the library would do at the end of the process is not in question.
    process.kill(process.pid, 'SIGKILL');
  });
}

function answer(binding: string): TrialAnswer {
  try {
    const version = loadBinding(binding);
    registerReluGradient();
    return { version, wrong: tryNative() };
  } catch (error) {
    return { error: String(error instanceof Error ? error.message : error).split('\n', 1)[0] };
  }
}
