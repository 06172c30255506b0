import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FilmPicture } from '../protocol/film';
import type { FilmFile } from './film-file';

/** Numbered pictures in a folder of their own, as programs that make films of them want to have them. */
export class PictureFolder implements FilmFile {
  private written = 0;

  /** @param folder Is made, and is not there yet. @param frames So many pictures will come: their numbers have as many digits as that. */
  static async create(folder: string, frames: number): Promise<PictureFolder> {
    await mkdir(folder);
    return new PictureFolder(folder, String(frames).length);
  }

  private constructor(
    private readonly folder: string,
    private readonly digits: number,
  ) {}

  async add(pictures: readonly FilmPicture[]): Promise<void> {
    for (const { content } of pictures) {
      const number = String(++this.written).padStart(this.digits, '0');
      await writeFile(join(this.folder, `${number}.png`), content, { flag: 'wx' });
    }
  }

  async end(): Promise<void> {}

  async abandon(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
