import type { FilmFormat } from '../../src/protocol/film';
import type { Host } from '../connection';
import { type FilmEncoder, findCodec, PictureEncoder, type Send, WebmEncoder } from './film-encoder';
import type { FilmPictures, FilmSettings } from './film-pictures';
import { frameCount } from './film-plan';

export interface FilmOrder {
  /** What it is of, after the name of the run. */
  readonly words: string;
  readonly format: FilmFormat;
  readonly settings: FilmSettings;
}

/** A film that is being made. */
export interface Making {
  readonly pictures: FilmPictures;
  /** Aborts when a person thinks better of it. */
  readonly signal: AbortSignal;
  /** So many of the pictures are made. */
  progress(made: number): void;
}

/**
 * Asks a person where the film shall go, and makes it: picture by picture, with room between them for whatever else the page does.
 * Where it fails, or is called off, nothing of it stays.
 *
 * @param begin Is called once there is a place for it.
 * @throws UserError film.noEncoder, film.encoder, data.unwritable
 */
export async function makeFilm(
  host: Pick<Host, 'call'>,
  { words, format, settings }: FilmOrder,
  begin: () => Making,
): Promise<void> {
  const { size, framesPerSecond } = settings;
  const codec = format === 'webm' ? await findCodec(size, framesPerSecond) : null;
  const plan = { words, format, ...size, framesPerSecond, frames: frameCount(settings) };
  const named = codec && { codec: { name: codec.name, profile: codec.config.codec } };
  if (!(await host.call('beginFilm', { ...plan, ...named }))) return;
  const send: Send = (pictures) => host.call('addToFilm', { pictures });
  const encoder = codec ? new WebmEncoder(codec, framesPerSecond, send) : new PictureEncoder(send);
  try {
    if (await encodeAll(begin(), encoder)) await host.call('endFilm', {});
    else await host.call('abandonFilm', {});
  } catch (error) {
    await host.call('abandonFilm', {});
    throw error;
  } finally {
    encoder.close();
  }
}

/** False where it was called off. */
async function encodeAll({ pictures, signal, progress }: Making, encoder: FilmEncoder): Promise<boolean> {
  for (let number = 0; number < pictures.count; number++) {
    if (signal.aborted) return false;
    await pictures.draw(number);
    await encoder.add(pictures.canvas);
    progress(number + 1);
    await breath();
  }
  await encoder.finish();
  return !signal.aborted;
}

/** The page answers to what happened meanwhile. Timers would wait for seconds where the window is not in front. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
