import type { PointCloud } from '../point-cloud';
import type { PointsChange } from './messages';

/** Tells from picture to picture what of the points is other than in the one before. */
export class ChangedPoints {
  private told = { positions: 0, colours: 0, order: 0 };

  of(cloud: PointCloud): readonly PointsChange[] {
    const { told } = this;
    const now = { positions: cloud.positionsVersion, colours: cloud.coloursVersion, order: cloud.orderVersion };
    this.told = now;
    const changes: PointsChange[] = [];
    if (told.positions !== now.positions) {
      changes.push({ kind: 'positions', from: cloud.mix === 1 ? null : cloud.from, to: cloud.to });
    }
    if (told.colours !== now.colours) changes.push({ kind: 'colours', colours: cloud.colours });
    if (told.order !== now.order) changes.push({ kind: 'shown', shown: cloud.shown });
    return changes;
  }
}
