import type { Place } from '../shapes';
import { strokeRegion } from './region';
import { pathOf, type SelectionTool } from './tool';

/** In CSS pixels. */
const radius = 20;
const shortest = 2;

/** What a round brush goes over. */
export const brush: SelectionTool = {
  begin(from) {
    const path: Place[] = [from];
    return {
      move(to) {
        const { x, y } = path[path.length - 1];
        if (Math.hypot(to.x - x, to.y - y) >= shortest) path.push(to);
      },
      get region() {
        return strokeRegion(path, radius);
      },
      get outline() {
        // A line of no length is drawn as a dot.
        return { path: pathOf(path.length > 1 ? path : [from, from]), width: 2 * radius };
      },
    };
  },
};
