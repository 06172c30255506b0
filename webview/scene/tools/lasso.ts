import type { Place } from '../shapes';
import { polygonRegion } from './region';
import { pathOf, type SelectionTool } from './tool';

/** A corner nearer to the one before it tells nothing, in pixels. */
const shortest = 2;

/** A line drawn freely round what is to be selected; from its end it goes straight back to its beginning. */
export const lasso: SelectionTool = {
  begin(from) {
    const corners: Place[] = [from];
    return {
      move(to) {
        const { x, y } = corners[corners.length - 1];
        if (Math.hypot(to.x - x, to.y - y) >= shortest) corners.push(to);
      },
      get region() {
        return polygonRegion(corners);
      },
      get outline() {
        return { path: `${pathOf(corners)}Z`, width: null };
      },
    };
  },
};
