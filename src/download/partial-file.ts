import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isProcessAlive } from '../process-alive';
import { UserError } from '../protocol/errors';
import { throwIfCancelled } from '../task';

const pieceBytes = 1 << 20;

/**
 * A file that grows under a temporary name until it is whole. While it grows it belongs to one process by its name,
 * `FILE.PID-RANDOM.part`; what is left of it rests as `FILE.part`, for the next who wants to go on with it.
 * @throws UserError data.unwritable, from every method.
 */
export class PartialFile {
  private constructor(
    private readonly file: FileHandle,
    private readonly path: string,
    private readonly target: string,
    private size: number,
  ) {}

  /** Goes on with what is left of an earlier attempt, whoever made it and however that ended, or begins. */
  static async claim(target: string): Promise<PartialFile> {
    return writing(target, async () => {
      await mkdir(dirname(target), { recursive: true });
      const path = `${target}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
      for (const left of await leftovers(target)) {
        // Whoever is first has it; it is gone for the others.
        const isOurs = await rename(left, path).then(
          () => true,
          () => false,
        );
        if (isOurs) break;
      }
      const file = await open(path, 'a+');
      return new PartialFile(file, path, target, (await file.stat()).size);
    });
  }

  get bytes(): number {
    return this.size;
  }

  async append(piece: Uint8Array): Promise<void> {
    await writing(this.target, () => this.file.appendFile(piece));
    this.size += piece.length;
  }

  /** Forgets what is there. */
  async restart(): Promise<void> {
    await writing(this.target, () => this.file.truncate(0));
    this.size = 0;
  }

  /** Of what is there, in hexadecimal, as it was written. */
  sha256(signal?: AbortSignal): Promise<string> {
    return writing(this.target, () => digest(this.file, signal));
  }

  /** Gives the file its name, and replaces what bore it. */
  async finish(): Promise<void> {
    await writing(this.target, async () => {
      await this.file.sync();
      await this.file.close();
      await rename(this.path, this.target);
    });
  }

  /** Lets go of it, and leaves it for a later attempt. */
  async rest(): Promise<void> {
    await this.file.close();
    if (this.size > 0) await rename(this.path, resting(this.target)).catch(() => undefined);
    else await rm(this.path, { force: true });
  }

  async discard(): Promise<void> {
    await this.file.close();
    await rm(this.path, { force: true });
  }
}

/** SHA-256 of a file in hexadecimal; null if there is none of that size, or it cannot be read. */
export async function sha256Of(path: string, bytes: number, signal?: AbortSignal): Promise<string | null> {
  const file = (await hasSize(path, bytes)) ? await open(path).catch(() => null) : null;
  if (!file) return null;
  try {
    return await digest(file, signal);
  } finally {
    await file.close();
  }
}

/** Whether there is a file of that many bytes. */
export function hasSize(path: string, bytes: number): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile() && status.size === bytes,
    () => false,
  );
}

async function digest(file: FileHandle, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(pieceBytes);
  for (let at = 0; ; ) {
    throwIfCancelled(signal);
    const { bytesRead } = await file.read(piece, 0, pieceBytes, at);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, bytesRead));
    at += bytesRead;
  }
}

function resting(target: string): string {
  return `${target}.part`;
}

/** What nobody works on, the resting first. */
async function leftovers(target: string): Promise<string[]> {
  const name = basename(target);
  const isLeft = (file: string) => {
    if (!file.startsWith(`${name}.`)) return false;
    const owner = /^(\d+)-[0-9a-f]+\.part$/.exec(file.slice(name.length + 1))?.[1];
    return owner !== undefined && !isProcessAlive(Number(owner));
  };
  const others = (await readdir(dirname(target))).filter(isLeft).map((file) => join(dirname(target), file));
  return [resting(target), ...others];
}

async function writing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    throw new UserError('data.unwritable', { path, reason: error.message }, { cause: error });
  }
}
