import assert from 'node:assert/strict';
import type { PNG } from 'pngjs';
import { changedIn, type Part, sumOf, twoHeaps, useScenePage } from './scene-page';

const size = { width: 600, height: 500 };
const left: Part = [0.1, 0.45, 0.1, 0.85];
const between: Part = [0.48, 0.52, 0.2, 0.75];
const wholeView: Part = [0, 1, 0, 0.9];
const listener = `{
  name: (number, how) => { window.named = [number, how]; },
  hover: (index) => { window.hovered = index; },
  pick: (index) => { window.picked = index; },
}`;

/** Images of one colour each: green, 8 x 8. */
const green = `async (indices) => indices.map(() => ({
  kind: 'images', count: 1, height: 8, width: 8, channels: 3,
  pixels: Uint8Array.from({ length: 192 }, (_, i) => (i % 3 === 1 ? 255 : 0)),
}))`;
const names = `[
  { text: 'left', description: 'left: 400 points', place: [-2, 0, 0], colour: 'rgb(255 0 0)' },
  { text: 'right', description: 'right: 400 points', place: [2, 0, 0], colour: null },
  { text: 'beside the left', description: 'beside the left: 3 points', place: [-1.9, 0.02, 0], colour: null },
]`;

function greenIn(picture: PNG, part: Part): number {
  return sumOf(picture, part, (red, green, blue) => (green > 200 && red < 60 && blue < 60 ? 1 : 0));
}

for (const renderer of ['webgl', 'canvas'] as const) {
  describe(`what lies over the points (${renderer})`, () => {
    const scene = useScenePage(renderer, { size, listener });
    const density = 'view.update({ density: await analyse("density", { scatter: view.scatter }) })';
    const visible = () => scene.page.locator('.place-name:not(.absent)').allTextContents();

    it('is lines around dense regions in a plane, also in a picture to take away', async () => {
      const before = await scene.pictureAfter(`view.update(${twoHeaps('null')})`);
      const former = await stillSum();
      const after = await scene.pictureAfter(density);
      assert.ok(changedIn(before, after, left) > 400, `${changedIn(before, after, left)}`);
      assert.equal(changedIn(before, after, between), 0);
      assert.ok(Math.abs((await stillSum()) - former) > 1000);
      const back = await scene.pictureAfter('view.update({ density: null })');
      assert.equal(changedIn(before, back, wholeView), 0);
    });

    it('is a haze in space, densest where the points are, also in a picture to take away', async () => {
      const before = await scene.pictureAfter(`view.update(${twoHeaps("'z'")})`);
      const former = await stillSum();
      const after = await scene.pictureAfter(density);
      const brighter = (part: Part) =>
        sumOf(
          after,
          part,
          (red, g, blue, at) => red + g + blue - before.data[at] - before.data[at + 1] - before.data[at + 2],
        );
      assert.ok(brighter(wholeView) > 100_000, `${brighter(wholeView)}`);
      assert.equal(brighter([0, 0.08, 0, 0.2]), 0);
      assert.ok((await stillSum()) > former + 100_000);
      // It turns with the points, and a plane has none.
      const turned = await scene.pictureAfter(`view.update(${twoHeaps('null')})`);
      const flat = await scene.pictureAfter('view.update({ density: null })');
      assert.equal(changedIn(turned, flat, wholeView), 0);
    });

    it('is pictures where they have room, framed in the colour of their point', async () => {
      const before = await scene.pictureAfter(`view.update(${twoHeaps('null')})`);
      const after = await scene.pictureAfter(`view.update({ pictures: ${green} })`);
      const some = greenIn(after, left);
      assert.equal(greenIn(before, wholeView), 0);
      assert.ok(some > 20 * 24 ** 2 * 0.3, `${some}`);
      assert.equal(greenIn(after, between), 0);
      // A pixel beside a picture's edge at the left is red: its frame.
      const framed = sumOf(after, left, (red, g, blue, at) => {
        const next = [4, 5, 6].map((step) => after.data[at + step]);
        return red > 200 && g < 60 && blue < 60 && next[1] > 200 && next[0] < 60 ? 1 : 0;
      });
      assert.ok(framed > 100, `${framed}`);
      assert.ok((await stillGreen()) > 0.5 * greenIn(after, wholeView));
      const nearer = await scene.pictureAfter('view.camera = { position: [-2, 0, 2], target: [-2, 0, 0] }');
      assert.ok(greenIn(nearer, wholeView) > greenIn(after, wholeView));
      const without = await scene.pictureAfter('view.update({ pictures: null }); view.frame()');
      assert.equal(greenIn(without, wholeView), 0);
    });

    it('is names that have room: more from near, of which each can be chosen by pointer and by key', async () => {
      const picture = await scene.pictureAfter(`view.update(${twoHeaps('null')})`);
      const red = (weight: (at: number) => number) =>
        sumOf(picture, wholeView, (red, _, blue, at) => (red > blue + 100 ? weight(at / 4) : 0));
      const middle = red((at) => at % size.width) / red(() => 1);
      await scene.pictureAfter(`view.update({ names: ${names} })`);
      assert.deepEqual(await visible(), ['left', 'right']);
      const box = await scene.page.getByRole('button', { name: 'left: 400 points', exact: true }).boundingBox();
      assert.ok(box && Math.abs(box.x + box.width / 2 - middle) < 6, JSON.stringify({ box, middle }));
      await scene.page.keyboard.down('Shift');
      await scene.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await scene.page.keyboard.up('Shift');
      assert.deepEqual(await scene.page.evaluate('[named, window.picked === undefined]'), [[0, 'add'], true]);

      await scene.page.locator('.place-name').first().focus();
      await scene.page.keyboard.press('ArrowRight');
      await scene.page.keyboard.press('ArrowRight');
      // One that has the focus has room.
      await scene.pictureAfter();
      assert.deepEqual(await visible(), ['right', 'beside the left']);
      await scene.page.keyboard.press('Alt+Enter');
      assert.deepEqual(await scene.page.evaluate('named'), [2, 'remove']);
      await scene.page.evaluate('document.activeElement.blur()');

      await scene.pictureAfter(`view.camera = { position: [-2, 0, 0.4], target: [-2, 0, 0] }`);
      assert.deepEqual(await visible(), ['left', 'beside the left']);
      await scene.pictureAfter('view.update({ names: [] }); view.frame()');
      assert.deepEqual(await visible(), []);
    });

    /** The sum of all bytes of a picture to take away. */
    function stillSum(): Promise<number> {
      return scene.page.evaluate(`(() => {
        const picture = view.picture(1, false);
        const { data } = picture.getContext('2d').getImageData(0, 0, picture.width, picture.height);
        return data.reduce((sum, value) => sum + value, 0);
      })()`);
    }

    function stillGreen(): Promise<number> {
      return scene.page.evaluate(`(() => {
        const picture = view.picture(1, false);
        const { data } = picture.getContext('2d').getImageData(0, 0, picture.width, picture.height);
        let count = 0;
        for (let i = 0; i < data.length; i += 4) if (data[i + 1] > 200 && data[i] < 60) count++;
        return count;
      })()`);
    }
  });
}
