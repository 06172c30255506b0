import type { CameraRig } from './camera-rig';
import type { Overlays } from './overlays';
import { pickPoint } from './picking';
import { type PointScale, pointRadius } from './point-size';
import type { Viewpoint } from './projection';
import type { SceneContent } from './scene-content';
import type { ScreenPoints } from './screen-points';
import { spotAt } from './spots';

/** What is under a place on the screen: a name, a spot, a picture of an example, a point. */
export class Pointing {
  constructor(
    private readonly content: SceneContent,
    private readonly rig: CameraRig,
    private readonly overlays: Overlays,
    private readonly screen: ScreenPoints,
    private readonly scale: () => PointScale,
  ) {}

  /** The number of the name there; null: none. */
  nameAt(x: number, y: number): number | null {
    return this.overlays.names.at(x, y);
  }

  /** The number of the spot there; null: none. */
  spotAt(view: Viewpoint, x: number, y: number): number | null {
    const { spots, cloud } = this.content;
    return spots && spotAt(view, spots, cloud, x, y);
  }

  /** The point there, or whose picture is there; null: none. */
  pointAt(view: Viewpoint, x: number, y: number): number | null {
    const { cloud } = this.content;
    const pictured = this.overlays.pictures.at(x, y);
    if (pictured !== null) return pictured;
    // While points glide, another projection would be of no use in the next frame.
    if (cloud.mix === 1) this.screen.refresh(cloud, view);
    const points = this.screen.current(cloud, view) ? this.screen : undefined;
    return pickPoint(cloud, view, x, y, pointRadius(this.scale()), { points });
  }

  /** Projects all points, so that the next answers come at once. */
  prepare(): void {
    this.screen.refresh(this.content.cloud, this.rig.viewpoint);
  }
}
