import { UserError } from '../../src/protocol/errors';
import type { FilmCodec, FilmPicture } from '../../src/protocol/film';
import { bitrate, type FilmSize, vp9Profile } from './film-plan';

/** Makes of pictures, one after the other, what a film's file holds. */
export interface FilmEncoder {
  /** What is on the canvas is the next picture. @throws UserError film.encoder, and what the host says */
  add(canvas: HTMLCanvasElement): Promise<void>;
  /** All of them are handed on. */
  finish(): Promise<void>;
  /** Nothing more comes of it. */
  close(): void;
}

/** Hands pictures on to the host. */
export type Send = (pictures: readonly FilmPicture[]) => Promise<unknown>;

/** Seconds after which a picture stands for itself: one can go there at once. */
const keyEvery = 2;
/** So many pictures wait for the encoder: more would only take memory. */
const mostWaiting = 3;

/** Whether this browser encodes films at all. */
export const encodesFilms = typeof VideoEncoder === 'function' && typeof VideoFrame === 'function';

export interface FoundCodec {
  readonly name: FilmCodec;
  readonly config: VideoEncoderConfig;
}

/** VP9, or else VP8. @throws UserError film.noEncoder */
export async function findCodec(size: FilmSize, framesPerSecond: number): Promise<FoundCodec> {
  const shared = { ...size, bitrate: bitrate(size, framesPerSecond), framerate: framesPerSecond };
  const candidates: readonly FoundCodec[] = [
    { name: 'vp9', config: { codec: vp9Profile(size, framesPerSecond), ...shared } },
    { name: 'vp8', config: { codec: 'vp8', ...shared } },
  ];
  for (const candidate of encodesFilms ? candidates : []) {
    const { supported } = await VideoEncoder.isConfigSupported(candidate.config).catch(() => ({ supported: false }));
    if (supported) return candidate;
  }
  throw new UserError('film.noEncoder', { width: size.width, height: size.height });
}

export class WebmEncoder implements FilmEncoder {
  private readonly encoder: VideoEncoder;
  private frames = 0;
  private encoded: FilmPicture[] = [];
  private failure: unknown = null;
  private sending: Promise<unknown> = Promise.resolve();

  constructor(
    { config }: FoundCodec,
    private readonly framesPerSecond: number,
    private readonly send: Send,
  ) {
    this.encoder = new VideoEncoder({
      output: (chunk, metadata) => this.encoded.push(pictureOf(chunk, metadata)),
      error: (error) => this.fail(error),
    });
    this.encoder.configure(config);
  }

  async add(canvas: HTMLCanvasElement): Promise<void> {
    this.check();
    const { encoder, framesPerSecond } = this;
    const number = this.frames++;
    const time = (frame: number) => Math.round((1e6 * frame) / framesPerSecond);
    const timestamp = time(number);
    const frame = new VideoFrame(canvas, { timestamp, duration: time(number + 1) - timestamp });
    try {
      encoder.encode(frame, { keyFrame: number % (keyEvery * framesPerSecond) === 0 });
    } finally {
      frame.close();
    }
    while (encoder.encodeQueueSize > mostWaiting && this.failure === null) await this.dequeued();
    await this.sendEncoded();
  }

  /** Also where the encoder fails instead. */
  private dequeued(): Promise<void> {
    return new Promise((resolve) => {
      this.encoder.addEventListener('dequeue', () => resolve(), { once: true });
      this.wake = resolve;
    });
  }

  private wake: () => void = () => undefined;

  private fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.failure ??= new UserError('film.encoder', { reason }, { cause: error });
    this.wake();
  }

  private check(): void {
    if (this.failure !== null) throw this.failure;
  }

  /** While one message is on its way, what follows is encoded. */
  private async sendEncoded(): Promise<void> {
    if (this.encoded.length === 0) return;
    const pictures = this.encoded;
    this.encoded = [];
    await this.sending;
    this.sending = this.send(pictures);
    // Looked at with the next message.
    this.sending.catch(() => undefined);
  }

  async finish(): Promise<void> {
    this.check();
    try {
      await this.encoder.flush();
    } catch (error) {
      this.fail(error);
    }
    this.check();
    await this.sendEncoded();
    await this.sending;
  }

  close(): void {
    if (this.encoder.state !== 'closed') this.encoder.close();
  }
}

function pictureOf(chunk: EncodedVideoChunk, metadata: EncodedVideoChunkMetadata | undefined): FilmPicture {
  const content = new Uint8Array(chunk.byteLength);
  chunk.copyTo(content);
  const space = metadata?.decoderConfig?.colorSpace;
  const isKey = chunk.type === 'key';
  if (!space) return { content, isKey };
  const { primaries, transfer, matrix, fullRange } = space;
  return { content, isKey, colours: { primaries, transfer, matrix, fullRange } };
}

/** Each picture as a PNG file. */
export class PictureEncoder implements FilmEncoder {
  constructor(private readonly send: Send) {}

  async add(canvas: HTMLCanvasElement): Promise<void> {
    await this.send([{ content: await pngBytes(canvas), isKey: true }]);
  }

  async finish(): Promise<void> {}

  close(): void {}
}

async function pngBytes(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture is too large for this browser');
  return new Uint8Array(await blob.arrayBuffer());
}
