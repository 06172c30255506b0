/** Films of the points: pictures one after the other, encoded by the panel and put into files by the host. */

/** webm: one file. png: a folder of numbered pictures, for programs that make films of them. */
export type FilmFormat = 'webm' | 'png';

/** How a WebM file's pictures are encoded. */
export const filmCodecs = ['vp9', 'vp8'] as const;
export type FilmCodec = (typeof filmCodecs)[number];

/** Pixels along an edge, pictures a second and pictures that a film may have. */
export const filmLimits = { edge: 4096, framesPerSecond: 60, frames: 20_000 } as const;

/** What it will be. */
export interface FilmPlan {
  /** What it is of, after the name of the run. */
  readonly words: string;
  readonly format: FilmFormat;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly frames: number;
  /** Of a WebM file: how it is encoded, and that with its profile, as decoders want to know it. */
  readonly codec?: { readonly name: FilmCodec; readonly profile: string };
}

/** Of pictures encoded together, as the encoder says it. */
export interface FilmColours {
  readonly primaries?: string | null;
  readonly transfer?: string | null;
  readonly matrix?: string | null;
  readonly fullRange?: boolean | null;
}

/** The next picture. */
export interface FilmPicture {
  /** A PNG file, or what the encoder made. */
  readonly content: Uint8Array;
  /** It can be decoded without those before it. */
  readonly isKey: boolean;
  /** With the first one. */
  readonly colours?: FilmColours;
}

export interface FilmMethods {
  /** Asks a person where a film shall go; null: nowhere. One that is under way is given up. */
  beginFilm(params: FilmPlan): { readonly path: string } | null;
  /** The pictures that follow. */
  addToFilm(params: { readonly pictures: readonly FilmPicture[] }): null;
  /** All of them are there: the file is whole, and a person is told. */
  endFilm(params: Record<string, never>): null;
  /** Nothing of it stays. */
  abandonFilm(params: Record<string, never>): null;
}
