import { type Box, centre } from './bounds';
import { backWalls, type Edge, labelEdges, type Wall } from './box-walls';
import type { Palette, Rgb } from './colours';
import { project, projectSegment, unproject, type Viewpoint, worldPerPixel } from './projection';
import { alignment, type Place, type Shape } from './shapes';
import { niceStep, ticks, tickText } from './ticks';
import { subtract, type Vector3, withComponent } from './vector';

export type AxisLabels = readonly (string | null)[];

/** What the axes draw: a grid behind the points, and the text that goes with it. */
export interface Axes {
  readonly behind: readonly Shape[];
  readonly labels: readonly Shape[];
}

/** Lines are about so many pixels apart when one is close, and never fewer than so many to the longest edge. */
const spacing = 64;
const fewestSteps = 5;
const mostSteps = 24;
/** An edge this short on the screen points at the viewer: labels along it would lie on each other. */
const shortestEdge = 56;
/** Lines this near to the edge of their wall (as a share of it) are left out: they would double it. */
const crowded = 0.025;
/** Numbers this near (in pixels) to the end of their edge are left out: there, the next axis has its own. */
const corner = 12;
/** How far apart labels have to be, in pixels. */
const labelSpacing = 34;
const tickFont = 11;
const nameFont = 12;
/** A letter is about so wide, as a share of the font's size. */
const letter = 0.58;

/** The box around points in space, whose inner walls carry a grid. `distance` is the camera's from its target. */
export function spaceAxes(view: Viewpoint, box: Box, labels: AxisLabels, palette: Palette, distance: number): Axes {
  const longest = Math.max(...subtract(box.max, box.min));
  const close = worldPerPixel(view, distance) * spacing;
  const step = niceStep(Math.min(longest / fewestSteps, Math.max(longest / mostSteps, close)));
  const walls = backWalls(box, view.position);
  const middle = project(view, centre(box));
  return {
    behind: walls.flatMap((wall) => wallShapes(view, box, wall, step, palette)),
    labels: labelEdges(box, walls, view.right).flatMap((edge) =>
      edgeLabels(view, edge, middle, step, labels[edge.axis], palette),
    ),
  };
}

function wallShapes(view: Viewpoint, box: Box, wall: Wall, step: number, palette: Palette): readonly Shape[] {
  const colour = palette.foreground;
  const plane = (wall.side === 0 ? box.min : box.max)[wall.axis];
  const base = withComponent(box.min, wall.axis, plane);
  const shapes: Shape[] = [];
  const area = wallArea(view, box, base, wall.axis);
  if (area && !palette.highContrast) {
    shapes.push({ kind: 'area', corners: area, colour, alpha: 0.028 * wall.strength });
  }
  const [b, c] = others(wall.axis);
  for (const [along, across] of [
    [b, c],
    [c, b],
  ] as const) {
    const stroke = (value: number, strength: number) => {
      const from = withComponent(base, across, value);
      const segment = projectSegment(view, from, withComponent(from, along, box.max[along]));
      const alpha = Math.min(1, wall.strength * strength * (palette.highContrast ? 2.5 : 1));
      if (segment) shapes.push({ kind: 'line', ...segment, width: 1, colour, alpha });
    };
    stroke(box.min[across], 0.22);
    stroke(box.max[across], 0.22);
    // The lines of zero show where the prior has its middle.
    const clear = (box.max[across] - box.min[across]) * crowded;
    for (const value of ticks(box.min[across] + clear, box.max[across] - clear, step)) {
      stroke(value, value === 0 ? 0.3 : 0.1);
    }
  }
  return shapes;
}

/** Null where the camera is so close that a corner is behind it. */
function wallArea(
  view: Viewpoint,
  box: Box,
  base: Vector3,
  axis: 0 | 1 | 2,
): readonly [Place, Place, Place, Place] | null {
  const [b, c] = others(axis);
  const across = withComponent(base, b, box.max[b]);
  const corners = [base, across, withComponent(across, c, box.max[c]), withComponent(base, c, box.max[c])] as const;
  const [p, q, r, s] = corners.map((corner) => project(view, corner));
  return Math.min(p.depth, q.depth, r.depth, s.depth) < view.near ? null : [p, q, r, s];
}

