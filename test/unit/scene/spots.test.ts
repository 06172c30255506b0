import assert from 'node:assert/strict';
import type { Palette } from '../../../webview/scene/colours';
import { project } from '../../../webview/scene/projection';
import type { Spot } from '../../../webview/scene/spots';
import { spotAt, spotMarks } from '../../../webview/scene/spots';
import { bits, cloudOf, fromTheFront } from './scene-builders';

const view = fromTheFront();
const palette = { background: [0, 0, 0], foreground: [255, 255, 255], font: 'serif' } as unknown as Palette;
const ring = (at: Spot['at'], weight = 1, sign = '1'): Spot => ({ at, form: 'ring', weight, sign });
const all = (...list: readonly Spot[]) => ({ list, chosen: null });

describe('spots', () => {
  const cloud = cloudOf([0, 0, 0], [2, 0, 0]);

  it('are found where they are seen, the foremost of several', () => {
    const spots = all(ring([0, 0, 5]), ring([0, 0, 6]), ring([3, 0, 0]));
    assert.equal(spotAt(view, spots, cloud, 400, 300), 1);
    const { x, y } = project(view, [3, 0, 0]);
    assert.equal(spotAt(view, spots, cloud, x + 10, y), 2);
    assert.equal(spotAt(view, spots, cloud, x + 30, y), null);
  });

  it('behind the camera are nowhere', () => {
    assert.equal(spotAt(view, all(ring([0, 0, 12])), cloud, 400, 300), null);
    assert.deepEqual(spotMarks(view, palette, all(ring([0, 0, 12])), cloud), []);
  });

  it('at a point go with it, and are hidden with it', () => {
    const spots = all(ring(1));
    const { x, y } = project(view, [2, 0, 0]);
    assert.equal(spotAt(view, spots, cloud, x, y), 0);
    cloud.setVisible(bits(1, 0));
    assert.equal(spotAt(view, spots, cloud, x, y), null);
    cloud.setVisible(null);
    assert.equal(spotAt(view, all(ring(7)), cloud, x, y), null, 'of fewer points');
  });

  it('are the larger the more is there; the chosen one lies over the others and is filled', () => {
    const list = [ring([0, 0, 5], 1, '1'), ring([0, 0, 0], 0.1, '2')];
    const signs = (chosen: number | null) =>
      spotMarks(view, palette, { list, chosen }, cloud).flatMap((shape) => (shape.kind === 'text' ? [shape] : []));
    assert.deepEqual(
      signs(null).map(({ text }) => text),
      ['2', '1'],
      'the nearer one is drawn later',
    );
    const [one, two] = signs(1);
    assert.deepEqual([one.text, two.text], ['1', '2']);
    assert.deepEqual([one.colour, two.colour], [palette.foreground, palette.background]);
    const rings = spotMarks(view, palette, { list, chosen: null }, cloud).flatMap((shape) =>
      shape.kind === 'ring' ? [shape.radius] : [],
    );
    assert.ok(rings[0] < rings[3], `${rings}`);
  });
});
