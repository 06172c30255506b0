import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { isUserError, UserError } from '../protocol/errors';
import { throwIfCancelled } from '../task';
import type { RemoteFile } from './catalogue';
import { body, type GetOptions, httpGet } from './http-get';
import { Interruption } from './interruption';
import { PartialFile } from './partial-file';
import { withoutPassword } from './web-address';

/** How much is borne before a download is given up. */
export interface Patience {
  /** Failures in a row. */
  readonly attempts: number;
  /** Bytes that an attempt must bring so that earlier failures are forgotten. */
  readonly gain: number;
  /** Milliseconds before the second attempt; twice as many before each further one. */
  readonly pause: number;
  /** Milliseconds that a host may be silent. */
  readonly silence: number;
}

export const usualPatience: Patience = { attempts: 5, gain: 1 << 20, pause: 1000, silence: 20_000 };

export interface FileDownloadOptions extends Pick<GetOptions, 'signal' | 'plainHosts' | 'proxy' | 'environment'> {
  readonly patience: Patience;
  /** Hears how many bytes are there; fewer than before when it starts over. */
  readonly onBytes: (bytes: number) => void;
  /** Hears of what is borne. */
  readonly onFailure: (failure: UserError) => void;
}

/**
 * Downloads a file to `target`, which then is whole and has its checksum, or is as it was before. Goes on from what is
 * there of an earlier attempt, and starts over where the host has none of it or something else.
 * @throws UserError download.*, data.unwritable, process.cancelled. What arrived is kept but for a wrong file's.
 */
export async function downloadFile(
  remote: RemoteFile,
  url: URL,
  target: string,
  options: FileDownloadOptions,
): Promise<void> {
  const partial = await PartialFile.claim(target);
  try {
    await new FileDownload(remote, url, partial, options).run();
    await partial.finish();
  } catch (error) {
    const isWrong = isUserError(error) && ['download.checksum', 'download.length'].includes(error.code);
    await (isWrong ? partial.discard() : partial.rest());
    throwIfCancelled(options.signal);
    throw error;
  }
}

class FileDownload {
  /** Of the version that is being downloaded. */
  private tag: string | undefined;
  /** Whether what is there may be of several versions of the file: it is not all from one answer. */
  private isPatched: boolean;

  constructor(
    private readonly remote: RemoteFile,
    private readonly url: URL,
    private readonly partial: PartialFile,
    private readonly options: FileDownloadOptions,
  ) {
    this.isPatched = partial.bytes > 0;
  }

  async run(): Promise<void> {
    const { patience, signal, onFailure } = this.options;
    for (let failures = 0; ; ) {
      const before = this.partial.bytes;
      try {
        await this.fill();
        await this.check();
        return;
      } catch (error) {
        throwIfCancelled(signal);
        if (!(error instanceof Interruption)) throw error;
        if (this.partial.bytes - before >= patience.gain) failures = 0;
        if (++failures >= patience.attempts) throw error.after(failures);
        onFailure(error.after(failures));
        await pause(patience.pause * 2 ** (failures - 1), undefined, { signal });
      }
    }
  }

  /** One request, where something is missing. */
  private async fill(): Promise<void> {
    const { bytes: expected } = this.remote;
    if (this.partial.bytes > expected) await this.startOver();
    this.options.onBytes(this.partial.bytes);
    if (this.partial.bytes === expected) return;
    const { patience, onBytes } = this.options;
    const response = await httpGet(this.url, { ...this.options, headers: this.headers(), patience: patience.silence });
    try {
      await this.accept(response);
    } catch (error) {
      response.destroy();
      throw error;
    }
    if (this.partial.bytes > 0) this.isPatched = true;
    try {
      for await (const piece of body(response, this.url, patience.silence)) {
        if (this.partial.bytes + piece.length > expected) throw this.wrongLength(`more than ${expected}`);
        await this.partial.append(piece);
        onBytes(this.partial.bytes);
      }
    } catch (error) {
      throw error instanceof UserError || error instanceof Interruption ? error : this.brokenOff(error);
    }
    if (this.partial.bytes < expected) throw this.brokenOff();
  }

  private headers(): Record<string, string> {
    const { bytes } = this.partial;
    // The checksum is that of the file as it is stored: it must not be packed on the way.
    const always = { 'Accept-Encoding': 'identity', 'User-Agent': 'latent-lens' };
    if (bytes === 0) return always;
    return { ...always, Range: `bytes=${bytes}-`, ...(this.tag && { 'If-Range': this.tag }) };
  }

  /** Looks whether an answer is the file, or what is missing of it. */
  private async accept({ statusCode = 0, headers }: IncomingMessage): Promise<void> {
    const url = withoutPassword(this.url);
    const { etag } = headers;
    switch (statusCode) {
      case 200:
        if (headers['content-type']?.startsWith('text/html')) throw new UserError('download.page', { url });
        if (Number(headers['content-length'] ?? this.remote.bytes) !== this.remote.bytes)
          throw this.wrongLength(headers['content-length']);
        if (this.partial.bytes > 0) await this.startOver();
        break;
      case 206: {
        const [, first, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
        if (total !== undefined && total !== '*' && Number(total) !== this.remote.bytes) throw this.wrongLength(total);
        const isNext = this.partial.bytes > 0 && Number(first) === this.partial.bytes;
        if (isNext && (this.tag === undefined || this.tag === strong(etag))) break;
        await this.startOver();
        throw this.brokenOff();
      }
      case 416:
        await this.startOver();
        throw this.brokenOff();
      default:
        if (statusCode === 408 || statusCode === 429 || statusCode >= 500)
          throw new Interruption('download.busy', { url, status: statusCode });
        throw new UserError('download.refused', { url, status: statusCode });
    }
    this.tag = strong(etag);
  }

  /** @throws Interruption for a wrong whole that may be of several versions; else UserError. */
  private async check(): Promise<void> {
    const { sha256: expected } = this.remote;
    const actual = await this.partial.sha256(this.options.signal);
    if (actual === expected) return;
    const params = { url: withoutPassword(this.url), actual, expected };
    if (!this.isPatched) throw new UserError('download.checksum', params);
    await this.startOver();
    throw new Interruption('download.checksum', params);
  }

  private async startOver(): Promise<void> {
    await this.partial.restart();
    this.isPatched = false;
    this.tag = undefined;
    this.options.onBytes(0);
  }

  private brokenOff(cause?: unknown): Interruption {
    const params = { url: withoutPassword(this.url), received: this.partial.bytes, expected: this.remote.bytes };
    return new Interruption('download.interrupted', params, { cause });
  }

  private wrongLength(actual: string | undefined): UserError {
    const params = { url: withoutPassword(this.url), actual: actual ?? '?', expected: this.remote.bytes };
    return new UserError('download.length', params);
  }
}

/** A tag of equal content; one of similar content does not tell whether parts fit together. */
function strong(etag: string | undefined): string | undefined {
  return etag?.startsWith('"') ? etag : undefined;
}
