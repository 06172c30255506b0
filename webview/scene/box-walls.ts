import { type Box, centre } from './bounds';
import { subtract, type Vector3, withComponent } from './vector';

/** A side of the box behind the points: where `axis` has its minimum (0) or maximum (1). */
export interface Wall {
  readonly axis: 0 | 1 | 2;
  readonly side: 0 | 1;
  /** From 0, seen edge-on, to 1, seen from the front: walls fade in and out when the camera goes round. */
  readonly strength: number;
}

export interface Edge {
  readonly axis: 0 | 1 | 2;
  readonly from: Vector3;
  readonly to: Vector3;
}

/** The three walls that a camera sees behind what is in the box. */
export function backWalls(box: Box, eye: Vector3): readonly [Wall, Wall, Wall] {
  const offset = subtract(eye, centre(box));
  const distance = Math.hypot(...offset) || 1;
  const wall = (axis: 0 | 1 | 2): Wall => {
    const facing = Math.min(1, Math.abs(offset[axis]) / distance / 0.3);
    return { axis, side: offset[axis] >= 0 ? 0 : 1, strength: facing * facing * (3 - 2 * facing) };
  };
  return [wall(0), wall(1), wall(2)];
}

/** The edge along each axis where its labels stand: on the outline of the box, so that no point is before them. */
export function labelEdges(box: Box, walls: readonly [Wall, Wall, Wall], right: Vector3): readonly Edge[] {
  const at = (axis: number, side: number) => (side === 0 ? box.min : box.max)[axis];
  const [x, y, z] = walls;
  // Along the floor (or the ceiling, from below) in front, and upright at the left of the view.
  const leftX = right[0] >= 0 ? 0 : 1;
  const leftZ = right[2] >= 0 ? 0 : 1;
  const uprightByX = x.side === leftX && z.side !== leftZ;
  const upright: Vector3 = uprightByX ? [at(0, x.side), 0, at(2, 1 - z.side)] : [at(0, 1 - x.side), 0, at(2, z.side)];
  const alongX: Vector3 = [0, at(1, y.side), at(2, 1 - z.side)];
  const alongZ: Vector3 = [at(0, 1 - x.side), at(1, y.side), 0];
  return ([alongX, upright, alongZ] as const).map((base, axis) => ({
    axis: axis as 0 | 1 | 2,
    from: withComponent(base, axis, box.min[axis]),
    to: withComponent(base, axis, box.max[axis]),
  }));
}
