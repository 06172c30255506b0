import { UserError } from '../../../protocol/errors';
import type { AttributeValue } from '../hierarchy/hierarchy';
import { areHeapsSound } from './heaps';
import {
  Hdf5Error,
  type Hdf5Filter,
  Hdf5Library,
  type Hdf5Metadata,
  type Hdf5Module,
  hdf5Class,
  hdf5Object,
} from './library';

/** Words that are read at once. */
const wordsTogether = 1 << 16;
/** Attributes that are larger describe nothing that is asked for. */
const largestAttribute = 1 << 24;

/** An HDF5 file, read where it lies. */
export class Hdf5File {
  /** Whether words of any length can be asked for; not known before they are. */
  private isSound: boolean | undefined;

  private constructor(
    readonly path: string,
    private readonly library: Hdf5Library,
    private readonly id: bigint,
  ) {}

  /** @throws UserError data.hdf5.damaged */
  static async open(path: string): Promise<Hdf5File> {
    const library = await Hdf5Library.load();
    return attempt(path, () =>
      library.call((module) => {
        const id = module.open(path, 0, false, -1, -1);
        library.check(id);
        return new Hdf5File(path, library, id);
      }),
    );
  }

  /** Paths of the arrays in all groups, without a slash before them. @throws UserError data.hdf5.damaged */
  datasets(): string[] {
    return this.attempt(this.path, (module, id) =>
      module.get_names(id, '/', true).filter((name) => this.objectType(module, id, name) === hdf5Object.dataset),
    );
  }

  /** Is there a group or an array of that name? */
  isThere(name: string): boolean {
    const known: readonly number[] = Object.values(hdf5Object);
    return this.attempt(this.path, (module, id) => known.includes(this.objectType(module, id, name)));
  }

  /** @throws UserError data.hdf5.damaged */
  metadata(name: string): Hdf5Metadata {
    return this.attempt(this.placeOf(name), (module, id) => module.get_dataset_metadata(id, name));
  }

  /** @throws UserError data.hdf5.damaged */
  filters(name: string): Hdf5Filter[] {
    return this.attempt(this.placeOf(name), (module, id) => module.get_dataset_filters(id, name));
  }

  /** Attributes of a group or an array that are numbers or words. @throws UserError data.hdf5.damaged */
  attributes(name: string): Record<string, AttributeValue> {
    return this.attempt(this.placeOf(name), (module, id) => {
      const values: Record<string, AttributeValue> = {};
      for (const attribute of module.get_attribute_names(id, name)) {
        values[attribute] = this.attribute(module, id, name, attribute);
      }
      return values;
    });
  }

  /** A stretch of an array, in C order and little-endian. @throws UserError data.hdf5.damaged */
  read(name: string, begin: readonly number[], count: readonly number[], target: Uint8Array): void {
    if (target.length === 0) return;
    this.attempt(this.placeOf(name), (module, id) =>
      this.withMemory(module, target.length, (pointer) => {
        this.library.check(
          module.get_dataset_data(
            id,
            name,
            count.map(BigInt),
            begin.map(BigInt),
            count.map(() => 1n),
            BigInt(pointer),
          ),
        );
        target.set(module.HEAPU8.subarray(pointer, pointer + target.length));
      }),
    );
  }

  /** The words of an array of one dimension. @throws UserError data.hdf5.damaged */
  words(name: string, metadata: Hdf5Metadata): string[] {
    const [count = 0] = metadata.shape ?? [];
    const words: string[] = [];
    const together = Math.max(1, Math.min(wordsTogether, Math.floor(largestAttribute / metadata.size)));
    for (let begin = 0; begin < count; begin += together) {
      const part = Math.min(together, count - begin);
      words.push(
        ...this.attempt(this.placeOf(name), (module, id) => this.wordsFrom(module, id, name, metadata, begin, part)),
      );
    }
    return words;
  }

  /**
   * Some records of a table, which `use` finds one after the other from `pointer` on in the memory of the library, where what
   * they point to lies, too.
   * @throws UserError data.hdf5.damaged
   */
  records<T>(
    name: string,
    { size, compound_type: compound }: Hdf5Metadata,
    { begin, count }: { readonly begin: number; readonly count: number },
    use: (heap: Buffer, pointer: number) => T,
  ): T {
    const isPlain = (compound?.members ?? []).every(({ type, vlen }) => !vlen && isPlainClass(type));
    return this.attempt(this.placeOf(name), (module, id) => {
      if (!isPlain) this.checkHeaps();
      return this.withMemory(module, count * size, (pointer) => {
        const counts = [BigInt(count)];
        this.library.check(module.get_dataset_data(id, name, counts, [BigInt(begin)], [1n], BigInt(pointer)));
        try {
          return use(Buffer.from(module.HEAPU8.buffer), pointer);
        } finally {
          if (!isPlain) module.reclaim_vlen_memory_count(id, name, '', BigInt(pointer), counts);
        }
      });
    });
  }

  /** Of an array of references to others, the names of these. @throws UserError data.hdf5.damaged */
  references(name: string, { size, total_size: count }: Hdf5Metadata): string[] {
    return this.attempt(this.placeOf(name), (module, id) =>
      this.withMemory(module, count * size, (pointer) => {
        this.library.check(module.get_dataset_data(id, name, null, null, null, BigInt(pointer)));
        const bytes = module.HEAPU8.slice(pointer, pointer + count * size);
        return Array.from({ length: count }, (_, i) =>
          module.get_referenced_name(id, bytes.subarray(i * size, (i + 1) * size), true),
        );
      }),
    );
  }

