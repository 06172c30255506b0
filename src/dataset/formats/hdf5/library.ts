import { importProgram } from '../../bytes/program';

/** What is used of h5wasm: the C library of HDF5 as WebAssembly. Everything but loading it is synchronous. */
export interface Hdf5Module {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly FS: { readonly streams: (StandardStream | undefined)[] };
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  open(path: string, mode: number, trackOrder: boolean, low: number, high: number): bigint;
  close_file(file: bigint): number;
  get_names(file: bigint, path: string, recursive: boolean): string[];
  get_type(file: bigint, path: string): number;
  get_attribute_names(file: bigint, path: string): string[];
  get_attribute_metadata(file: bigint, path: string, name: string): Hdf5Metadata;
  get_attribute_data(file: bigint, path: string, name: string, pointer: bigint): number;
  get_dataset_metadata(file: bigint, path: string): Hdf5Metadata;
  get_dataset_filters(file: bigint, path: string): Hdf5Filter[];
  get_dataset_data(
    file: bigint,
    path: string,
    count: bigint[] | null,
    offset: bigint[] | null,
    strides: bigint[] | null,
    pointer: bigint,
  ): number;
  get_referenced_name(file: bigint, reference: Uint8Array, isObject: boolean): string;
  /** `attribute` is '' for a data set. */
  reclaim_vlen_memory(file: bigint, path: string, attribute: string, pointer: bigint): number;
  reclaim_vlen_memory_count(file: bigint, path: string, attribute: string, pointer: bigint, count: bigint[]): number;
}

export interface Hdf5Filter {
  readonly id: number;
  readonly name: string;
}

/** What an array or attribute is. */
export interface Hdf5Metadata {
  /** H5T_class_t. */
  readonly type: number;
  /** Bytes of an element. */
  readonly size: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
  /** Null where there is nothing at all. */
  readonly shape: readonly number[] | null;
  readonly total_size: number;
  readonly chunks: readonly number[] | null;
  readonly vlen: boolean;
  readonly cset?: number;
  readonly array_type?: Hdf5Metadata;
  readonly enum_type?: { readonly type: number; readonly members: Readonly<Record<string, number>> };
  readonly compound_type?: { readonly members: readonly Hdf5Member[] };
  readonly virtual_sources?: readonly { readonly file_name: string }[];
}

/** A part of a record, which begins at `offset`. */
export interface Hdf5Member extends Hdf5Metadata {
  readonly name: string;
  readonly offset: number;
}

/** H5T_class_t. */
export const hdf5Class = {
  integer: 0,
  float: 1,
  string: 3,
  bitfield: 4,
  opaque: 5,
  compound: 6,
  reference: 7,
  enum: 8,
  vlen: 9,
  array: 10,
} as const;

/** H5G_obj_t. */
export const hdf5Object = { group: 0, dataset: 1 } as const;

interface StandardStream {
  node?: { readonly mode: number };
  flags?: number;
  stream_ops?: { write(stream: unknown, bytes: Uint8Array, offset: number, length: number): number };
}

const standardError = 2;
/** Of what the library says, the end is kept. */
const longestComplaint = 1 << 14;

let instances = 0;
let loading: Promise<Hdf5Library> | undefined;

/** An instance of the library, in memory of its own; one serves all files, until it is broken. */
export class Hdf5Library {
  private complaint = '';

  private constructor(private readonly module: Hdf5Module) {
    // What it cannot read it describes to people at a terminal.
    const stream = module.FS.streams[standardError];
    if (stream) {
      Object.assign(stream, { node: { mode: 0o100_666 }, flags: 1 });
      stream.stream_ops = {
        write: (_, bytes, offset, length) => {
          const said = Buffer.from(bytes.subarray(offset, offset + length)).toString();
          this.complaint = (this.complaint + said).slice(-longestComplaint);
          return length;
        },
      };
    }
  }

  static load(): Promise<Hdf5Library> {
    loading ??= Hdf5Library.instance();
    return loading;
  }

  /** The program is loaded when the first file needs it: it takes a while, and few do. */
  private static async instance(): Promise<Hdf5Library> {
    const { ready } = (await importProgram('h5wasm.mjs', instances++)) as { readonly ready: Promise<Hdf5Module> };
    return new Hdf5Library(await ready);
  }

  /** @throws Hdf5Error where the library fails or breaks. */
  call<T>(work: (module: Hdf5Module) => T): T {
    this.complaint = '';
    try {
      return work(this.module);
    } catch (error) {
      if (error instanceof Hdf5Error) throw error;
      // What has trapped (WebAssembly.RuntimeError) in the middle of something is in no state to go on.
      if (error instanceof Error && /^(RuntimeError|RangeError)$/.test(error.name)) loading = undefined;
      throw new Hdf5Error(this.reason ?? (error instanceof Error ? error.message : String(error)), { cause: error });
    }
  }

  /** @throws Hdf5Error where a call says that it has failed. */
  check(status: number | bigint): void {
    if (status < 0) throw new Hdf5Error(this.reason ?? 'HDF5 gives no reason');
  }

  /** The innermost of what the library has said about its last failure. */
  private get reason(): string | undefined {
    const lines = [...this.complaint.matchAll(/^ *#\d+: .*? in \w+\(\): (.*)$/gm)];
    return lines.at(-1)?.[1].trim();
  }
}

/** The library could not do something; the message is its own. */
export class Hdf5Error extends Error {}
