import type { ColumnInfo, ColumnValues } from '../../../protocol/data';
import type { Task } from '../../../task';
import type { ImageShape } from '../../examples/encoding/pixels';

/** A set of images that is drawn, not read. Always the same, on every machine. */
export interface Generator {
  readonly name: string;
  readonly examples: number;
  readonly shape: ImageShape;
  /** The first is the label. */
  readonly columns: readonly ColumnInfo[];
  /** The first `examples`. */
  generate(examples: number, task: Task): Promise<Generated>;
}

export interface Generated {
  readonly pixels: Uint8Array;
  readonly columns: readonly ColumnValues[];
}
