import type { Bits } from '../../data/bits';
import type { Combine } from '../../selection/combine';
import type { Viewpoint } from '../projection';
import type { PointsViewListener } from '../scene-state';
import type { Place } from '../shapes';
import { box, boxOutline } from './box';
import { brush } from './brush';
import { KeyFrame } from './key-frame';
import { lasso } from './lasso';
import { OutlineLayer } from './outline-layer';
import { boxRegion, type Region } from './region';
import type { SelectionTool, Stroke, Tool } from './tool';

const selectionTools: Readonly<Record<Exclude<Tool, 'orbit'>, SelectionTool>> = { box, lasso, brush };

/** The points as they are on the screen now. */
export interface SeenPoints {
  readonly view: Viewpoint;
  within(region: Region): Bits;
}

/** Selects points by the tool that is chosen: by strokes of the pointer, or by a frame that keys move. */
export class Selector {
  readonly layer = new OutlineLayer();
  private chosen: Tool = 'orbit';
  private stroke: { readonly drawn: Stroke; readonly how: Combine } | null = null;
  private frame: KeyFrame | null = null;

  constructor(
    private readonly points: SeenPoints,
    private readonly listener: PointsViewListener,
  ) {}

  get tool(): Tool {
    return this.chosen;
  }

  set tool(tool: Tool) {
    this.chosen = tool;
    this.cancel();
  }

  /** A button went down; false where the tool selects nothing. */
  begin(at: Place, how: Combine): boolean {
    if (this.chosen === 'orbit') return false;
    this.cancel();
    this.stroke = { drawn: selectionTools[this.chosen].begin(at), how };
    return true;
  }

  move(to: Place): void {
    if (!this.stroke) return;
    this.stroke.drawn.move(to);
    this.layer.show(this.stroke.drawn.outline);
  }

  end(): void {
    const { stroke } = this;
    this.cancel();
    if (stroke) this.listener.select?.(this.points.within(stroke.drawn.region), stroke.how);
  }

  /** Takes back what is being drawn; false where nothing is. */
  cancel(): boolean {
    const drawn = this.stroke !== null || this.frame !== null;
    this.stroke = null;
    this.frame = null;
    this.layer.show(null);
    return drawn;
  }

  /** Moves the frame by steps to the right and up, or makes it wider and higher; false where the tool selects nothing. */
  moveFrame(x: number, y: number, grow: boolean): boolean {
    if (this.chosen === 'orbit') return false;
    this.stroke = null;
    if (!this.frame) this.frame = new KeyFrame(this.points.view);
    else if (grow) this.frame.grow(x, y);
    else this.frame.move(x, y);
    const [a, b] = this.frame.corners;
    this.layer.show(boxOutline(a, b));
    this.listener.enclose?.(this.points.within(boxRegion(a, b)).count);
    return true;
  }

  /** Selects what is in the frame; false where there is none. */
  takeFrame(how: Combine): boolean {
    if (!this.frame) return false;
    const [a, b] = this.frame.corners;
    this.listener.select?.(this.points.within(boxRegion(a, b)), how);
    return true;
  }
}
