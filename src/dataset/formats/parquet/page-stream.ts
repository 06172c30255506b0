import { crc32 } from 'node:zlib';
import { parquetHeader } from 'hyparquet/src/column.js';
import type { RandomAccess } from '../../bytes/random-access';
import type { Values } from '../columnar/block-target';
import { ColumnFault, Damage, decodeBy, insist } from '../columnar/damage';
import { type Codec, decompress } from '../columnar/decompress';
import { BitRuns } from './bit-runs';
import type { Leaf } from './leaf';
import { cutOff, endOfStruct } from './metadata-check';
import { type ChunkShape, PageShape, shaped } from './metadata-shape';
import { lookUp } from './value-type';
import { type Physical, valueReader } from './values';

/** A page of a column, decompressed, of which levels and values are still to be read. */
export interface Page {
  /** Where its header begins in the file. */
  readonly start: number;
  /** Entries in it: values, missing ones, and lists without any. */
  readonly entries: number;
  readonly repetition: BitRuns | null;
  readonly definition: BitRuns | null;
  readonly values: { read(count: number): Values };
}

/** A column of one row group, as the file's metadata have it. */
export interface Chunk {
  readonly start: number;
  readonly end: number;
  readonly entries: number;
  readonly codec: Codec;
  /** What its pages say that they hold: bytes that are not compressed. */
  readonly bytes: number;
}

const codecs: readonly string[] = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'LZ4', 'LZ4_RAW', 'ZSTD'];

export function isCodec(name: string): name is Codec {
  return codecs.includes(name);
}

/** Some writers of old left the dictionary's header out of a chunk's size. */
const sizeTolerance = 100;

/** @throws Damage when the chunk lies outside of bytes 4..limit of the file. */
export function chunkOf(meta: ChunkShape['meta_data'], codec: Codec, limit: number): Chunk {
  const { dictionary_page_offset: dictionary = 0, data_page_offset: data, total_compressed_size: size } = meta;
  const start = dictionary > 0 ? Math.min(dictionary, data) : data;
  insist(start >= 4 && size >= 0 && start + size <= limit, 'a column outside of the file');
  const end = Math.min(limit, start + size + sizeTolerance);
  return { start, end, entries: meta.num_values, codec, bytes: meta.total_uncompressed_size };
}

const smallestHeaderBytes = 1 << 8;
/** More than a page that is decoded at once may hold. */
const largestPage = 2 ** 30;

/** A page of which the header has been read. */
interface PageHead {
  readonly header: PageShape;
  readonly start: number;
  /** Where what follows the header begins and ends. */
  readonly body: number;
  readonly end: number;
  /** Null for what has none, such as a dictionary. */
  readonly entries: number | null;
}

