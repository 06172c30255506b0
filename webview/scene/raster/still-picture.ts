import type { StillFrame } from '../scene-renderer';
import { paintShapes } from '../shape-painter';
import { pictureOf, sheetOf } from './messages';
import { Rasteriser } from './rasteriser';

/** A picture to take away, of `ratio` pixels for each of the view, by the processor: the same with a graphics card and without. */
export function drawStill(frame: StillFrame, ratio: number, transparent: boolean): HTMLCanvasElement {
  const { cloud, view } = frame;
  const canvas = document.createElement('canvas');
  const rasteriser = new Rasteriser(canvas);
  rasteriser.takePoints({ kind: 'positions', from: cloud.mix === 1 ? null : cloud.from, to: cloud.to });
  rasteriser.takePoints({ kind: 'colours', colours: cloud.colours });
  rasteriser.takePoints({ kind: 'shown', shown: cloud.shown });
  const over = frame.over?.(ratio) ?? null;
  const picture = pictureOf(frame, transparent);
  rasteriser.paint(over ? { ...picture, above: [] } : picture, sheetOf(view.width, view.height, ratio));
  if (over) addAbove(canvas, over, frame, ratio);
  return canvas;
}

function addAbove(canvas: HTMLCanvasElement, over: HTMLCanvasElement, { above }: StillFrame, ratio: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(over, 0, 0, canvas.width, canvas.height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintShapes(context, above);
}
