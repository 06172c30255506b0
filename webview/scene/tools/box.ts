import type { Place } from '../shapes';
import { boxRegion } from './region';
import { type Outline, pathOf, type SelectionTool } from './tool';

/** A rectangle from corner to corner. */
export const box: SelectionTool = {
  begin(from) {
    let corner = from;
    return {
      move(to) {
        corner = to;
      },
      get region() {
        return boxRegion(from, corner);
      },
      get outline() {
        return boxOutline(from, corner);
      },
    };
  },
};

export function boxOutline(a: Place, b: Place): Outline {
  return { path: `${pathOf([a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }])}Z`, width: null };
}