  close(): void {
    try {
      this.library.call((module) => module.close_file(this.id));
    } catch (error) {
      if (!(error instanceof Hdf5Error)) throw error;
    }
  }

  placeOf(name: string): string {
    return name === '/' ? this.path : `${this.path} (${name})`;
  }

  private attempt<T>(place: string, work: (module: Hdf5Module, id: bigint) => T): T {
    return attempt(place, () => this.library.call((module) => work(module, this.id)));
  }

  private objectType(module: Hdf5Module, id: bigint, name: string): number {
    try {
      return module.get_type(id, name);
    } catch {
      return -1;
    }
  }

  private wordsFrom(
    module: Hdf5Module,
    id: bigint,
    name: string,
    metadata: Hdf5Metadata,
    begin: number,
    count: number,
  ): string[] {
    const bytes = count * metadata.size;
    if (metadata.vlen) this.checkHeaps();
    return this.withMemory(module, bytes, (pointer) => {
      const counts = [BigInt(count)];
      this.library.check(module.get_dataset_data(id, name, counts, [BigInt(begin)], [1n], BigInt(pointer)));
      const words = wordsAt(module, pointer, count, metadata);
      if (metadata.vlen) module.reclaim_vlen_memory_count(id, name, '', BigInt(pointer), counts);
      return words;
    });
  }

  private attribute(module: Hdf5Module, id: bigint, name: string, attribute: string): AttributeValue {
    const metadata = module.get_attribute_metadata(id, name, attribute);
    const { shape, size, total_size: count, vlen, type } = metadata;
    const bytes = size * count;
    const isWords = type === hdf5Class.string;
    if (!shape || bytes === 0 || bytes > largestAttribute || !(isWords || isNumber(metadata))) return null;
    if (vlen) this.checkHeaps();
    return this.withMemory(module, bytes, (pointer) => {
      this.library.check(module.get_attribute_data(id, name, attribute, BigInt(pointer)));
      const values = isWords
        ? wordsAt(module, pointer, count, metadata)
        : numbersOf(module.HEAPU8.slice(pointer, pointer + bytes).buffer, metadata);
      if (vlen) module.reclaim_vlen_memory(id, name, attribute, BigInt(pointer));
      return shape.length === 0 ? values[0] : values;
    });
  }

  private checkHeaps(): void {
    this.isSound ??= areHeapsSound(this.path);
    if (!this.isSound) throw new Hdf5Error('words lie in a heap whose parts do not lead on');
  }

  private withMemory<T>(module: Hdf5Module, bytes: number, use: (pointer: number) => T): T {
    const pointer = module._malloc(Math.max(8, bytes));
    if (pointer === 0) throw new Hdf5Error(`there is no memory for ${bytes} bytes`);
    try {
      return use(pointer);
    } finally {
      module._free(pointer);
    }
  }
}

function attempt<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Hdf5Error)) throw error;
    throw new UserError('data.hdf5.damaged', { path: place, reason: error.message }, { cause: error });
  }
}

function isNumber({ type, size }: Hdf5Metadata): boolean {
  return (type === hdf5Class.integer && size <= 8) || (type === hdf5Class.float && (size === 4 || size === 8));
}

function numbersOf(buffer: ArrayBuffer, { type, size, signed, total_size: count }: Hdf5Metadata): number[] {
  const view = new DataView(buffer);
  return Array.from({ length: count }, (_, i) => {
    const at = i * size;
    if (type === hdf5Class.float) return size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true);
    if (size === 8) return Number(signed ? view.getBigInt64(at, true) : view.getBigUint64(at, true));
    if (size === 4) return signed ? view.getInt32(at, true) : view.getUint32(at, true);
    if (size === 2) return signed ? view.getInt16(at, true) : view.getUint16(at, true);
    return signed ? view.getInt8(at) : view.getUint8(at);
  });
}

/** Numbers and words, and arrays of such: they hold all that there is of them. */
function isPlainClass(type: number): boolean {
  return type === hdf5Class.integer || type === hdf5Class.float || type === hdf5Class.string || type === hdf5Class.enum;
}

function wordsAt(module: Hdf5Module, pointer: number, count: number, metadata: Hdf5Metadata): string[] {
  const heap = Buffer.from(module.HEAPU8.buffer);
  return Array.from({ length: count }, (_, i) => wordAt(heap, pointer + i * metadata.size, metadata));
}

/** A word in the memory of the library, or one that is pointed to there. */
export function wordAt(heap: Buffer, place: number, { vlen, size }: Pick<Hdf5Metadata, 'vlen' | 'size'>): string {
  const begin = vlen ? heap.readUInt32LE(place) : place;
  if (vlen && begin === 0) return '';
  const most = vlen ? heap.length : begin + size;
  const zero = vlen ? heap.indexOf(0, begin) : heap.subarray(begin, most).indexOf(0);
  const end = zero < 0 ? most : vlen ? zero : begin + zero;
  // Filled up with blanks where they are as in Fortran.
  return heap.toString('utf8', begin, end).trimEnd();
}
