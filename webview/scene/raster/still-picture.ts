import type { SceneFrame } from '../scene-renderer';
import { pictureOf, sheetOf } from './messages';
import { Rasteriser } from './rasteriser';

/** A picture to take away, of `ratio` pixels for each of the view, by the processor: the same with a graphics card and without. */
export function drawStill(frame: SceneFrame, ratio: number, transparent: boolean): HTMLCanvasElement {
  const { cloud, view } = frame;
  const canvas = document.createElement('canvas');
  const rasteriser = new Rasteriser(canvas);
  rasteriser.takePoints({ kind: 'positions', from: cloud.mix === 1 ? null : cloud.from, to: cloud.to });
  rasteriser.takePoints({ kind: 'colours', colours: cloud.colours });
  rasteriser.takePoints({ kind: 'shown', shown: cloud.shown });
  rasteriser.paint(pictureOf(frame, transparent), sheetOf(view.width, view.height, ratio));
  return canvas;
}
