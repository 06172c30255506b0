import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/**
 * Starts a command as the leader of a process group of its own, held on a leash: when this process ends, in whatever
 * way, the leash's end of the pipe closes and the whole group ends too.
 */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const leash = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.argv[1], process.argv.slice(2), { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (error) => { console.error(error.message); process.exit(1); });
    child.once('exit', (code) => process.exit(code ?? 1));
    process.stdin.resume().once('close', () => process.kill(process.platform === 'win32' ? child.pid : 0, 'SIGKILL'));`;
  const [, stdout, stderr] = Array.isArray(options.stdio) ? options.stdio : [null, options.stdio, options.stdio];
  return spawn(process.execPath, ['-e', leash, command, ...args], {
    ...options,
    detached: process.platform !== 'win32',
    stdio: ['pipe', stdout, stderr],
  });
}

/** Asks a group to end, and ends it where it does not within `grace` ms. Resolves when none of it is left. */
export async function stopGroup(leader: ChildProcess, grace = 10_000): Promise<void> {
  signalGroup(leader, 'SIGTERM');
  if (await groupEnds(leader, grace)) return;
  signalGroup(leader, 'SIGKILL');
  if (!(await groupEnds(leader, patience))) throw new Error(`Process group ${leader.pid} does not end.`);
}

function signalGroup(leader: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (leader.pid === undefined) return false;
  try {
    return process.kill(process.platform === 'win32' ? leader.pid : -leader.pid, signal);
  } catch {
    return false;
  }
}

/** A group has no event for its end. */
async function groupEnds(leader: ChildProcess, limit: number): Promise<boolean> {
  for (const start = Date.now(); Date.now() - start < limit; await delay(50)) {
    if (!groupLives(leader)) return true;
  }
  return false;
}

function groupLives(leader: ChildProcess): boolean {
  if (process.platform !== 'linux') return signalGroup(leader, 0);
  return membersOf(leader.pid ?? 0).length > 0;
}

/** The dead that nobody has buried do not count: in a container there may be no one who does. Linux only. */
export function membersOf(group: number): number[] {
  return processIds().filter((pid) => {
    const found = readProcess(pid);
    return found?.group === group && found.state !== 'Z';
  });
}

/** Linux only. */
export function processIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The processes of a group, and how each was called. Elsewhere than on Linux there is no telling: none. */
export function commandsOf(group: number): { readonly pid: number; readonly command: string }[] {
  if (process.platform !== 'linux') return [];
  return membersOf(group).map((pid) => {
    try {
      return { pid, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
    } catch {
      return { pid, command: '' };
    }
  });
}

/** Whether a process runs; one that has ended and waits to be buried does not. */
export function isRunning(pid: number): boolean {
  if (process.platform === 'linux') return (readProcess(pid)?.state ?? 'Z') !== 'Z';
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

interface Process {
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  /** Seconds that processors have worked for it, and for those of its children that it has buried. */
  readonly worked: number;
}

/** The kernel's clock ticks so often a second, wherever it tells of them. */
const ticks = 100;

/** Linux only. */
export function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, in parentheses and with anything in it: state, parent, group, eight others, and four times in ticks.
    const [state, parent, group, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const worked = rest.slice(8, 12).reduce((sum, time) => sum + Number(time), 0) / ticks;
    return { state, parent: Number(parent), group: Number(group), worked };
  } catch {
    return undefined;
  }
}

/** Runs a command to its end; where it fails, the error carries the last of what it printed. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, environment }: { readonly cwd?: string; readonly environment?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  try {
    const env = { ...process.env, ...environment };
    const { stdout } = await promisify(execFile)(command, args, { cwd, env, maxBuffer: 64 << 20 });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n');
    throw new Error(`${command} ${args.join(' ')} failed:\n${tail}`, { cause: error });
  }
}

export function npm(args: readonly string[], cwd: string): Promise<string> {
  const script = process.env.npm_execpath;
  return script?.endsWith('js')
    ? runCommand(process.execPath, [script, ...args], { cwd })
    : runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd });
}

export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

type Nothing = false | 0 | '' | null | undefined;

/**
 * How long anything may take that a test waits for, ms: as long as only what never comes does, on a machine that is busy
 * with other things as well.
 */
export const patience = 5 * 60_000;

/** Asks `condition` again and again until it answers with something; fails with `what` after `limit` ms. */
export async function until<T>(
  what: string,
  condition: () => T | Nothing | Promise<T | Nothing>,
  limit = patience,
): Promise<T> {
  for (const start = Date.now(); ; await delay(100)) {
    const value = await condition();
    if (value) return value;
    if (Date.now() - start > limit) throw new Error(`Waited ${limit / 1000} s in vain for ${what}.`);
  }
}
