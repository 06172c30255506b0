import type { RasterAnswer, RasterRequest } from './messages';
import { Rasteriser } from './rasteriser';

/** The part of a worker's global scope that is used here. */
interface Scope {
  onmessage: ((event: MessageEvent<RasterRequest>) => void) | null;
  postMessage(answer: RasterAnswer): void;
  requestAnimationFrame(callback: () => void): number;
}

const scope = globalThis as unknown as Scope;
let rasteriser: Rasteriser | null = null;
let due: Extract<RasterRequest, { kind: 'picture' }> | null = null;

/** One picture for each frame of the screen: of those that came meanwhile, the newest. */
function paint(): void {
  if (!due) return;
  const { picture, sheet, number } = due;
  due = null;
  rasteriser?.paint(picture, sheet);
  scope.postMessage({ view: picture.view, number });
}

scope.onmessage = ({ data }) => {
  if (data.kind === 'canvas') rasteriser = new Rasteriser(data.canvas);
  else if (data.kind === 'picture') {
    if (!due) scope.requestAnimationFrame(paint);
    due = data;
  } else rasteriser?.takePoints(data);
};
