import { breathe, type Task } from '../../../task';

/** Rows that only the library of their format can read, or that are made when they are asked for. */
export interface RowReader {
  /** The bytes of the rows from `begin` to `end` (exclusive), in C order and little-endian. @throws UserError. */
  fill(begin: number, end: number, target: Uint8Array): Promise<void>;
  /** Lets go of the file, until the next `fill`. */
  close(): Promise<void>;
}

/** Rows of which some can be had only together, as those of a chunk that is compressed. */
export interface Bands {
  readonly rows: number;
  readonly rowBytes: number;
  /** Rows that lie together. */
  readonly together: number;
  /** As `RowReader`; `begin` is the first row of a band. */
  fill(begin: number, end: number, target: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** More than this of what lies together is not kept. */
const largestBand = 1 << 28;
const pieceBytes = 1 << 22;

/** Reads each band one time where rows are asked for one after the other, by keeping the last that was read in part. */
export class BandReader implements RowReader {
  private readonly height: number;
  private kept: { readonly begin: number; readonly bytes: Uint8Array } | null = null;

  constructor(private readonly bands: Bands) {
    const { together, rowBytes } = bands;
    this.height = Math.max(1, Math.min(together, Math.floor(largestBand / rowBytes)));
  }

  async fill(begin: number, end: number, target: Uint8Array): Promise<void> {
    const { bands, height } = this;
    const { rowBytes } = bands;
    for (let at = begin; at < end; ) {
      const bandBegin = at - (at % height);
      const whole = Math.floor((end - bandBegin) / height) * height;
      if (at === bandBegin && whole > 0) {
        const room = target.subarray((at - begin) * rowBytes, (at + whole - begin) * rowBytes);
        await bands.fill(at, at + whole, room);
        at += whole;
        continue;
      }
      const bytes = await this.band(bandBegin);
      const stop = Math.min(end, bandBegin + bytes.length / rowBytes);
      target.set(bytes.subarray((at - bandBegin) * rowBytes, (stop - bandBegin) * rowBytes), (at - begin) * rowBytes);
      at = stop;
    }
  }

  async close(): Promise<void> {
    this.kept = null;
    await this.bands.close();
  }

  private async band(begin: number): Promise<Uint8Array> {
    if (this.kept?.begin === begin) return this.kept.bytes;
    const { rows, rowBytes, fill } = this.bands;
    const end = Math.min(rows, begin + this.height);
    const bytes = new Uint8Array((end - begin) * rowBytes);
    await fill.call(this.bands, begin, end, bytes);
    this.kept = { begin, bytes };
    return bytes;
  }
}

/** Rows in pieces of some megabytes, each in memory of its own. The reader is closed at the end. @throws as `fill`. */
export async function* rowPieces(
  reader: RowReader,
  { rows, rowBytes }: { readonly rows: number; readonly rowBytes: number },
  { signal, onProgress }: Task,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const perPiece = Math.max(1, Math.floor(pieceBytes / rowBytes));
  try {
    for (let begin = 0; begin < rows; begin += perPiece) {
      const end = Math.min(rows, begin + perPiece);
      const piece = new Uint8Array((end - begin) * rowBytes);
      await reader.fill(begin, end, piece);
      yield piece;
      onProgress?.(end / rows);
      await breathe(signal);
    }
  } finally {
    await reader.close();
  }
}
