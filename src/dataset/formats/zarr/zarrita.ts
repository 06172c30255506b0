import { importProgram } from '../../bytes/program';

/** What is used of zarrita. */
export interface Zarrita {
  readonly registry: { has(codec: string): boolean };
  root(store: ZarrStore): ZarrLocation;
  open(location: ZarrLocation, options: { readonly kind: 'array' }): Promise<ZarrArray>;
  get(array: ZarrArray, selection: readonly unknown[] | null): Promise<ZarrRegion>;
  slice(begin: number, end: number): unknown;
}

interface ZarrLocation {
  resolve(path: string): ZarrLocation;
}

/** Files by their paths, each with a slash before it. */
export interface ZarrStore {
  get(key: string): Promise<Uint8Array | undefined>;
  /** A part of a file, as chunks in shards are. */
  getRange(key: string, range: ByteRange): Promise<Uint8Array | undefined>;
}

export type ByteRange = { readonly offset: number; readonly length: number } | { readonly suffixLength: number };

export interface ZarrArray {
  readonly shape: readonly number[];
  getChunk(...place: readonly unknown[]): Promise<ZarrChunk>;
}

interface ZarrChunk {
  readonly data: { readonly length: number };
  readonly shape: readonly number[];
}

/** A part of an array; `stride` says in which order it lies. */
export interface ZarrRegion {
  readonly data: ArrayBufferView | Iterable<unknown>;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

let loading: Promise<Zarrita> | undefined;

export function loadZarrita(): Promise<Zarrita> {
  loading ??= importProgram('zarrita.mjs') as Promise<Zarrita>;
  return loading;
}
