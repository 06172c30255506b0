import type { Box } from './bounds';
import { backWalls } from './box-walls';
import { armEnd, type CursorHandle } from './cursor-motion';
import { cssColour, type Palette, type Rgb } from './palette';
import { type Projected, project, type Viewpoint } from './projection';
import { type Vector3, withComponent } from './vector';

/** Draws what is laid over the points, so that it is seen wherever it is: rings, neighbours, the 3-D cursor. */
export class Marks {
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly view: Viewpoint,
    private readonly palette: Palette,
  ) {}

  /** A line from the selected point to each of its neighbours, which get a thin ring. */
  neighbours(selected: Vector3, neighbours: readonly Vector3[], radius: (depth: number) => number): void {
    const { context } = this;
    const from = project(this.view, selected);
    if (from.depth < this.view.near) return;
    for (const neighbour of neighbours) {
      const to = project(this.view, neighbour);
      if (to.depth < this.view.near) continue;
      this.outlined(1.25, 0.75, () => {
        context.beginPath();
        context.moveTo(from.x, from.y);
        context.lineTo(to.x, to.y);
      });
      this.ring(to, radius(to.depth) + 2, 1.25);
    }
  }

  /** The point under the pointer. */
  hovered(place: Vector3, colour: Rgb, radius: (depth: number) => number): void {
    const at = project(this.view, place);
    if (at.depth < this.view.near) return;
    const size = Math.max(3, radius(at.depth));
    this.disc(at, size, cssColour(colour));
    this.ring(at, size + 1.5, 1.5);
  }

  /** The pinned point: larger, in a ring with room between. */
  selected(place: Vector3, colour: Rgb, radius: (depth: number) => number): void {
    const at = project(this.view, place);
    if (at.depth < this.view.near) return;
    const size = Math.max(5, 1.5 * radius(at.depth));
    this.disc(at, size + 2, cssColour(this.palette.background));
    this.disc(at, size, cssColour(colour));
    this.ring(at, size + 3, 2);
  }

  /**
   * A cross of an arm per axis, with a handle at the positive end, and, in a box, lines down to the walls behind it:
   * they tell where in the depth it is.
   */
  cursor(place: Vector3, present: readonly boolean[], box: Box | null, active: CursorHandle | null): void {
    const middle = project(this.view, place);
    if (middle.depth < this.view.near) return;
    if (box) this.dropLines(place, middle, box);
    // What is nearer is drawn later.
    const arms = ([0, 1, 2] as const)
      .filter((axis) => present[axis])
      .map((axis) => ({ axis, tip: project(this.view, armEnd(this.view, place, axis, 1)) }))
      .sort((a, b) => b.tip.depth - a.tip.depth);
    for (const { axis } of arms)
      this.arm(middle, project(this.view, armEnd(this.view, place, axis, -1)), axis, 1, 0.55);
    for (const { axis, tip } of arms) {
      this.arm(middle, tip, axis, active === axis ? 3 : 2, 1);
      this.disc(tip, active === axis ? 6.5 : 5.5, cssColour(this.palette.background));
      this.disc(tip, active === axis ? 5.5 : 4.5, this.palette.axes[axis]);
    }
    const size = active === 'centre' ? 7.5 : 6.5;
    this.disc(middle, size, cssColour(this.palette.background));
    this.ring(middle, size, 2);
    this.disc(middle, 2, cssColour(this.palette.foreground));
  }

  private dropLines(place: Vector3, middle: Projected, box: Box): void {
    const { context } = this;
    context.setLineDash([3, 4]);
    for (const { axis, side, strength } of backWalls(box, this.view.position)) {
      const foot = project(this.view, withComponent(place, axis, (side === 0 ? box.min : box.max)[axis]));
      if (foot.depth < this.view.near) continue;
      context.globalAlpha = strength * (this.palette.highContrast ? 1 : 0.8);
      context.strokeStyle = this.palette.axes[axis];
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(middle.x, middle.y);
      context.lineTo(foot.x, foot.y);
      context.stroke();
      this.disc(foot, 2.5, this.palette.axes[axis], strength);
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  private arm(from: Projected, to: Projected, axis: 0 | 1 | 2, width: number, alpha: number): void {
    const { context } = this;
    context.globalAlpha = alpha;
    context.lineCap = 'round';
    for (const [colour, wide] of [
      [cssColour(this.palette.background), width + 2],
      [this.palette.axes[axis], width],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = wide;
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  private disc({ x, y }: Projected, radius: number, colour: string, alpha = 1): void {
    const { context } = this;
    context.globalAlpha = alpha;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = 1;
  }

  private ring({ x, y }: Projected, radius: number, width: number): void {
    this.outlined(width, 1, () => {
      this.context.beginPath();
      this.context.arc(x, y, radius, 0, 2 * Math.PI);
    });
  }

  /** A line in the colour of text that stays apart from the points by an edge in the background's. */
  private outlined(width: number, alpha: number, path: () => void): void {
    const { context, palette } = this;
    context.globalAlpha = alpha;
    path();
    context.strokeStyle = cssColour(palette.background);
    context.lineWidth = width + 2;
    context.stroke();
    context.strokeStyle = cssColour(palette.foreground);
    context.lineWidth = width;
    context.stroke();
    context.globalAlpha = 1;
  }
}