/** Numbers along an edge of the box, on its outer side, and the axis's name beyond them. */
function edgeLabels(
  view: Viewpoint,
  edge: Edge,
  middle: Place,
  step: number,
  name: string | null,
  palette: Palette,
): readonly Shape[] {
  const from = project(view, edge.from);
  const to = project(view, edge.to);
  const long = Math.hypot(to.x - from.x, to.y - from.y);
  if (Math.min(from.depth, to.depth) < view.near || long < shortestEdge) return [];
  const outward = outwards(from, to, middle);
  const strength = Math.min(1, (long - shortestEdge) / 40);
  const clear = ((edge.to[edge.axis] - edge.from[edge.axis]) * corner) / long;
  const values = ticks(edge.from[edge.axis] + clear, edge.to[edge.axis] - clear, step);
  const every = Math.max(1, Math.ceil((labelSpacing * (values.length + 1)) / long));
  // Counted from zero, so that zero has a number.
  const numbered = values.filter((value) => Math.round(value / step) % every === 0);
  const shapes = numbered.map((value): Shape => {
    const at = beside(project(view, withComponent(edge.from, edge.axis, value)), outward, 8);
    return { ...label(tickText(value, step), at, outward, palette.muted, palette), alpha: strength };
  });
  if (!name) return shapes;
  const longest = Math.max(0, ...numbered.map((value) => tickText(value, step).length));
  const away = 18 + Math.abs(outward.x) * longest * letter * tickFont + Math.abs(outward.y) * tickFont;
  const at = beside({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, outward, away);
  return [...shapes, { ...label(name, at, outward, palette.axes[edge.axis], palette, true), alpha: strength }];
}

/** A grid across the whole view, for points in a plane or, without a y axis, on a line. */
export function flatAxes(view: Viewpoint, labels: AxisLabels, palette: Palette, distance: number): Axes {
  const low = unproject(view, { x: 0, y: view.height, depth: distance });
  const high = unproject(view, { x: view.width, y: 0, depth: distance });
  const step = niceStep(worldPerPixel(view, distance) * spacing * 1.25);
  const behind: Shape[] = [];
  const texts: Shape[] = [];
  for (const axis of [0, 1] as const) {
    const name = labels[axis];
    if (name === null) continue;
    for (const value of ticks(low[axis], high[axis], step)) {
      const from = project(view, withComponent([low[0], low[1], 0], axis, value));
      const to = project(view, withComponent([high[0], high[1], 0], axis, value));
      const alpha = Math.min(1, (value === 0 ? 0.36 : 0.1) * (palette.highContrast ? 2.5 : 1));
      behind.push({ kind: 'line', from, to, width: 1, colour: palette.foreground, alpha });
      const text = tickText(value, step);
      if (axis === 0 && from.x > 60 && from.x < view.width - 30) {
        texts.push(label(text, { x: from.x, y: view.height - 12 }, { x: 0, y: 0 }, palette.muted, palette));
      } else if (axis === 1 && from.y > 40 && from.y < view.height - 40) {
        texts.push(label(text, { x: 8, y: from.y }, { x: 1, y: 0 }, palette.muted, palette));
      }
    }
    const end = axis === 0 ? { x: view.width - 10, y: view.height - 30 } : { x: 8, y: 16 };
    texts.push(label(name, end, { x: axis === 0 ? -1 : 1, y: 0 }, palette.axes[axis], palette, true));
  }
  return { behind, labels: texts };
}

function label(text: string, at: Place, direction: Place, colour: Rgb, palette: Palette, name = false): Shape {
  return {
    kind: 'text',
    text,
    at,
    ...alignment(direction),
    font: `${name ? 600 : 400} ${name ? nameFont : tickFont}px ${palette.font}`,
    colour,
    outline: palette.background,
    alpha: 1,
  };
}

function others(axis: 0 | 1 | 2): readonly [0 | 1 | 2, 0 | 1 | 2] {
  return axis === 0 ? [1, 2] : axis === 1 ? [0, 2] : [0, 1];
}

function beside({ x, y }: Place, direction: Place, distance: number): Place {
  return { x: x + distance * direction.x, y: y + distance * direction.y };
}

/** The direction at right angles to a line on the screen, away from `middle`. */
function outwards(a: Place, b: Place, middle: Place): Place {
  const size = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const normal = { x: (b.y - a.y) / size, y: (a.x - b.x) / size };
  const away = normal.x * (a.x + b.x - 2 * middle.x) + normal.y * (a.y + b.y - 2 * middle.y);
  return away >= 0 ? normal : { x: -normal.x, y: -normal.y };
}
