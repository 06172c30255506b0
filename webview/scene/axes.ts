import { type Box, centre } from './bounds';
import { backWalls, type Edge, labelEdges, type Wall } from './box-walls';
import { cssColour, type Palette } from './palette';
import { type Projected, project, projectSegment, unproject, type Viewpoint, worldPerPixel } from './projection';
import { niceStep, ticks, tickText } from './ticks';
import { subtract, type Vector3, withComponent } from './vector';

export type AxisLabels = readonly (string | null)[];

/** Lines are about so many pixels apart when one is close, and never fewer than so many to the longest edge. */
const spacing = 96;
const fewestSteps = 4;
/** An edge this short on the screen points at the viewer: labels along it would lie on each other. */
const shortestEdge = 56;
const tickFont = 11;
const nameFont = 12;

/** A box and its axes around points in space. */
export class SpaceAxes {
  private readonly walls: readonly [Wall, Wall, Wall];
  private readonly step: number;

  constructor(
    private readonly view: Viewpoint,
    private readonly box: Box,
    private readonly labels: AxisLabels,
    private readonly palette: Palette,
    distance: number,
  ) {
    this.walls = backWalls(box, view.position);
    const longest = Math.max(...subtract(box.max, box.min));
    this.step = niceStep(
      Math.min(longest / fewestSteps, Math.max(longest / 24, worldPerPixel(view, distance) * spacing)),
    );
  }

  /** The walls behind the points, with a grid. */
  drawBehind(context: CanvasRenderingContext2D): void {
    const { palette } = this;
    for (const wall of this.walls) {
      context.fillStyle = context.strokeStyle = cssColour(palette.foreground);
      this.fillWall(context, wall);
      this.strokeGrid(context, wall);
    }
  }

  private fillWall(context: CanvasRenderingContext2D, wall: Wall): void {
    const corners = this.corners(wall).map((corner) => project(this.view, corner));
    if (corners.some(({ depth }) => depth < this.view.near)) return;
    context.globalAlpha = wall.strength * (this.palette.highContrast ? 0 : 0.028);
    context.beginPath();
    for (const { x, y } of corners) context.lineTo(x, y);
    context.closePath();
    context.fill();
    context.globalAlpha = wall.strength * (this.palette.highContrast ? 0.8 : 0.2);
    context.lineWidth = 1;
    context.stroke();
  }

  private corners({ axis, side }: Wall): readonly Vector3[] {
    const { min, max } = this.box;
    const [b, c] = others(axis);
    const base = withComponent(min, axis, (side === 0 ? min : max)[axis]);
    return [
      base,
      withComponent(base, b, max[b]),
      withComponent(withComponent(base, b, max[b]), c, max[c]),
      withComponent(base, c, max[c]),
    ];
  }

  private strokeGrid(context: CanvasRenderingContext2D, wall: Wall): void {
    const { box, step } = this;
    const plane = side(box, wall.side)[wall.axis];
    const [b, c] = others(wall.axis);
    context.lineWidth = 1;
    for (const [along, across] of [
      [b, c],
      [c, b],
    ] as const) {
      for (const value of ticks(box.min[across], box.max[across], step)) {
        const from = withComponent(withComponent(box.min, wall.axis, plane), across, value);
        const to = withComponent(from, along, box.max[along]);
        // The lines of zero are where the prior has its middle.
        const strength = value === 0 ? 0.26 : 0.09;
        context.globalAlpha = wall.strength * (this.palette.highContrast ? 2 * strength : strength);
        strokeSegment(context, this.view, from, to);
      }
    }
  }

  /** Numbers and names along the outline of the box. */
  drawLabels(context: CanvasRenderingContext2D): void {
    const middle = project(this.view, centre(this.box));
    for (const edge of labelEdges(this.box, this.walls, this.view.right)) this.drawEdge(context, edge, middle);
    context.globalAlpha = 1;
  }

  private drawEdge(context: CanvasRenderingContext2D, edge: Edge, middle: Projected): void {
    const { view, palette, step } = this;
    const a = project(view, edge.from);
    const b = project(view, edge.to);
    if (a.depth < view.near || b.depth < view.near) return;
    const long = Math.hypot(b.x - a.x, b.y - a.y);
    if (long < shortestEdge) return;
    const normal = outwards(a, b, middle);
    const strength = Math.min(1, (long - shortestEdge) / 40);
    const values = ticks(edge.from[edge.axis], edge.to[edge.axis], step);
    const every = Math.max(1, Math.ceil((34 * (values.length + 1)) / long));
    context.globalAlpha = strength * (palette.highContrast ? 1 : 0.85);
    context.font = `${tickFont}px ${palette.font}`;
    let widest = 0;
    for (const value of values) {
      // Counted from zero, so that zero has a number.
      if (Math.round(value / step) % every !== 0) continue;
      const at = project(view, withComponent(edge.from, edge.axis, value));
      const text = tickText(value, step);
      widest = Math.max(widest, context.measureText(text).width);
      drawText(context, palette, text, at.x + 9 * normal.x, at.y + 9 * normal.y, normal, cssColour(palette.muted));
    }
    const name = this.labels[edge.axis];
    if (!name) return;
    const away = 20 + Math.abs(normal.x) * widest + Math.abs(normal.y) * tickFont;
    context.globalAlpha = strength;
    context.font = `600 ${nameFont}px ${palette.font}`;
    const x = (a.x + b.x) / 2 + away * normal.x;
    const y = (a.y + b.y) / 2 + away * normal.y;
    drawText(context, palette, name, x, y, normal, palette.axes[edge.axis]);
  }
}

