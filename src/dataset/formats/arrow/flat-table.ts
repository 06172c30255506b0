import { insist } from '../columnar/damage';

/**
 * A table of a FlatBuffer, read in place. Nothing in it is believed: each place is looked at only if it lies within
 * the bytes.
 * Source: flatbuffers.dev, internals. Fields are counted from 0 in the order of the schema.
 */
export class FlatTable {
  private readonly vtable: number;
  private readonly vtableBytes: number;

  private constructor(
    private readonly view: DataView,
    private readonly at: number,
  ) {
    this.vtable = at - view.getInt32(this.inside(at, 4), true);
    this.vtableBytes = view.getUint16(this.inside(this.vtable, 4), true);
    this.inside(this.vtable, this.vtableBytes);
  }

  /** @throws Damage. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    insist(bytes.length >= 8, 'metadata without content');
    return new FlatTable(view, view.getUint32(0, true));
  }

  uint8(field: number, fallback = 0): number {
    const at = this.place(field, 1);
    return at === 0 ? fallback : this.view.getUint8(at);
  }

  boolean(field: number): boolean {
    return this.uint8(field) !== 0;
  }

  int16(field: number, fallback = 0): number {
    const at = this.place(field, 2);
    return at === 0 ? fallback : this.view.getInt16(at, true);
  }

  int32(field: number, fallback = 0): number {
    const at = this.place(field, 4);
    return at === 0 ? fallback : this.view.getInt32(at, true);
  }

  int64(field: number, fallback = 0): number {
    const at = this.place(field, 8);
    return at === 0 ? fallback : int64At(this.view, at);
  }

  table(field: number): FlatTable | null {
    const at = this.place(field, 4);
    return at === 0 ? null : new FlatTable(this.view, this.target(at));
  }

  text(field: number): string {
    const at = this.place(field, 4);
    if (at === 0) return '';
    const start = this.target(at);
    const length = this.view.getUint32(this.inside(start, 4), true);
    this.inside(start + 4, length);
    return Buffer.from(this.view.buffer, this.view.byteOffset + start + 4, length).toString('utf8');
  }

  tables(field: number): FlatTable[] {
    return this.list(field, 4, (view, at) => new FlatTable(view, at + view.getUint32(at, true)));
  }

  /** What a vector of structs or numbers, of so many bytes each, holds. */
  list<T>(field: number, stride: number, read: (view: DataView, at: number) => T): T[] {
    const at = this.place(field, 4);
    if (at === 0) return [];
    const start = this.target(at);
    const length = this.view.getUint32(this.inside(start, 4), true);
    this.inside(start + 4, length * stride);
    return Array.from({ length }, (_, i) => read(this.view, start + 4 + i * stride));
  }

  /** Where a field lies; 0 where it has its default. */
  private place(field: number, bytes: number): number {
    const entry = 4 + 2 * field;
    if (entry + 2 > this.vtableBytes) return 0;
    const offset = this.view.getUint16(this.vtable + entry, true);
    return offset === 0 ? 0 : this.inside(this.at + offset, bytes);
  }

  private target(at: number): number {
    return at + this.view.getUint32(at, true);
  }

  private inside(at: number, bytes: number): number {
    insist(at >= 0 && at + bytes <= this.view.byteLength, 'metadata that point out of themselves');
    return at;
  }
}

/** @throws Damage beyond what doubles count exactly. */
export function int64At(view: DataView, at: number): number {
  const value = Number(view.getBigInt64(at, true));
  insist(Number.isSafeInteger(value), 'a size beyond reason');
  return value;
}
