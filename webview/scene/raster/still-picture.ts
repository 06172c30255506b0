import type { StillFrame } from '../scene-renderer';
import { paintShapes } from '../shape-painter';
import { ChangedPoints } from './changed-points';
import { pictureOf, sheetOf } from './messages';
import { Rasteriser } from './rasteriser';

/** Pictures to take away, by the processor: the same with a graphics card and without. All of them are on one canvas. */
export class StillPainter {
  readonly canvas = document.createElement('canvas');
  private readonly rasteriser = new Rasteriser(this.canvas);
  private readonly changes = new ChangedPoints();

  /** @param ratio Pixels for each of the view. */
  paint(frame: StillFrame, ratio: number, transparent: boolean): HTMLCanvasElement {
    const { cloud, view, flat } = frame;
    for (const change of this.changes.of(cloud, flat)) this.rasteriser.takePoints(change);
    const over = frame.over?.(ratio) ?? null;
    const picture = pictureOf(frame, transparent);
    this.rasteriser.paint(over ? { ...picture, above: [] } : picture, sheetOf(view.width, view.height, ratio));
    if (over) this.addAbove(over, frame, ratio);
    return this.canvas;
  }

  private addAbove(over: HTMLCanvasElement, { above }: StillFrame, ratio: number): void {
    const { canvas } = this;
    const context = canvas.getContext('2d');
    if (!context) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(over, 0, 0, canvas.width, canvas.height);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintShapes(context, above);
  }
}
