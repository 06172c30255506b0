import { TextGatherer, type Utf8Texts } from '../../bytes/utf8-texts';
import type { ColumnBlock } from './column-block';
import { Damage, insist } from './damage';

/** Values as decoders give them, missing ones left out. */
export type Values =
  | {
      readonly kind: 'numbers';
      /** Little-endian. */
      readonly elements: Uint8Array;
      /** Bytes of one. */
      readonly width: number;
    }
  | { readonly kind: 'words'; readonly texts: Utf8Texts }
  | { readonly kind: 'files'; readonly files: readonly Buffer[] };

/** A block that is being filled from its start to its end. */
export interface BlockTarget {
  /** Elements in all. */
  readonly size: number;
  readonly filled: number;
  put(values: Values): void;
  /** The next `count` elements are missing. */
  skip(count: number): void;
  block(): ColumnBlock;
}

export class NumberTarget implements BlockTarget {
  readonly size: number;
  filled = 0;
  private readonly elements: Uint8Array<ArrayBuffer>;
  private valid: Uint8Array | null = null;

  constructor(
    private readonly rows: number,
    width: number,
    private readonly elementBytes: number,
  ) {
    this.size = rows * width;
    this.elements = new Uint8Array(this.size * elementBytes);
  }

  put(values: Values): void {
    if (values.kind !== 'numbers' || values.width !== this.elementBytes) throw new Damage('values of another kind');
    this.elements.set(values.elements, this.filled * this.elementBytes);
    this.filled += values.elements.length / this.elementBytes;
  }

  skip(count: number): void {
    this.valid ??= new Uint8Array(this.size).fill(1);
    this.valid.fill(0, this.filled, this.filled + count);
    this.filled += count;
  }

  block(): ColumnBlock {
    return { kind: 'numbers', rows: this.rows, elements: this.elements, valid: this.valid };
  }
}

/** As far as places in them are counted. */
export const mostTextBytes = 2 ** 31 - 1;

export class WordTarget implements BlockTarget {
  private readonly gatherer: TextGatherer;

  constructor(readonly size: number) {
    this.gatherer = new TextGatherer(size);
  }

  get filled(): number {
    return this.gatherer.filled;
  }

  put(values: Values): void {
    if (values.kind !== 'words') throw new Damage('values of another kind');
    this.gatherer.put(values.texts);
    insist(this.gatherer.bytes <= mostTextBytes, 'texts beyond reason');
  }

  skip(count: number): void {
    this.gatherer.skip(count);
  }

  block(): ColumnBlock {
    return { kind: 'words', rows: this.size, texts: this.gatherer.texts() };
  }
}

export class FileTarget implements BlockTarget {
  private readonly files: (Buffer | null)[] = [];

  constructor(readonly size: number) {}

  get filled(): number {
    return this.files.length;
  }

  put(values: Values): void {
    if (values.kind !== 'files') throw new Damage('values of another kind');
    for (const file of values.files) this.files.push(file);
  }

  skip(count: number): void {
    for (let i = 0; i < count; i++) this.files.push(null);
  }

  block(): ColumnBlock {
    return { kind: 'files', rows: this.size, files: this.files };
  }
}
