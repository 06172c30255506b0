import type { Box } from './bounds';
import { backWalls } from './box-walls';
import type { Palette, Rgb } from './colours';
import { armEnd, type CursorHandle } from './cursor-motion';
import type { PointRadius } from './picking';
import { type Projected, project, type Viewpoint } from './projection';
import type { Place, Shape } from './shapes';
import { type Vector3, withComponent } from './vector';

/** A point that is marked: where it is, and its colour. */
export interface Marked {
  readonly place: Vector3;
  readonly colour: Rgb;
}

/** Length and gap of a dashed line's dashes, in pixels. */
const dash = 3;
const gap = 4;

/** A line from the selected point to each of its neighbours, which get a thin ring. */
export function neighbourMarks(
  view: Viewpoint,
  palette: Palette,
  selected: Vector3,
  neighbours: readonly Vector3[],
  radius: PointRadius,
): readonly Shape[] {
  const from = project(view, selected);
  if (from.depth < view.near) return [];
  const ends = neighbours.map((place) => project(view, place)).filter(({ depth }) => depth >= view.near);
  const line = (to: Place, width: number, colour: Rgb, alpha: number): Shape => {
    return { kind: 'line', from, to, width, colour, alpha };
  };
  return [
    ...ends.map((to) => line(to, 3, palette.background, 0.6)),
    ...ends.map((to) => line(to, 1.25, palette.foreground, 0.8)),
    ...ends.flatMap((to) => ring(to, Math.max(2.5, radius.at(to.depth)) + 1.5, 1.25, palette)),
  ];
}

/** The point under the pointer. */
export function hoverMark(
  view: Viewpoint,
  palette: Palette,
  { place, colour }: Marked,
  radius: PointRadius,
): readonly Shape[] {
  const at = project(view, place);
  if (at.depth < view.near) return [];
  const size = Math.max(3, radius.at(at.depth));
  return [disc(at, size, colour), ...ring(at, size + 1.5, 1.5, palette)];
}

/** The pinned point: larger, in a ring with room between. */
export function selectionMark(
  view: Viewpoint,
  palette: Palette,
  { place, colour }: Marked,
  radius: PointRadius,
): readonly Shape[] {
  const at = project(view, place);
  if (at.depth < view.near) return [];
  const size = Math.max(5, 1.5 * radius.at(at.depth));
  return [disc(at, size + 2, palette.background), disc(at, size, colour), ...ring(at, size + 3, 2, palette)];
}

/**
 * The 3-D cursor: an arm along each axis that is there, with a handle at its positive end, and, in a box, lines to the
 * walls behind it, which tell how deep it is. What the pointer has hold of is drawn stronger.
 */
export function cursorMark(
  view: Viewpoint,
  palette: Palette,
  place: Vector3,
  present: readonly boolean[],
  box: Box | null,
  active: CursorHandle | null,
): readonly Shape[] {
  const middle = project(view, place);
  if (middle.depth < view.near) return [];
  const axes = ([0, 1, 2] as const).filter((axis) => present[axis]);
  // What is nearer is drawn later.
  const arms = axes
    .map((axis) => ({ axis, tip: project(view, armEnd(view, place, axis, 1)) }))
    .sort((a, b) => b.tip.depth - a.tip.depth);
  const size = active === 'centre' ? 7.5 : 6.5;
  return [
    ...(box ? dropLines(view, palette, place, middle, box) : []),
    ...axes.flatMap((axis) =>
      arm(middle, project(view, armEnd(view, place, axis, -1)), 1, palette.axes[axis], palette, 0.55),
    ),
    ...arms.flatMap(({ axis, tip }) => [
      ...arm(middle, tip, active === axis ? 3 : 2, palette.axes[axis], palette, 1),
      disc(tip, active === axis ? 7 : 5.5, palette.background),
      disc(tip, active === axis ? 6 : 4.5, palette.axes[axis]),
    ]),
    disc(middle, size, palette.background),
    ...ring(middle, size, 2, palette),
    disc(middle, 2, palette.foreground),
  ];
}

function dropLines(view: Viewpoint, palette: Palette, place: Vector3, from: Projected, box: Box): readonly Shape[] {
  return backWalls(box, view.position).flatMap(({ axis, side, strength }) => {
    const foot = project(view, withComponent(place, axis, (side === 0 ? box.min : box.max)[axis]));
    if (foot.depth < view.near) return [];
    const colour = palette.axes[axis];
    return [...dashed(from, foot, colour, 0.8 * strength), { ...disc(foot, 2.5, colour), alpha: strength }];
  });
}

function dashed(from: Place, to: Place, colour: Rgb, alpha: number): readonly Shape[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  // A line that leaves the view for good needs no more dashes than the view could show.
  const count = Math.min(400, Math.floor(length / (dash + gap)));
  const at = (distance: number): Place => ({
    x: from.x + ((to.x - from.x) * distance) / length,
    y: from.y + ((to.y - from.y) * distance) / length,
  });
  return Array.from({ length: count }, (_, i): Shape => {
    const start = i * (dash + gap);
    return { kind: 'line', from: at(start), to: at(start + dash), width: 1.25, colour, alpha };
  });
}

function arm(from: Place, to: Place, width: number, colour: Rgb, palette: Palette, alpha: number): readonly Shape[] {
  return [
    { kind: 'line', from, to, width: width + 2, colour: palette.background, alpha },
    { kind: 'line', from, to, width, colour, alpha },
  ];
}

function disc(at: Place, radius: number, colour: Rgb): Shape {
  return { kind: 'disc', at, radius, colour, alpha: 1 };
}

/** In the colour of text, with an edge in the background's that keeps it apart from the points. */
function ring(at: Place, radius: number, width: number, palette: Palette): readonly Shape[] {
  return [
    { kind: 'ring', at, radius, width: width + 2, colour: palette.background, alpha: 0.8 },
    { kind: 'ring', at, radius, width, colour: palette.foreground, alpha: 1 },
  ];
}
