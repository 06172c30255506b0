import { glideDuration } from '../scene/glide';

/** turn: the camera goes round the points. replay: the points go from epoch to epoch. */
export type FilmKind = 'turn' | 'replay';

export interface FilmLength {
  readonly seconds: number;
  readonly framesPerSecond: number;
}

/** How many pictures a film has. */
export function frameCount({ seconds, framesPerSecond }: FilmLength): number {
  return Math.max(1, Math.round(seconds * framesPerSecond));
}

/** How far the camera has gone round by a picture, in radians: the last is followed by the first, so that the film can be shown in a loop. */
export function angleAt(frame: number, frames: number, turns: number): number {
  return (2 * Math.PI * turns * frame) / frames;
}

export interface Step {
  /** Which of the epochs the points are at, or on their way to. */
  readonly at: number;
  /** When they set out for it, and how long they take, ms of the film. */
  readonly since: number;
  readonly duration: number;
}

/** Where the points are at a time of a replay of so many epochs, each of which has as much of the film. */
export function stepAt(ms: number, length: number, epochs: number): Step {
  const dwell = length / epochs;
  const at = Math.min(epochs - 1, Math.floor(ms / dwell + 1e-9));
  return { at, since: at * dwell, duration: Math.min(glideDuration, dwell) };
}

export interface FilmSize {
  readonly width: number;
  readonly height: number;
}

export const filmSizes: readonly FilmSize[] = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
  { width: 1080, height: 1080 },
  { width: 1080, height: 1920 },
];

/** Edges of a film's view, in the pixels by which text and lines are measured: they look the same in each size. */
const viewEdge = 720;

/** A film's pixels to each of its view. */
export function filmRatio({ width, height }: FilmSize): number {
  return Math.min(width, height) / viewEdge;
}

/** Points are as hard to encode as noise: bits for each pixel. */
const bitsPerPixel = 0.2;

export function bitrate({ width, height }: FilmSize, framesPerSecond: number): number {
  return Math.round(bitsPerPixel * width * height * framesPerSecond);
}

/** Levels of VP9 (its bitstream specification, annex A): the most pixels a second, and in a picture. */
const levels: readonly (readonly [level: number, rate: number, size: number])[] = [
  [10, 829_440, 36_864],
  [11, 2_764_800, 73_728],
  [20, 4_608_000, 122_880],
  [21, 9_216_000, 245_760],
  [30, 20_736_000, 552_960],
  [31, 36_864_000, 983_040],
  [40, 83_558_400, 2_228_224],
  [41, 160_432_128, 2_228_224],
  [50, 311_951_360, 8_912_896],
  [51, 588_251_136, 8_912_896],
  [52, 1_176_502_272, 8_912_896],
  [60, 1_176_502_272, 35_651_584],
  [61, 2_353_004_544, 35_651_584],
  [62, 4_706_009_088, 35_651_584],
];

/** The name of VP9's profile 0 (8 bits, 4:2:0) at the lowest level that has room for a film. */
export function vp9Profile({ width, height }: FilmSize, framesPerSecond: number): string {
  const pixels = width * height;
  const found = levels.find(([, rate, size]) => pixels <= size && pixels * framesPerSecond <= rate);
  const [level] = found ?? levels[levels.length - 1];
  return `vp09.00.${level}.08`;
}
