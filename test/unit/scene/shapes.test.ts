import assert from 'node:assert/strict';
import { boundsOf, type Shape } from '../../../webview/scene/shapes';

const ink = { colour: [0, 0, 0], alpha: 1 } as const;
const ring = (x: number, y: number): Shape => ({ ...ink, kind: 'ring', at: { x, y }, radius: 6, width: 2 });

describe('the layer of marks', () => {
  it('is as large as what is on it', () => {
    assert.deepEqual(boundsOf([ring(100, 50)], 800, 600), { left: 92, top: 42, right: 108, bottom: 58 });
    const line: Shape = { ...ink, kind: 'line', from: { x: 10, y: 20 }, to: { x: 300, y: 90 }, width: 2 };
    assert.deepEqual(boundsOf([line, ring(100, 50)], 800, 600), { left: 8, top: 18, right: 302, bottom: 92 });
  });

  it('is cut off at the view', () => {
    assert.deepEqual(boundsOf([ring(0, 599)], 800, 600), { left: 0, top: 591, right: 8, bottom: 600 });
  });

  it('is not there where nothing is marked, or only beside the view', () => {
    assert.equal(boundsOf([], 800, 600), null);
    assert.equal(boundsOf([ring(-20, 50)], 800, 600), null);
    assert.equal(boundsOf([ring(50, 700)], 800, 600), null);
  });
});
