import type { Place } from '../shapes';
import type { Region } from './region';

/** What dragging over the points does. */
export type Tool = 'orbit' | 'box' | 'lasso' | 'brush';

/** A tool that selects what one drags over. */
export interface SelectionTool {
  begin(at: Place): Stroke;
}

/** From where a button went down to where it goes up. */
export interface Stroke {
  /** The pointer goes on. */
  move(to: Place): void;
  /** What would be selected now. */
  readonly region: Region;
  readonly outline: Outline;
}

/** How a region is shown while it is drawn. */
export interface Outline {
  /** As SVG has it, in CSS pixels. */
  readonly path: string;
  /** How wide the line is that covers the region; null: the line only goes round it. */
  readonly width: number | null;
}

/** Straight lines from place to place. */
export function pathOf(places: readonly Place[]): string {
  return places.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}
