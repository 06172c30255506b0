import type { RasterAnswer, RasterRequest } from './messages';
import { Rasteriser } from './rasteriser';

/** The part of a worker's global scope that is used here. */
interface Scope {
  onmessage: ((event: MessageEvent<RasterRequest>) => void) | null;
  postMessage(answer: RasterAnswer): void;
  requestAnimationFrame(callback: () => void): number;
}

/** Of most screens, ms. */
const frame = 1000 / 60;

const scope = globalThis as unknown as Scope;
let rasteriser: Rasteriser | null = null;
let due: Extract<RasterRequest, { kind: 'picture' }> | null = null;

/** When the last picture was ready. */
let painted = Number.NEGATIVE_INFINITY;

/** One picture for each frame of the screen: of those that came meanwhile, the newest. */
function paint(): void {
  if (!due) return;
  const { picture, sheet, number } = due;
  due = null;
  rasteriser?.paint(picture, sheet);
  painted = performance.now();
  scope.postMessage({ view: picture.view, number });
}

/** A picture after a while without one does not wait for the screen: it is there by the next frame. */
function paintInTime(picture: typeof due): void {
  const waits = due !== null;
  due = picture;
  if (waits) return;
  if (performance.now() - painted > frame) paint();
  else scope.requestAnimationFrame(paint);
}

scope.onmessage = ({ data }) => {
  if (data.kind === 'canvas') rasteriser = new Rasteriser(data.canvas);
  else if (data.kind === 'picture') paintInTime(data);
  else rasteriser?.takePoints(data);
};
