import { sortedCategories } from '../examples/label-columns';
import type { ColumnProfile } from './column-profile';
import type { TypedColumn } from './table-columns';

/** The categories of a column. */
export interface Classes {
  /** In order. */
  readonly names: readonly string[];
  /** The place of a cell, which is not NaN, among them. */
  place(cell: number): number;
}

/** The categories that a column of words, or one whose different numbers are known, has. */
export function classesOf(profile: ColumnProfile): Classes {
  if (profile.isPassing) return passingClasses(profile.column);
  if (profile.isWords) {
    const names = sortedCategories(profile.words());
    const places = new Map(names.map((name, place) => [name, place]));
    const byCode = Int32Array.from(profile.column.words(), (word) => places.get(word) ?? -1);
    return { names, place: (code) => byCode[code] };
  }
  const numbers = [...profile.distinct].sort((a, b) => a - b);
  const places = new Map(numbers.map((number, place) => [number, place]));
  return { names: numbers.map(String), place: (number) => places.get(number) ?? -1 };
}

/** Only those are known that have been asked for, in that order; to be asked for while their block is the last. */
function passingClasses(column: TypedColumn): Classes {
  const places = new Map<string, number>();
  return {
    get names() {
      return [...places.keys()];
    },
    place(code) {
      const word = column.word(code);
      const place = places.get(word) ?? places.size;
      places.set(word, place);
      return place;
    },
  };
}
