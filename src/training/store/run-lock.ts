import { constants } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../protocol/errors';
import {
  heartbeat,
  largestLock,
  lockFile,
  type Owner,
  ownerState,
  ownIdentity,
  parseOwner,
  sharesSystem,
} from '../../run-owner';
import { tryLock } from './file-lock';

/** How long it takes at most until an owner has written who it is, and how often it is looked for, ms. */
const patience = 2000;
const pause = 20;

const flags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

/**
 * The right to train a run. The operating system's lock of a file in the run's folder: the living hold it, and death
 * releases it, however it comes. Where the other is on another system, whose locks may not reach here, it is known by the
 * time at which it last wrote to the file.
 */
export class RunLock {
  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly beat: NodeJS.Timeout,
  ) {}

  /**
   * @param takeOver Also from an owner of which it can't be told whether it lives.
   * @throws UserError run.inUse, run.ownerUnknown, or what the file system says.
   */
  static async acquire(directory: string, { takeOver = false } = {}): Promise<RunLock> {
    const path = join(directory, lockFile);
    for (;;) {
      const file = await open(path, flags, 0o644);
      try {
        const granted = tryLock(file.fd);
        // Whoever held it may have removed the file since it was opened here; then another is the run's.
        if (granted !== false && !(await isAt(path, file))) {
          await file.close();
          continue;
        }
        if (granted === false) throw inUse(directory, await nextOwner(file));
        const owner = await readOwner(file);
        if (owner && !takeOver) await refuseLiving(directory, owner, file, granted === true);
        await writeOwner(file);
        return new RunLock(path, file, keepBeating(file));
      } catch (error) {
        await file.close().catch(() => undefined);
        throw error;
      }
    }
  }

  /** Removes the file while it is still held, so that it is nobody else's that is removed. */
  async release(): Promise<void> {
    clearInterval(this.beat);
    if (await isAt(this.path, this.file)) await rm(this.path, { force: true }).catch(() => undefined);
    await this.file.close();
  }
}

function inUse(path: string, owner: Owner | null): UserError {
  return new UserError('run.inUse', { path, pid: owner?.pid ?? '?', host: owner?.hostname ?? '?' });
}

/** @param isLocked Whether the system granted the lock, so that none of its processes holds it. */
async function refuseLiving(directory: string, owner: Owner, file: FileHandle, isLocked: boolean): Promise<void> {
  if (isLocked && sharesSystem(owner)) return;
  const state = ownerState(owner, await silenceOf(file));
  if (state === 'alive') throw inUse(directory, owner);
  if (state === 'unknown') {
    throw new UserError('run.ownerUnknown', { path: directory, pid: owner.pid, host: owner.hostname });
  }
}

/** Since the file was written, s, by the clock of the file system alone: those of two hosts differ. */
async function silenceOf(file: FileHandle): Promise<number> {
  const before = await file.stat();
  const first = Buffer.alloc(1);
  await file.read(first, 0, 1, 0);
  await file.write(first, 0, 1, 0);
  const now = await file.stat();
  await file.utimes(before.atime, before.mtime);
  return (now.mtimeMs - before.mtimeMs) / 1000;
}

async function readOwner(file: FileHandle): Promise<Owner | null> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(largestLock), 0, largestLock, 0);
  return parseOwner(buffer.toString('utf8', 0, bytesRead));
}

/** Who holds the lock: one who has just been granted it writes a moment later who that is. */
async function nextOwner(file: FileHandle): Promise<Owner | null> {
  for (let waited = 0; waited < patience; waited += pause) {
    const owner = await readOwner(file);
    if (owner) return owner;
    await setTimeout(pause);
  }
  return null;
}

/** It only informs: without room for it the lock holds all the same. */
async function writeOwner(file: FileHandle): Promise<void> {
  const text = Buffer.from(`${JSON.stringify(ownIdentity())}\n`);
  await file
    .write(text, 0, text.length, 0)
    .then(() => file.truncate(text.length))
    .catch(() => undefined);
}

function keepBeating(file: FileHandle): NodeJS.Timeout {
  const beat = setInterval(() => void writeOwner(file), heartbeat.interval * 1000);
  return beat.unref();
}

async function isAt(path: string, file: FileHandle): Promise<boolean> {
  const [there, own] = await Promise.all([stat(path, { bigint: true }).catch(() => null), file.stat({ bigint: true })]);
  return there !== null && there.ino === own.ino && there.dev === own.dev;
}
