import type { ColumnValues } from '../../src/protocol/data';

/** What stands under the name of a column. */
export interface Chart {
  readonly element: HTMLElement;
  /** Draws the column's counts under the filters and the selection as they now are. */
  draw(column: ColumnValues): void;
}
