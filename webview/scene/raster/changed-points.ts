import type { PointCloud } from '../point-cloud';
import type { PointsChange } from './messages';

/** Tells from picture to picture what of the points is other than in the one before. */
export class ChangedPoints {
  private told = { positions: 0, colours: 0, shown: 0, order: null as Uint32Array | null };

  /** @param flat All points are in one plane: which of two is seen tells no depth, but a fair order. */
  of(cloud: PointCloud, flat: boolean): readonly PointsChange[] {
    const { told } = this;
    const { positionsVersion: positions, coloursVersion: colours, orderVersion: shown } = cloud;
    const now = { positions, colours, shown, order: flat ? cloud.sampleOrder : cloud.fairOrder };
    this.told = now;
    const changes: PointsChange[] = [];
    if (told.order !== now.order) changes.push({ kind: 'order', order: now.order });
    if (told.positions !== now.positions) {
      changes.push({ kind: 'positions', from: cloud.mix === 1 ? null : cloud.from, to: cloud.to });
    }
    if (told.colours !== now.colours) changes.push({ kind: 'colours', colours: cloud.colours });
    if (told.shown !== now.shown) changes.push({ kind: 'shown', shown: cloud.shown });
    return changes;
  }
}
