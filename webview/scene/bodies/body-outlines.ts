import { colourGroups } from '../colour-groups';
import type { PointCloud } from '../point-cloud';
import { project, type Viewpoint } from '../projection';
import type { Shape } from '../shapes';
import { addScaled, dot, subtract, type Vector3 } from '../vector';
import type { Bodies } from './bodies';

const corners = 20;
const width = 1.2;
const alpha = 0.7;
const turns = Array.from({ length: corners + 1 }, (_, i) => {
  const angle = (2 * Math.PI * i) / corners;
  return { cos: Math.cos(angle), sin: Math.sin(angle) };
});

/**
 * Bodies by their outlines: as an ellipsoid is seen whose middle is projected by a linear map, the ellipse of the covariance
 * J M M^T J^T with the projection's Jacobian J there.
 * @param most Of more so many are drawn, evenly spread.
 */
export function bodyOutlines(view: Viewpoint, bodies: Bodies, cloud: PointCloud, most: number): readonly Shape[] {
  const drawn = evenly(bodies, most);
  const outlines = Array.from(drawn.indices, (_, body) => outline(view, drawn, body));
  return colourGroups(drawn.indices, cloud).map(({ colour, members }): Shape => {
    const pieces = Float32Array.from(members.flatMap((body) => outlines[body]));
    return { kind: 'lines', pieces, width, colour, alpha };
  });
}

function evenly(bodies: Bodies, most: number): Bodies {
  const { length } = bodies.indices;
  if (length <= most) return bodies;
  const chosen = Int32Array.from({ length: most }, (_, i) => Math.floor((i * length) / most));
  const rows = (values: Float32Array, size: number) =>
    Float32Array.from({ length: most * size }, (_, at) => values[chosen[Math.floor(at / size)] * size + (at % size)]);
  return {
    indices: chosen.map((place) => bodies.indices[place]),
    centres: rows(bodies.centres, 3),
    axes: rows(bodies.axes, 9),
  };
}

/** From and to of each piece; none of a body that is behind the camera, or nowhere. */
function outline(view: Viewpoint, { centres, axes }: Bodies, body: number): number[] {
  const centre: Vector3 = [centres[3 * body], centres[3 * body + 1], centres[3 * body + 2]];
  const { x, y, depth } = project(view, centre);
  if (!(depth >= view.near)) return [];
  // The rows of J: f / depth (right - (p . right) / depth forward), and the same with -up.
  const offset = subtract(centre, view.position);
  const scale = view.focal / depth;
  const across = addScaled(view.right, view.forward, -dot(offset, view.right) / depth);
  const down = addScaled(view.up, view.forward, -dot(offset, view.up) / depth);
  let [xx, xy, yy] = [0, 0, 0];
  for (let column = 0; column < 3; column++) {
    const begin = 9 * body + 3 * column;
    const axis: Vector3 = [axes[begin], axes[begin + 1], axes[begin + 2]];
    const [u, v] = [scale * dot(across, axis), -scale * dot(down, axis)];
    xx += u * u;
    xy += u * v;
    yy += v * v;
  }
  if (!Number.isFinite(xx + yy)) return [];
  // The ellipse of a covariance is a circle under its Cholesky factor.
  const first = Math.sqrt(xx);
  const mixed = first > 0 ? xy / first : 0;
  const second = Math.sqrt(Math.max(0, yy - mixed * mixed));
  const at = turns.map(({ cos, sin }) => [x + first * cos, y + mixed * cos + second * sin]);
  return at.slice(1).flatMap((to, i) => [...at[i], ...to]);
}
