import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import {
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
  StreamTarget,
  type StreamTargetChunk,
  WebMOutputFormat,
} from 'mediabunny';
import type { FilmCodec, FilmColours, FilmPicture } from '../protocol/film';
import type { FilmFile } from './film-file';

export interface WebmTrack {
  readonly codec: FilmCodec;
  /** As decoders want to know it, e.g. vp09.00.31.08. */
  readonly profile: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** Bytes that are written at once. */
const pieceBytes = 2 ** 20;

/**
 * A WebM file (a subset of Matroska, RFC 9559) with one track of pictures, its duration, and cues to seek by. It has a temporary name
 * until it is whole.
 */
export class WebmFile implements FilmFile {
  private readonly source: EncodedVideoPacketSource;
  private readonly output: Output;
  private frames = 0;
  /** What the file system said; the library hands it on in its own way. */
  private failure: unknown;

  static async create(path: string, track: WebmTrack): Promise<WebmFile> {
    const temporary = `${path}.${process.pid}.tmp`;
    await rm(temporary, { force: true });
    // A new file: a link of that name would lead elsewhere.
    const file = new WebmFile(path, temporary, await open(temporary, 'wx'), track);
    await file.output.start();
    return file;
  }

  private constructor(
    private readonly path: string,
    private readonly temporary: string,
    private readonly handle: FileHandle,
    private readonly track: WebmTrack,
  ) {
    const target = new StreamTarget(new WritableStream({ write: (chunk) => this.write(chunk) }), {
      chunked: true,
      chunkSize: pieceBytes,
    });
    this.output = new Output({ format: new WebMOutputFormat(), target });
    this.source = new EncodedVideoPacketSource(track.codec);
    this.output.addVideoTrack(this.source, { frameRate: track.framesPerSecond });
  }

  async add(pictures: readonly FilmPicture[]): Promise<void> {
    const duration = 1 / this.track.framesPerSecond;
    await this.watched(async () => {
      for (const { content, isKey, colours } of pictures) {
        const begin = this.frames++ * duration;
        const packet = new EncodedPacket(content, isKey ? 'key' : 'delta', begin, duration);
        await this.source.add(packet, { decoderConfig: this.decoderConfig(colours) });
      }
    });
  }

  private decoderConfig(colours: FilmColours | undefined) {
    const { profile: codec, width: codedWidth, height: codedHeight } = this.track;
    return { codec, codedWidth, codedHeight, ...(colours && { colorSpace: colours as VideoColorSpaceInit }) };
  }

  async end(): Promise<void> {
    await this.watched(async () => {
      await this.output.finalize();
      await this.handle.sync();
      await this.handle.close();
      await rename(this.temporary, this.path);
    });
  }

  async abandon(): Promise<void> {
    await this.output.cancel().catch(() => undefined);
    await this.handle.close().catch(() => undefined);
    await rm(this.temporary, { force: true });
  }

  private async write({ data, position }: StreamTargetChunk): Promise<void> {
    try {
      for (let done = 0; done < data.length; ) {
        done += (await this.handle.write(data, done, data.length - done, position + done)).bytesWritten;
      }
    } catch (error) {
      this.failure ??= error;
      throw error;
    }
  }

  private async watched(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      throw this.failure ?? error;
    }
  }
}
