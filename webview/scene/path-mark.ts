import type { Palette } from './colours';
import { projectSegment, type Viewpoint } from './projection';
import type { SpacePath } from './scene-state';
import type { Shape } from './shapes';
import type { Vector3 } from './vector';

/** A way through the space: a line in its colour, with an edge that keeps it apart from the points, and its beginning and end. */
export function pathMark(view: Viewpoint, palette: Palette, { positions, colour }: SpacePath): readonly Shape[] {
  const nodes = Array.from({ length: positions.length / 3 }, (_, node): Vector3 => {
    const [x, y, z] = positions.subarray(3 * node, 3 * node + 3);
    return [x, y, z];
  });
  const seen = nodes.slice(1).flatMap((to, i) => projectSegment(view, nodes[i], to) ?? []);
  const pieces = Float32Array.from(seen.flatMap(({ from, to }) => [from.x, from.y, to.x, to.y]));
  if (seen.length === 0) return [];
  return [
    { kind: 'lines', pieces, width: 4.5, colour: palette.background, alpha: 0.75 },
    { kind: 'lines', pieces, width: 2.25, colour, alpha: 1 },
    ...[seen[0].from, seen[seen.length - 1].to].flatMap((at): readonly Shape[] => [
      { kind: 'disc', at, radius: 5, colour: palette.background, alpha: 0.9 },
      { kind: 'disc', at, radius: 3.5, colour, alpha: 1 },
    ]),
  ];
}