/** The pages of one chunk, one after the other. */
export class PageStream {
  private at: number;
  private entries = 0;
  private dictionary: Values | null = null;
  private ahead: { readonly start: number; readonly bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) };

  constructor(
    private readonly file: RandomAccess,
    private readonly leaf: Leaf,
    private readonly chunk: Chunk,
    /** How many bytes are read at once, where pages are small. */
    private readonly aheadBytes: number,
  ) {
    this.at = chunk.start;
  }

  /** Where the page begins that was read last. */
  get position(): number {
    return this.at;
  }

  /**
   * Passes over pages that have no more than `entries` in all, of which only the heads are read; answers how many these
   * have. @throws as `next`.
   */
  async pass(entries: number): Promise<number> {
    const begin = this.entries;
    const end = Math.min(begin + entries, this.chunk.entries);
    while (this.entries < end) {
      const head = await this.head();
      if (head.entries === null) await this.take(head);
      else if (this.entries + head.entries > end) break;
      else {
        this.entries += head.entries;
        this.at = head.end;
      }
    }
    return this.entries - begin;
  }

  /** The next page with values; null after the last. @throws Damage, or UserError as the file has it. */
  async next(): Promise<Page | null> {
    while (this.entries < this.chunk.entries) {
      const page = await this.take(await this.head());
      if (page) return page;
    }
    return null;
  }

  /** What comes next. */
  private async head(): Promise<PageHead> {
    const start = this.at;
    const { header, length } = await this.header(start);
    const body = start + length;
    const end = body + header.compressed_page_size;
    insist(end >= body && end <= this.chunk.end, 'a page beyond the end of its column');
    const entries = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? null;
    insist(entries === null || entries >= 0, 'a page of fewer than no values');
    return { header, start, body, end, entries };
  }

  /** Reads it; null where it has no values to give. */
  private async take({ header, start, body: from, end }: PageHead): Promise<Page | null> {
    if (header.type === 'INDEX_PAGE') {
      this.at = end;
      return null;
    }
    const body = await this.bytes(from, end - from);
    if (header.crc !== undefined) insist(crc32(body) === header.crc >>> 0, 'a page with a wrong checksum');
    if (header.type === 'DICTIONARY_PAGE') {
      this.dictionary = this.readDictionary(header, body);
      this.at = end;
      return null;
    }
    const page = this.readPage(header, body, start);
    insist(page.entries <= this.chunk.entries - this.entries, 'more values than announced');
    this.entries += page.entries;
    this.at = end;
    return page.entries > 0 ? page : null;
  }

  private async header(start: number): Promise<{ readonly header: PageShape; readonly length: number }> {
    const room = this.chunk.end - start;
    for (let wanted = smallestHeaderBytes; ; wanted *= 8) {
      const bytes = await this.bytes(start, Math.min(room, wanted));
      try {
        const length = endOfStruct(bytes, 0);
        const view = new DataView(bytes.buffer, bytes.byteOffset, length);
        const header = decodeBy('hyparquet', () => parquetHeader({ view, offset: 0 }));
        return { header: shaped(PageShape, header), length };
      } catch (error) {
        if (!(error instanceof Damage && error.message === cutOff) || wanted >= room) throw error;
      }
    }
  }

  /** Bytes of the chunk, read ahead where it is worth it. */
  private async bytes(start: number, length: number): Promise<Buffer> {
    const offset = start - this.ahead.start;
    if (offset >= 0 && offset + length <= this.ahead.bytes.length) {
      return this.ahead.bytes.subarray(offset, offset + length);
    }
    if (length > this.aheadBytes) return this.file.read(start, length);
    const bytes = await this.file.read(start, Math.min(this.aheadBytes, this.chunk.end - start));
    this.ahead = { start, bytes };
    return bytes.subarray(0, length);
  }

  private readDictionary(header: PageShape, body: Buffer): Values {
    const own = header.dictionary_page_header;
    insist(own !== undefined && this.dictionary === null, 'a dictionary without a head, or a second one');
    const bytes = this.decompress(body, header.uncompressed_page_size);
    const count = own.num_values;
    insist(count >= 0 && count <= bytes.length * 8, 'a dictionary of more values than bytes');
    const { layout, convert } = this.leaf.type;
    // A dictionary of nothing but empty texts still has their lengths.
    return convert(valueReader('PLAIN', layout, bytes, 0).read(count));
  }

  private readPage(header: PageShape, body: Buffer, start: number): Page {
    switch (header.type) {
      case 'DATA_PAGE':
        return this.readFirstVersion(header, body, start);
      case 'DATA_PAGE_V2':
        return this.readSecondVersion(header, body, start);
      default:
        throw new Damage('a page of no known kind');
    }
  }

  /** Levels lie before the values, each with its length, and all are compressed together. */
  private readFirstVersion(header: PageShape, body: Buffer, start: number): Page {
    const own = header.data_page_header;
    insist(own !== undefined && own.num_values >= 0, 'a page without a head');
    const bytes = this.decompress(body, header.uncompressed_page_size);
    let at = 0;
    const levels = (highest: number, encoding: string): BitRuns | null => {
      if (highest === 0) return null;
      if (encoding !== 'RLE') throw new ColumnFault('data.columnar.encoding', { encoding });
      insist(at + 4 <= bytes.length, 'levels are cut off');
      const from = at + 4;
      at = from + bytes.readUInt32LE(at);
      return new BitRuns(bytes, from, at, bitWidth(highest));
    };
    const repetition = levels(this.leaf.lists?.depth ?? 0, own.repetition_level_encoding);
    const definition = levels(this.leaf.maxDefinition, own.definition_level_encoding);
    return { start, entries: own.num_values, repetition, definition, values: this.values(own.encoding, bytes, at) };
  }

  /** Levels lie before the values, uncompressed; their lengths are in the header. */
  private readSecondVersion(header: PageShape, body: Buffer, start: number): Page {
    const own = header.data_page_header_v2;
    insist(own !== undefined && own.num_values >= 0, 'a page without a head');
    const {
      repetition_levels_byte_length: repetitionBytes,
      definition_levels_byte_length: definitionBytes,
      is_compressed: isCompressed,
    } = own;
    const levelBytes = repetitionBytes + definitionBytes;
    insist(repetitionBytes >= 0 && definitionBytes >= 0 && levelBytes <= body.length, 'levels are cut off');
    const { maxDefinition, lists } = this.leaf;
    const repetition = lists && new BitRuns(body, 0, repetitionBytes, bitWidth(lists.depth));
    const definition =
      maxDefinition === 0 ? null : new BitRuns(body, repetitionBytes, levelBytes, bitWidth(maxDefinition));
    const stored = body.subarray(levelBytes);
    const size = header.uncompressed_page_size - levelBytes;
    const bytes = isCompressed === false ? stored : this.decompress(stored, size);
    return { start, entries: own.num_values, repetition, definition, values: this.values(own.encoding, bytes, 0) };
  }

  private decompress(body: Buffer, size: number): Buffer {
    insist(size >= 0 && size <= largestPage, 'a page beyond reason');
    const bytes = decompress(this.chunk.codec, body, size);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  private values(encoding: string, bytes: Buffer, start: number): Page['values'] {
    const { layout, convert } = this.leaf.type;
    if (encoding !== 'RLE_DICTIONARY' && encoding !== 'PLAIN_DICTIONARY') {
      let reader: { read(count: number): Physical } | undefined;
      // Made when the first value is asked for: a page without values may have no bytes at all.
      return {
        read: (count) => {
          reader ??= valueReader(encoding, layout, bytes, start);
          return convert(reader.read(count));
        },
      };
    }
    const { dictionary } = this;
    let indices: BitRuns | undefined;
    return {
      read: (count) => {
        insist(dictionary !== null && start < bytes.length, 'values of a dictionary, of which one is missing');
        indices ??= new BitRuns(bytes, start + 1, bytes.length, bytes[start]);
        const places = new Int32Array(count);
        indices.read(places);
        return lookUp(dictionary, places);
      },
    };
  }
}

function bitWidth(highest: number): number {
  return 32 - Math.clz32(highest);
}
