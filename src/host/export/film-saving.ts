import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type * as film from '../../film';
import { UserError } from '../../protocol/errors';
import type { FilmPicture, FilmPlan } from '../../protocol/film';
import { fileName } from './file-name';
import type { FileSaving } from './file-saving';

/** The film that a panel makes, from the place that a person chose to the file's being whole. One at a time. */
export class FilmSaving {
  private making: { readonly file: film.FilmFile; readonly path: string } | null = null;

  constructor(private readonly saving: FileSaving) {}

  /** @throws UserError data.unwritable: before the first picture is made. */
  async begin(plan: FilmPlan, signal: AbortSignal): Promise<{ readonly path: string } | null> {
    await this.abandon();
    const { words, format, codec } = plan;
    const path = format === 'webm' ? await this.saving.ask(words, '.webm') : await this.askFolder(words);
    // A page may be gone meanwhile.
    if (path === undefined || signal.aborted) return null;
    // What writes films comes in a bundle of its own, which most people never need.
    const { PictureFolder, WebmFile } = require('./film.js') as typeof film;
    const file = await sayingWhere<film.FilmFile>(path, () =>
      codec
        ? WebmFile.create(path, { ...plan, codec: codec.name, profile: codec.profile })
        : PictureFolder.create(path, plan.frames),
    );
    this.making = { file, path };
    return { path };
  }

  /** @throws UserError data.unwritable: nothing of the film stays then. */
  async add(pictures: readonly FilmPicture[]): Promise<null> {
    await this.go((file) => file.add(pictures));
    return null;
  }

  async end(): Promise<null> {
    const path = await this.go((file) => file.end());
    this.making = null;
    this.saving.told({ paths: [path], examples: 0 });
    return null;
  }

  /** The page is gone, or a person thought better of it. */
  async abandon(): Promise<null> {
    const { making } = this;
    this.making = null;
    await making?.file.abandon();
    return null;
  }

  private async go(step: (file: film.FilmFile) => Promise<void>): Promise<string> {
    if (!this.making) throw new UserError('process.cancelled');
    const { file, path } = this.making;
    try {
      await sayingWhere(path, () => step(file));
      return path;
    } catch (error) {
      await this.abandon();
      throw error;
    }
  }

  /** A new folder in one that a person chooses. */
  private async askFolder(words: string): Promise<string | undefined> {
    const parent = await this.saving.askFolder();
    if (parent === undefined) return undefined;
    for (let number = 1; ; number++) {
      const path = join(parent, fileName(`${this.saving.wordsOf(words)}${number === 1 ? '' : ` ${number}`}`, ''));
      const taken = await access(path).then(
        () => true,
        () => false,
      );
      if (!taken) return path;
    }
  }
}

/** Other errors than those of the file system pass through. */
async function sayingWhere<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error instanceof UserError) throw error;
    throw new UserError('data.unwritable', { path, reason: error.message }, { cause: error });
  }
}
