import type { StoredColumn } from '../../src/protocol/data';
import type { ViewedData } from '../../src/protocol/view';
import type { ValueKind } from './value-text';

/** Px of a character, of the room around a text, and of the narrowest and the widest column. */
const sizes = { character: 8.4, padding: 22, narrowest: 56, widest: 240 };

/** Characters that values usually have, by the type. */
const usualLengths: Readonly<Record<string, number>> = {
  bool: 5,
  uint8: 4,
  int8: 4,
  uint16: 6,
  int16: 6,
  float16: 7,
  float32: 11,
  float64: 12,
  'datetime64[D]': 10,
};

export interface ColumnHead {
  readonly name: string;
  readonly kind: ValueKind;
  /** Absent for the numbers of an array. */
  readonly stored?: StoredColumn;
}

/** Columns side by side: named ones first, then the elements of an array. Any number of them. */
export class ColumnTrack {
  readonly count: number;
  private readonly widths: Float64Array;
  /** Where each of the named ones begins, and where the last ends. */
  private readonly begins: Float64Array;
  private elementWidth: number;

  constructor(private readonly data: Pick<ViewedData, 'columns' | 'elements' | 'dtype'>) {
    const { columns, elements, dtype } = data;
    const elementCount = elements?.reduce((product, size) => product * size, 1) ?? 0;
    this.count = columns.length + elementCount;
    this.widths = Float64Array.from(columns, widthOf);
    this.begins = new Float64Array(columns.length + 1);
    this.layOut();
    const longestName = elements ? nameOf(elements, elementCount - 1).length : 0;
    this.elementWidth = widthFor(Math.max(longestName, usualLengths[dtype] ?? 9));
  }

  /** Of all columns together, in px. */
  get length(): number {
    return this.begin(this.count);
  }

  /** Makes room for values of so many characters. Answers whether there was none: all places are others then. */
  widen(column: number, characters: number): boolean {
    const width = widthFor(characters);
    const isNamed = column < this.widths.length;
    if (width <= (isNamed ? this.widths[column] : this.elementWidth)) return false;
    if (isNamed) {
      this.widths[column] = width;
      this.layOut();
    } else this.elementWidth = width;
    return true;
  }

  head(column: number): ColumnHead {
    const { columns, elements, dtype } = this.data;
    const stored = columns[column];
    if (stored) return { name: stored.name, kind: stored, stored };
    return { name: nameOf(elements ?? [], column - columns.length), kind: { type: 'numeric', dtype } };
  }

  begin(column: number): number {
    const named = this.begins.length - 1;
    return column <= named ? this.begins[column] : this.begins[named] + (column - named) * this.elementWidth;
  }

  /** The column at a place, in px: the last one beyond the end. */
  at(place: number): number {
    const named = this.begins.length - 1;
    const beyond = place - this.begins[named];
    if (beyond >= 0 && this.count > named)
      return Math.min(this.count - 1, named + Math.floor(beyond / this.elementWidth));
    let low = 0;
    let high = Math.max(0, named - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.begins[middle] <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private layOut(): void {
    for (let i = 0; i < this.widths.length; i++) this.begins[i + 1] = this.begins[i] + this.widths[i];
  }
}

/** The place of an element in an array of a shape: `3`, or `2, 0, 1`; `value` for a single one. */
function nameOf(shape: readonly number[], element: number): string {
  if (shape.length === 0) return '';
  const places: number[] = [];
  let rest = Math.max(0, element);
  for (const size of [...shape].reverse()) {
    places.unshift(rest % Math.max(1, size));
    rest = Math.floor(rest / Math.max(1, size));
  }
  return places.join(', ');
}

function widthOf({ name, type, dtype, missing }: StoredColumn): number {
  const usual = usualLengths[dtype] ?? (type === 'date' ? 19 : type === 'numeric' ? 9 : 18);
  return widthFor(Math.max(usual, name.length + 1, missing > 0 ? 19 : 8));
}

function widthFor(characters: number): number {
  const width = Math.round(characters * sizes.character + sizes.padding);
  return Math.min(sizes.widest, Math.max(sizes.narrowest, width));
}
