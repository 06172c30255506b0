import assert from 'node:assert/strict';
import type { Palette } from '../../../webview/scene/colours';
import { project } from '../../../webview/scene/projection';
import { trailLines } from '../../../webview/scene/trail-lines';
import type { Vector3 } from '../../../webview/scene/vector';
import { bits, cloudOf, fromTheSide, near } from './scene-builders';

const palette = { highContrast: false } as Palette;
const view = fromTheSide();
const red = [250, 10, 10] as const;
const alike = [244, 9, 3] as const;
const blue = [10, 10, 250] as const;

/** Three points and where they were: at two epochs before, and where they are now. */
const ways: readonly (readonly Vector3[])[] = [
  [
    [0, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
  ],
  [
    [0.5, 0, 0],
    [1, 0.5, 0],
    [0, 1, 0.5],
  ],
  [
    [1, 0, 0],
    [1, 1, 0],
    [0, 1, 1],
  ],
];
const trails = {
  indices: Int32Array.of(0, 1, 2),
  epochs: [4, 6, 9],
  places: Float32Array.from(ways.flat(2)),
};
function cloud(...colours: readonly (readonly [number, number, number])[]) {
  const now = cloudOf(...ways[2]);
  now.setColours(Uint8Array.from(colours.flat()));
  return now;
}
const lines = (of: ReturnType<typeof cloud>, shown = trails, sideways = false) =>
  trailLines(view, shown, of, palette, sideways).map((shape) => {
    assert.ok(shape.kind === 'lines');
    return shape;
  });

describe('trails', () => {
  it('lead from epoch to epoch, as the camera sees it, the later the stronger', () => {
    const [earlier, later] = lines(cloud(red, alike, red));
    const onScreen = (step: number) =>
      [0, 1, 2].flatMap((trail) =>
        [step, step + 1].flatMap((at) => {
          const { x, y } = project(view, ways[at][trail]);
          return [x, y];
        }),
      );
    assert.ok(near([...earlier.pieces], onScreen(0), 1e-3));
    assert.ok(near([...later.pieces], onScreen(1), 1e-3));
    assert.ok(earlier.alpha < later.alpha);
  });

  it('have the colour of their point; nearly equal ones are drawn at once', () => {
    const drawn = lines(cloud(red, blue, alike));
    assert.deepEqual(
      drawn.map(({ colour, pieces }) => [colour, pieces.length / 4]),
      [
        [red, 2],
        [blue, 1],
        [red, 2],
        [blue, 1],
      ].map(([colour, count]) => [[...(colour as readonly number[])], count]),
    );
  });

  it('are not there of points that are hidden or were nowhere, or behind the camera', () => {
    const hidden = cloud(red, red, red);
    hidden.setVisible(bits(1, 0, 1));
    const places = trails.places.slice();
    places.fill(Number.NaN, 0, 3);
    const behind = { ...trails, places: places.map((value, at) => (at >= 24 ? 40 : value)) };
    assert.deepEqual(
      lines(hidden, behind).map(({ pieces }) => pieces.length / 4),
      // Of the first only the second piece; of the third only the first.
      [1, 1],
    );
  });

  it('stay at the height that a strip gives their points', () => {
    const [piece] = lines(cloud(red, red, red), trails, true);
    const { y } = project(view, [1, 1, 0]);
    assert.ok(near([piece.pieces[5]], [y], 1e-3));
  });
});
