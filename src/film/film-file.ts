import type { FilmPicture } from '../protocol/film';

/** A film on its way to the disk: whole at its end, or not there at all. */
export interface FilmFile {
  /** @throws what the file system says. */
  add(pictures: readonly FilmPicture[]): Promise<void>;
  /** @throws what the file system says. */
  end(): Promise<void>;
  /** Nothing of it stays. */
  abandon(): Promise<void>;
}
