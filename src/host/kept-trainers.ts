import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { isProcessAlive } from '../process-alive';
import { KeptTrainer } from './kept-trainer';
import type { RunSession } from './run-session';
import type { RunSessions } from './run-sessions';
import { type Log, TrainerClient } from './trainer-client';

/** How long a trainer goes on without a window, s. */
const lonelySeconds = 12 * 3600;

const Note = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  directory: v.string(),
  address: v.string(),
  token: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/**
 * Trainers that go on while the window is reloaded. Each has a note, readable by this user only, with which the next
 * host finds it. One that is done, or finds nobody for half a day, ends by itself.
 */
export class KeptTrainers {
  private readonly kept = new Map<RunSession, Promise<string | undefined>>();

  /** @param folder For the notes of this workspace. @param isWanted Whether a person asked for it. */
  constructor(
    private readonly folder: string,
    private readonly sessions: RunSessions,
    private readonly isWanted: () => boolean,
    private readonly log: Log,
  ) {
    sessions.onDidChange(() => void this.follow());
  }

  /** Takes over the runs that trainers have gone on with. */
  async join(): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    await Promise.all(names.map((name) => this.joinNoted(join(this.folder, name))));
  }

  /** Lets go of those that are to go on without this host. */
  async leave(): Promise<void> {
    if (!this.isWanted()) return;
    for (const [session, note] of this.kept) {
      if (session.training && (await note) !== undefined) this.sessions.leave(session);
    }
  }

  private async joinNoted(path: string): Promise<void> {
    const note = v.safeParse(
      Note,
      await readFile(path, 'utf8')
        .then(JSON.parse)
        .catch(() => null),
    );
    await rm(path, { force: true });
    if (!note.success) return;
    const { pid, directory, ...key } = note.output;
    const link = isProcessAlive(pid) ? await KeptTrainer.find(key, pid) : undefined;
    if (!link) return;
    const client = new TrainerClient(link, this.log);
    if (this.sessions.find(directory)) {
      // Somebody was faster: the run has another trainer.
      client.leave();
      return;
    }
    await this.sessions
      .join(directory, client)
      .ready()
      .catch((error: unknown) => this.log.warn(`The trainer of ${directory} was not joined: ${String(error)}`));
  }

  private async follow(): Promise<void> {
    const isWanted = this.isWanted();
    for (const session of this.sessions.training) {
      if (isWanted && session.directory !== undefined && session.summary && !this.kept.has(session)) {
        this.kept.set(session, this.note(session, session.directory));
      }
    }
    for (const [session, note] of this.kept) {
      if (session.training) continue;
      this.kept.delete(session);
      const path = await note;
      if (path !== undefined) await rm(path, { force: true });
    }
  }

  /** Answers the note's path; undefined where the trainer cannot be kept. */
  private async note(session: RunSession, directory: string): Promise<string | undefined> {
    const { pid } = session;
    try {
      const key = await session.keep(lonelySeconds);
      const path = join(this.folder, `${pid}.json`);
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFile(path, JSON.stringify({ pid, directory, ...key }), { mode: 0o600 });
      return path;
    } catch (error) {
      this.log.warn(`The trainer of ${directory} is not kept: ${String(error)}`);
      return undefined;
    }
  }
}
