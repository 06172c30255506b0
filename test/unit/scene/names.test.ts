import assert from 'node:assert/strict';
import { nameAt, placeNames } from '../../../webview/scene/names/name-places';
import { choosePictures, mostPictures } from '../../../webview/scene/pictures/picture-choice';
import { ScreenPoints } from '../../../webview/scene/screen-points';
import { randomBits } from '../../../webview/scene/shuffle';
import type { Vector3 } from '../../../webview/scene/vector';
import { cloudOf, fromTheFront } from './scene-builders';

const none = { former: new Set<number>() };
const numbers = (placed: readonly { readonly number: number }[]) => placed.map(({ number }) => number);

describe('names in the space', () => {
  const view = fromTheFront();
  const size = { width: 60, height: 20 };

  it('stand above their places, in the middle', () => {
    const [name] = placeNames([[0, 0, 0]], [size], view, none);
    assert.equal(name.x, 400);
    assert.ok(name.y < 300 - size.height / 2 && name.y > 270);
  });

  it('leave out those without room, the first of the list going first', () => {
    const places: Vector3[] = [
      [0, 0, 0],
      [0.1, 0, 0],
      [2, 0, 0],
    ];
    const sizes = [size, size, size];
    assert.deepEqual(numbers(placeNames(places, sizes, view, none)), [0, 2]);
    assert.deepEqual(numbers(placeNames(places, sizes, view, { ...none, first: 1 })), [1, 2]);
    // From nearer, there is room for all.
    const nearer = { ...view, focal: 20 * view.focal, width: 40_000 };
    assert.deepEqual(numbers(placeNames(places, sizes, nearer, none)), [0, 1, 2]);
  });

  it('never lie over each other', () => {
    const next = randomBits(3);
    const places = Array.from({ length: 300 }, (): Vector3 => {
      const at = () => (next() / 2 ** 32 - 0.5) * 6;
      return [at(), at(), at()];
    });
    const sizes = places.map(() => ({ width: 30 + (next() % 90), height: 18 }));
    const placed = placeNames(places, sizes, view, none);
    assert.ok(placed.length > 30);
    for (const a of placed) {
      for (const b of placed) {
        const apart =
          Math.abs(a.x - b.x) >= (sizes[a.number].width + sizes[b.number].width) / 2 || Math.abs(a.y - b.y) >= 18;
        assert.ok(a === b || apart);
      }
    }
  });

  it('stay within the view, and are absent where their place is beside it or behind', () => {
    const edge: Vector3 = [-4.55, 0, 0];
    const [name] = placeNames([edge], [size], view, none);
    assert.ok(name.x - size.width / 2 >= 0);
    assert.deepEqual(
      placeNames(
        [
          [-6, 0, 0],
          [0, 0, 20],
          [Number.NaN, 0, 0],
        ],
        [size, size, size],
        view,
        none,
      ),
      [],
    );
  });

  it('that are there need less room than those that are to come', () => {
    const places: Vector3[] = [
      [0, 0, 0],
      [0.74, 0, 0],
    ];
    const sizes = [size, size];
    assert.deepEqual(numbers(placeNames(places, sizes, view, none)), [0]);
    assert.deepEqual(numbers(placeNames(places, sizes, view, { former: new Set([1]) })), [0, 1]);
  });

  it('are found under a place', () => {
    const placed = placeNames([[0, 0, 0]], [size], view, none);
    const [{ x, y }] = placed;
    assert.equal(nameAt(placed, [size], x + 29, y - 9), 0);
    assert.equal(nameAt(placed, [size], x + 31, y), null);
    assert.equal(nameAt(placed, [size], x, y + 11), null);
  });
});

describe('points that are pictures', () => {
  const view = fromTheFront();
  const chosen = (places: readonly Vector3[], former: readonly number[] = []) => {
    const cloud = cloudOf(...places);
    const screen = new ScreenPoints();
    screen.refresh(cloud, view);
    return { ...choosePictures(screen, cloud, view, former), screen };
  };
  const next = randomBits(9);
  const at = () => (next() / 2 ** 32 - 0.5) * 6;
  const many = Array.from({ length: 3000 }, (): Vector3 => [at(), at(), at()]);

  it('are all of few, and large', () => {
    const { indices, size } = chosen([
      [-2, 0, 0],
      [2, 0, 0],
      [0, 2, 0],
    ]);
    assert.deepEqual([...indices].sort(), [0, 1, 2]);
    assert.ok(size > 40);
  });

  it('never cover each other, and leave little room unused', () => {
    const { indices, size, screen } = chosen(many);
    assert.ok(indices.length > 60 && indices.length <= mostPictures, `${indices.length}`);
    const places = indices.map((index) => screen.placeOf(index)!);
    for (const a of places) {
      for (const b of places) assert.ok(a === b || Math.abs(a.x - b.x) >= size || Math.abs(a.y - b.y) >= size);
    }
  });

  it('stay the same while nothing moves, and those that are there go first', () => {
    const first = chosen(many);
    assert.deepEqual(chosen(many, first.indices).indices, first.indices);
    const other = many.findIndex((_, index) => !first.indices.includes(index) && first.screen.placeOf(index) !== null);
    assert.ok(chosen(many, [other]).indices.includes(other));
  });

  it('are the foremost', () => {
    const { indices } = chosen([
      [0, 0, 0],
      [0.05, 0, 2],
      [0, 0.05, -2],
    ]);
    assert.deepEqual(indices, [1]);
  });

  it('are none where nothing is seen', () => {
    assert.deepEqual(chosen([[0, 0, 20]]).indices, []);
  });
});
