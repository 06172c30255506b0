// Runs commands for the project's scripts. Uses nothing but Node.
import { spawn } from 'node:child_process';
import { constants, getPriority, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Runs a command with this terminal, and answers its exit code or signal. It is told to end when this process is.
 * `stdout`, `stderr`: where its output goes, as for `spawn`. `yields`: it takes of the processors what others leave.
 */
export function exitCode(command, args, { env, cwd = root, stdout = 'inherit', stderr = 'inherit', yields } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', stdout, stderr],
      env: { ...process.env, ...env },
    });
    if (yields && child.pid) setPriority(child.pid, Math.min(getPriority() + 5, constants.priority.PRIORITY_LOW));
    const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'];
    const pass = (signal) => {
      child.kill(signal);
      // Once every command that runs was told.
      setImmediate(() => process.exit(128 + constants.signals[signal]));
    };
    for (const signal of signals) process.once(signal, pass);
    child.once('error', reject).once('exit', (code, signal) => {
      for (const signal of signals) process.off(signal, pass);
      resolve(code ?? signal);
    });
  });
}

/** The same; rejects where the command fails. */
export async function run(command, args, options) {
  const code = await exitCode(command, args, options);
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with code ${code}.`);
}

/** Runs npm: the one that runs this script, or the one on the path. */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('js')) return run(process.execPath, [script, ...args], options);
  return process.platform === 'win32' ? run('cmd', ['/c', 'npm', ...args], options) : run('npm', args, options);
}

/** Calls a script's `action` with its arguments, where it was started and not imported. A failure is one line. */
export async function main(url, action) {
  if (process.argv[1] !== fileURLToPath(url)) return;
  try {
    await action(process.argv.slice(2));
  } catch (error) {
    console.error(process.env.DEBUG ? error : error.message);
    process.exitCode = 1;
  }
}
