import { readFileSync, readlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { isProcessAlive } from './process-alive';
import type { RunStatus } from './protocol/run';

/** The file in a run's folder that its trainer holds the lock of, and keeps writing to, while it trains. */
export const lockFile = 'run.lock';

/** How often its owner writes to the lock file, and after which silence it counts as gone, s. */
export const heartbeat = { interval: 10, silence: 60 } as const;

/** A lock file is far smaller, bytes. */
export const largestLock = 4096;

const Owner = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  hostname: v.string(),
  /** Of the running system: another one, though of the same name, knows nothing of this one's processes. */
  boot: v.optional(v.string()),
  /** The namespace that `pid` is of: containers of one system have one each. */
  namespace: v.optional(v.string()),
  /** When the process began, in the system's own measure: a later process of the same id has another. */
  started: v.optional(v.string()),
});

/** A process that trains, so that it is not taken for another: ids are given anew, and names of hosts change. */
export type Owner = v.InferOutput<typeof Owner>;

/** `unknown`: on a system that cannot be asked, and heard of not long ago. */
export type OwnerState = 'alive' | 'gone' | 'unknown';

/** This process. */
export function ownIdentity(): Owner {
  const started = startOf(process.pid);
  return {
    pid: process.pid,
    hostname: hostname(),
    ...system(),
    ...(started && { started }),
  };
}

/** What a lock file says; null where that is nothing that a trainer writes. */
export function parseOwner(text: string): Owner | null {
  try {
    const result = v.safeParse(Owner, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}

/** Whether two processes are of one system, whose lock of a file both obey. */
export function sharesSystem(owner: Owner): boolean {
  const { boot } = system();
  return boot === undefined ? owner.hostname === hostname() : owner.boot === boot;
}

/** @param silence Since the owner was last heard of, s. */
export function ownerState(owner: Owner, silence: number): OwnerState {
  if (sharesSystem(owner) && owner.namespace === system().namespace) {
    if (!isProcessAlive(owner.pid)) return 'gone';
    if (owner.started !== undefined) return owner.started === startOf(owner.pid) ? 'alive' : 'gone';
  }
  return silence > heartbeat.silence ? 'gone' : 'unknown';
}

/** How a run stands: one that was running, and whose trainer is gone, was interrupted. */
export async function currentStatus(
  directory: string,
  { status, worker }: { readonly status: RunStatus; readonly worker?: unknown },
): Promise<RunStatus> {
  if (status !== 'running') return status;
  const held = await readLock(directory);
  const state = held ? ownerState(held.owner, held.silence) : recordedWorker(worker);
  return state === 'gone' ? 'interrupted' : 'running';
}

/** Of a run without a lock file: its trainer let go of it, or was of a version that had none. */
export function recordedWorker(worker: unknown): OwnerState {
  const parsed = v.safeParse(Owner, worker);
  if (!parsed.success || parsed.output.started !== undefined) return 'gone';
  if (parsed.output.hostname !== hostname()) return 'unknown';
  return isProcessAlive(parsed.output.pid) ? 'unknown' : 'gone';
}

async function readLock(directory: string): Promise<{ owner: Owner; silence: number } | null> {
  const file = await open(join(directory, lockFile)).catch(() => null);
  if (file === null) return null;
  try {
    const { mtimeMs } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(largestLock), 0, largestLock, 0);
    const owner = parseOwner(buffer.toString('utf8', 0, bytesRead));
    return owner && { owner, silence: (Date.now() - mtimeMs) / 1000 };
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

/** Absent where the platform does not tell. */
function system(): Pick<Owner, 'boot' | 'namespace'> {
  if (process.platform !== 'linux') return {};
  try {
    return {
      boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
      namespace: readlinkSync('/proc/self/ns/pid'),
    };
  } catch {
    return {};
  }
}

/** Undefined where the platform does not tell, or there is no such process. */
function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    // "pid (name) state …", where the name may hold anything; the start is field 22, and the state field 3.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
