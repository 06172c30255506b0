import type { ElementName } from '../../bytes/elements';
import { insist } from '../columnar/damage';
import type { FlatTable } from './flat-table';

/** How numbers lie in a buffer: as they are, as bits, or to be computed from. */
export interface NumberLayout {
  readonly kind: 'numbers';
  readonly dtype: ElementName;
  readonly time?: string;
  /** Decimal numbers: integers of so many bytes, divided by ten to the power of `scale`. */
  readonly decimal?: { readonly bytes: number; readonly scale: number };
}

/** What the buffers of a field hold. Every field has one node, its own buffers, and those of its children. */
export type FieldLayout =
  | NumberLayout
  | { readonly kind: 'null' }
  | { readonly kind: 'words'; readonly offsetBytes: 4 | 8 }
  | { readonly kind: 'wordViews' }
  | { readonly kind: 'bytes'; readonly offsetBytes: 4 | 8 }
  | { readonly kind: 'byteViews' }
  | { readonly kind: 'struct' }
  | { readonly kind: 'list'; readonly offsetBytes: 4 | 8 }
  | { readonly kind: 'fixedList'; readonly length: number }
  /** Not read, only stepped over. */
  | { readonly kind: 'other'; readonly type: string; readonly nested: boolean };

export interface Field {
  readonly name: string;
  readonly layout: FieldLayout;
  readonly children: readonly Field[];
  /** Buffers besides those of children; views have more, as many as each batch says. */
  readonly buffers: number;
  /** The field holds codes; layout and buffers are those of the values that they stand for. */
  readonly dictionary: { readonly id: number; readonly index: ElementName } | null;
  /** What its writer has noted of it, such as the type that it is to a program. */
  readonly notes: Notes;
}

/** Texts by name. */
export type Notes = ReadonlyMap<string, string>;

const deepest = 64;
/** As many columns as nobody has; a schema may point to the same field again and again. */
const mostFields = 1 << 20;

/**
 * The fields of a schema.
 * Source: github.com/apache/arrow, format/Schema.fbs.
 * @throws Damage.
 */
export function readFields(schema: FlatTable): Field[] {
  let left = mostFields;
  const read = (field: FlatTable, depth: number): Field => {
    insist(depth < deepest && left-- > 0, 'fields beyond reason');
    const children = field.tables(5).map((child) => read(child, depth + 1));
    const encoding = field.table(4);
    const index = encoding?.table(1);
    const dictionary = encoding && { id: encoding.int64(0), index: index ? integer(index) : ('int32' as const) };
    const { layout, buffers } = readType(field.uint8(2), field.table(3), children);
    const notes = readNotes(field, 6);
    left -= notes.size;
    return { name: field.text(0), layout, children, buffers, dictionary, notes };
  };
  return schema.tables(1).map((field) => read(field, 0));
}

/** What the writer of a schema has noted of all of it. @throws Damage. */
export function schemaNotes(schema: FlatTable): Notes {
  return readNotes(schema, 2);
}

function readNotes(table: FlatTable, field: number): Notes {
  return new Map(table.tables(field).map((note) => [note.text(0), note.text(1)]));
}

/** Does the field have more buffers than its type says, as many as each batch says? */
export function hasViews({ layout }: Field): boolean {
  return layout.kind === 'wordViews' || layout.kind === 'byteViews';
}

const units = ['s', 'ms', 'us', 'ns'];

type ReadType = { readonly layout: FieldLayout; readonly buffers: number };

function readType(id: number, type: FlatTable | null, children: readonly Field[]): ReadType {
  const numbers = (layout: Omit<NumberLayout, 'kind'>): ReadType => ({
    layout: { kind: 'numbers', ...layout },
    buffers: 2,
  });
  const other = (type: string, nested: boolean, buffers: number): ReadType => ({
    layout: { kind: 'other', type, nested },
    buffers,
  });
  const unit = (fallback: number) => {
    const name = units[type?.int16(0, fallback) ?? fallback];
    insist(name !== undefined, 'a time of no known unit');
    return name;
  };
  switch (id) {
    case 1:
      return { layout: { kind: 'null' }, buffers: 0 };
    case 2:
      insist(type !== null, 'an integer of no width');
      return numbers({ dtype: integer(type) });
    case 3: {
      const dtype = (['float16', 'float32', 'float64'] as const)[type?.int16(0) ?? 0];
      insist(dtype !== undefined, 'a float of no known width');
      return numbers({ dtype });
    }
    case 4:
      return { layout: { kind: 'bytes', offsetBytes: 4 }, buffers: 3 };
    case 5:
      return { layout: { kind: 'words', offsetBytes: 4 }, buffers: 3 };
    case 6:
      return numbers({ dtype: 'bool' });
    case 7: {
      const bits = type?.int32(2, 128) ?? 128;
      insist([32, 64, 128, 256].includes(bits), 'a decimal number of no known width');
      return numbers({ dtype: 'float64', decimal: { bytes: bits / 8, scale: type?.int32(1) ?? 0 } });
    }
    case 8:
      return (type?.int16(0, 1) ?? 1) === 0
        ? numbers({ dtype: 'int32', time: 'datetime64[D]' })
        : numbers({ dtype: 'int64', time: 'datetime64[ms]' });
    case 9: {
      const bits = type?.int32(1, 32) ?? 32;
      return numbers({ dtype: bits === 64 ? 'int64' : 'int32', time: `timedelta64[${unit(1)}]` });
    }
    case 10:
      return numbers({ dtype: 'int64', time: `datetime64[${unit(0)}]` });
    case 11:
      return other('Interval', false, 2);
    case 12:
      insist(children.length === 1, 'a list of no known elements');
      return { layout: { kind: 'list', offsetBytes: 4 }, buffers: 2 };
    case 13:
      return { layout: { kind: 'struct' }, buffers: 1 };
    case 14:
      return other('Union', true, type?.int16(0) === 1 ? 2 : 1);
    case 15:
      return other('FixedSizeBinary', false, 2);
    case 16: {
      const length = type?.int32(0) ?? 0;
      insist(length >= 0 && children.length === 1, 'a list of a length below zero');
      return { layout: { kind: 'fixedList', length }, buffers: 1 };
    }
    case 17:
      return other('Map', true, 2);
    case 18:
      return numbers({ dtype: 'int64', time: `timedelta64[${unit(1)}]` });
    case 19:
      return { layout: { kind: 'bytes', offsetBytes: 8 }, buffers: 3 };
    case 20:
      return { layout: { kind: 'words', offsetBytes: 8 }, buffers: 3 };
    case 21:
      insist(children.length === 1, 'a list of no known elements');
      return { layout: { kind: 'list', offsetBytes: 8 }, buffers: 2 };
    case 22:
      return other('RunEndEncoded', false, 0);
    case 23:
      return { layout: { kind: 'byteViews' }, buffers: 2 };
    case 24:
      return { layout: { kind: 'wordViews' }, buffers: 2 };
    case 25:
    case 26:
      return other('ListView', true, 3);
    default:
      insist(false, `a type of no known kind: ${id}`);
  }
}

function integer(type: FlatTable): ElementName {
  const bits = type.int32(0);
  insist(bits === 8 || bits === 16 || bits === 32 || bits === 64, 'an integer of no known width');
  return type.boolean(1) ? `int${bits}` : `uint${bits}`;
}
