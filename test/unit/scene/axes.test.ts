import assert from 'node:assert/strict';
import fc from 'fast-check';
import { flatAxes, spaceAxes } from '../../../webview/scene/axes';
import type { Palette } from '../../../webview/scene/colours';
import { project, viewpoint } from '../../../webview/scene/projection';
import type { Shape } from '../../../webview/scene/shapes';
import { niceStep, ticks, tickText } from '../../../webview/scene/ticks';
import { fromTheFront } from './scene-builders';

const palette: Palette = {
  background: [0, 0, 0],
  foreground: [255, 255, 255],
  muted: [128, 128, 128],
  axes: [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
  ],
  font: 'sans-serif',
  highContrast: false,
};

function texts(shapes: readonly Shape[]): readonly string[] {
  return shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));
}

describe('ticks', () => {
  it('are 1, 2 or 5 times a power of ten apart, and as near as asked', () => {
    assert.deepEqual([0.07, 0.1, 1.01, 2, 30, 700].map(niceStep), [0.1, 0.1, 2, 2, 50, 1000]);
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (least) => {
        const step = niceStep(least);
        assert.ok(step >= least * (1 - 1e-9) && step <= least * 2.5 * (1 + 1e-9));
      }),
    );
  });

  it('lie within their ends, and on zero as 0', () => {
    assert.deepEqual(ticks(-1, 1, 0.5), [-1, -0.5, 0, 0.5, 1]);
    assert.deepEqual(ticks(0.1, 0.4, 0.5), []);
    assert.ok(ticks(-3, 3, 1).some((value) => Object.is(value, 0)));
  });

  it('are written with as many decimals as they need', () => {
    assert.deepEqual([tickText(0.30000000000000004, 0.1), tickText(-2, 1), tickText(1500, 500)], ['0.3', '−2', '1500']);
    assert.deepEqual([tickText(0, 1e-7), tickText(-2e-7, 1e-7)], ['0', '−2.0e−7']);
    assert.equal(tickText(2e7, 1e7), '2.0e7');
  });
});

describe('axes in space', () => {
  const box = { min: [-3, -3, -3], max: [3, 3, 3] } as const;
  const view = viewpoint([8, 6, 12], [0, 0, 0], { width: 800, height: 600, near: 0.1 });

  it('have three names, and numbers on the box', () => {
    const { labels, behind } = spaceAxes(view, box, ['z1', 'z2', 'z3'], palette, 15.6);
    const written = texts(labels);
    for (const name of ['z1', 'z2', 'z3']) assert.equal(written.filter((text) => text === name).length, 1);
    assert.ok(written.filter((text) => text === '0').length >= 2);
    assert.ok(behind.some((shape) => shape.kind === 'area') && behind.some((shape) => shape.kind === 'line'));
  });

  it('leave out the numbers of an axis that points at the viewer', () => {
    const { labels } = spaceAxes(fromTheFront(), { min: [-1, -1, -1], max: [1, 1, 1] }, ['a', 'b', 'c'], palette, 10);
    assert.deepEqual(
      texts(labels).filter((text) => ['a', 'b', 'c'].includes(text)),
      ['a', 'b'],
    );
  });

  it('can be drawn from inside the box', () => {
    const inside = viewpoint([0.5, 0.2, 0.1], [0, 0, 0], { width: 800, height: 600, near: 0.01 });
    const { behind, labels } = spaceAxes(inside, box, ['a', 'b', 'c'], palette, 0.55);
    for (const shape of [...behind, ...labels]) {
      assert.ok(shape.kind !== 'lines');
      const places =
        shape.kind === 'line' ? [shape.from, shape.to] : shape.kind === 'area' ? shape.corners : [shape.at];
      for (const { x, y } of places) assert.ok(Number.isFinite(x) && Number.isFinite(y));
    }
  });
});

describe('axes of a flat view', () => {
  it('are a grid whose numbers stand at its lines', () => {
    const view = fromTheFront();
    const { labels } = flatAxes(view, ['z1', 'z2', null], palette, 10);
    const one = labels.find((shape) => shape.kind === 'text' && shape.text === '1' && shape.at.y > 500);
    assert.ok(one?.kind === 'text');
    assert.ok(Math.abs(one.at.x - project(view, [1, 0, 0]).x) < 1e-6);
    assert.ok(['z1', 'z2'].every((name) => texts(labels).includes(name)));
  });

  it('have only x where there is only x', () => {
    const { behind, labels } = flatAxes(fromTheFront(), ['z1', null, null], palette, 10);
    assert.ok(behind.every((shape) => shape.kind === 'line' && Math.abs(shape.from.x - shape.to.x) < 1e-6));
    assert.ok(labels.every((shape) => shape.kind === 'text' && shape.at.y > 500));
  });
});
