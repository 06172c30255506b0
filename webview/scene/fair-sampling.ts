import { analyse } from '../density/analysis-thread';
import type { PointCloud } from './point-cloud';

/**
 * Brings points into an order of which every beginning keeps sparse places, once only a part of them is drawn. It is found in another
 * thread; until it is there, and while the points move on, an order that is less fair will do.
 */
export class FairSampling {
  private version = 0;
  private asking = false;

  async order(cloud: PointCloud): Promise<void> {
    const { positionsVersion, count } = cloud;
    if (this.asking || this.version === positionsVersion) return;
    this.asking = true;
    this.version = positionsVersion;
    try {
      const order = await analyse('order', { positions: cloud.to });
      if (cloud.count === count) cloud.reorder(order);
    } finally {
      this.asking = false;
    }
  }
}
