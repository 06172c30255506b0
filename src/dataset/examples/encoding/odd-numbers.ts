import type { PlaceOf } from './place';

/** Numbers of a kind that stands in the way, among vectors or images: how many there are, and where the first is. */
export class OddNumbers {
  count = 0;
  /** Of the first, counted from 0. */
  row = 0;
  column = 0;

  /** @param index The example's, of which `placeOf` tells the row. */
  add(placeOf: PlaceOf, index: number, column: number): void {
    if (this.count++ > 0) return;
    this.row = placeOf(index);
    this.column = column;
  }
}