/** A grid across the whole view, for points in a plane (or, without a y axis, on a line). */
export class FlatAxes {
  private readonly low: Vector3;
  private readonly high: Vector3;
  private readonly step: number;

  constructor(
    private readonly view: Viewpoint,
    private readonly labels: AxisLabels,
    private readonly palette: Palette,
    distance: number,
  ) {
    this.low = unproject(view, { x: 0, y: view.height, depth: distance });
    this.high = unproject(view, { x: view.width, y: 0, depth: distance });
    this.step = niceStep(worldPerPixel(view, distance) * spacing * 0.8);
  }

  drawBehind(context: CanvasRenderingContext2D): void {
    const { view, low, high, palette } = this;
    context.strokeStyle = cssColour(palette.foreground);
    context.lineWidth = 1;
    for (const axis of [0, 1] as const) {
      if (this.labels[axis] === null) continue;
      for (const value of ticks(low[axis], high[axis], this.step)) {
        const from = withComponent([low[0], low[1], 0], axis, value);
        const to = withComponent([high[0], high[1], 0], axis, value);
        const strength = value === 0 ? 0.34 : 0.1;
        context.globalAlpha = palette.highContrast ? Math.min(1, 2 * strength) : strength;
        strokeSegment(context, view, from, to);
      }
    }
  }

  drawLabels(context: CanvasRenderingContext2D): void {
    const { view, low, high, step, palette } = this;
    const muted = cssColour(palette.muted);
    context.font = `${tickFont}px ${palette.font}`;
    if (this.labels[0] !== null) {
      for (const value of ticks(low[0], high[0], step)) {
        const { x } = project(view, [value, low[1], 0]);
        if (x < 60 || x > view.width - 30) continue;
        drawText(context, palette, tickText(value, step), x, view.height - 12, { x: 0, y: 0 }, muted);
      }
    }
    if (this.labels[1] !== null) {
      for (const value of ticks(low[1], high[1], step)) {
        const { y } = project(view, [low[0], value, 0]);
        if (y < 40 || y > view.height - 40) continue;
        drawText(context, palette, tickText(value, step), 8, y, { x: 1, y: 0 }, muted);
      }
    }
    context.font = `600 ${nameFont}px ${palette.font}`;
    const [x, y] = this.labels;
    if (x) drawText(context, palette, x, view.width - 10, view.height - 28, { x: -1, y: 0 }, palette.axes[0]);
    if (y) drawText(context, palette, y, 8, 16, { x: 1, y: 0 }, palette.axes[1]);
  }
}

function others(axis: 0 | 1 | 2): readonly [0 | 1 | 2, 0 | 1 | 2] {
  return axis === 0 ? [1, 2] : axis === 1 ? [0, 2] : [0, 1];
}

function side(box: Box, which: 0 | 1): Vector3 {
  return which === 0 ? box.min : box.max;
}

function strokeSegment(context: CanvasRenderingContext2D, view: Viewpoint, from: Vector3, to: Vector3): void {
  const segment = projectSegment(view, from, to);
  if (!segment) return;
  context.beginPath();
  context.moveTo(segment.from.x, segment.from.y);
  context.lineTo(segment.to.x, segment.to.y);
  context.stroke();
}

/** The direction at right angles to a line on the screen, away from `middle`. */
function outwards(a: Projected, b: Projected, middle: Projected): { readonly x: number; readonly y: number } {
  const size = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const normal = { x: (b.y - a.y) / size, y: (a.x - b.x) / size };
  const away = normal.x * (a.x + b.x - 2 * middle.x) + normal.y * (a.y + b.y - 2 * middle.y);
  return away >= 0 ? normal : { x: -normal.x, y: -normal.y };
}

/** Text that grows from (x, y) in a direction, legible over points by an outline in the background's colour. */
function drawText(
  context: CanvasRenderingContext2D,
  { background }: Palette,
  text: string,
  x: number,
  y: number,
  direction: { readonly x: number; readonly y: number },
  colour: string,
): void {
  context.textAlign = direction.x > 0.35 ? 'left' : direction.x < -0.35 ? 'right' : 'center';
  context.textBaseline = direction.y > 0.6 ? 'top' : direction.y < -0.6 ? 'bottom' : 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = cssColour(background);
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}
