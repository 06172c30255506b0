import assert from 'node:assert/strict';
import { type Part, sumOf, twoHeaps, useScenePage } from './scene-page';

const size = { width: 600, height: 500 };
const [leftHalf, rightHalf]: readonly Part[] = [
  [0.05, 0.45, 0.1, 0.85],
  [0.55, 0.95, 0.1, 0.85],
];
const heaps = twoHeaps('null');

for (const renderer of ['webgl', 'canvas'] as const) {
  describe(`a picture of points (${renderer})`, () => {
    const scene = useScenePage(renderer, {
      size,
      listener: '{ select: (region, how) => { window.selected = [region.count, how]; } }',
    });

    before(() => scene.page.evaluate(`view.update(${heaps})`));

    /** Sums of what is red and what is blue in a part, once the view is at rest after a change. */
    async function sums(part: Part, change = ''): Promise<{ red: number; blue: number }> {
      const picture = await scene.pictureAfter(change);
      // Grey, of axes and words, is neither.
      return {
        red: sumOf(picture, part, (red, _, blue) => Math.max(0, red - blue - 20) / 255),
        blue: sumOf(picture, part, (red, _, blue) => Math.max(0, blue - red - 20) / 255),
      };
    }

    it('has each colour where its points are', async () => {
      const [left, right] = [await sums(leftHalf), await sums(rightHalf)];
      assert.ok(left.red > 500 && left.blue < 20, JSON.stringify(left));
      assert.ok(right.blue > 500 && right.red < 20, JSON.stringify(right));
    });

    it('has larger points covering more', async () => {
      const before = await sums(leftHalf);
      const after = await sums(leftHalf, 'view.update({ pointSize: 2 })');
      assert.ok(after.red > 1.5 * before.red, `${before.red}, ${after.red}`);
      await sums(leftHalf, 'view.update({ pointSize: 1 })');
    });

    it('is empty where points are hidden or recoloured', async () => {
      const recoloured = 'Uint8Array.from({ length: 2400 }, (_, j) => [0, 0, 255][j % 3])';
      const left = await sums(leftHalf, `view.update({ colours: ${recoloured} })`);
      assert.ok(left.red < 20 && left.blue > 500, JSON.stringify(left));
      await sums(leftHalf, `view.update(${heaps})`);
    });

    it('has the trails of points where these came from, in their colours', async () => {
      // Red points were among the blue ones, first at the top and then at the bottom.
      const trails = `(() => {
        const indices = Int32Array.from({ length: 40 }, (_, i) => i);
        const at = (x, y) => Array(40).fill([x, y, 0]).flat();
        return { indices, epochs: [1, 2, 3], places: Float32Array.from([...at(1.6, 0.4), ...at(2.4, 0.4), ...at(2.4, -0.4)]) };
      })()`;
      const before = await sums(rightHalf);
      const after = await sums(rightHalf, `view.update({ trails: ${trails} })`);
      assert.ok(before.red < 20 && after.red > 100, `${before.red}, ${after.red}`);
      const hidden = await sums(rightHalf, `view.update({ colours: new Uint8Array(2400).fill(128) })`);
      assert.ok(hidden.red < 20, `${hidden.red}`);
      const gone = await sums(rightHalf, `view.update({ trails: null, ...${heaps} })`);
      assert.ok(Math.abs(gone.red - before.red) < 1 && Math.abs(gone.blue - before.blue) < 1);
    });

    it('has posteriors as bodies round their points, each in its colour', async () => {
      const bodies = (far: number, size: number) => `{
        indices: Int32Array.from({ length: 20 }, (_, i) => i),
        centres: Float32Array.from({ length: 60 }, (_, at) => [${far}, 0, 0][at % 3]),
        axes: Float32Array.from({ length: 180 }, (_, at) => [${size}, 0, 0, 0, ${size}, 0, 0, 0, 0][at % 9]),
      }`;
      const before = await sums(rightHalf);
      const small = await sums(rightHalf, `view.update({ bodies: ${bodies(2, 0.4)} })`);
      const large = await sums(rightHalf, `view.update({ bodies: ${bodies(2, 0.8)} })`);
      assert.ok(
        before.red < 20 && small.red > 50 && large.red > 1.5 * small.red,
        JSON.stringify([before, small, large]),
      );
      const left = await sums(rightHalf, `view.update({ bodies: ${bodies(-2, 0.4)} })`);
      assert.ok(left.red < 20, `${left.red}`);
      const gone = await sums(rightHalf, 'view.update({ bodies: null })');
      assert.ok(Math.abs(gone.red - before.red) < 1 && Math.abs(gone.blue - before.blue) < 1);
    });

    it('follows points to other places, in the buffers that are there', async () => {
      await scene.page.evaluate(`window.buffers = 0;
        const { createBuffer } = WebGL2RenderingContext.prototype;
        WebGL2RenderingContext.prototype.createBuffer = function () { window.buffers++; return createBuffer.call(this); };`);
      const mirrored = `(() => { const heaps = ${heaps};
        return { ...heaps, positions: heaps.positions.map((place, j) => (j % 3 === 0 ? -place : place)) }; })()`;
      for (const [still, places, there] of [
        ['true', mirrored, rightHalf],
        ['false', heaps, leftHalf],
      ] as const) {
        await scene.pictureAfter(`view.setReducedMotion(${still})`);
        const moved = await sums(there, `view.update(${places})`);
        assert.ok(moved.red > 500 && moved.blue < 20, JSON.stringify(moved));
      }
      await scene.pictureAfter('view.setReducedMotion(true)');
      assert.equal(await scene.page.evaluate('window.buffers'), 0);
    });

    it('comes to rest once nobody turns it, and a pointer that moves over it moves it no further', async () => {
      const turn = `view.element.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))`;
      await scene.pictureAfter(`view.setReducedMotion(false); view.update(${twoHeaps("'z'")})`);
      const first = await scene.page.evaluate('JSON.stringify(view.camera)');
      await scene.pictureAfter(turn);
      const camera = await scene.page.evaluate('JSON.stringify(view.camera)');
      assert.notEqual(camera, first);
      for (let i = 0; i < 6; i++) {
        await scene.page.mouse.move((0.3 + 0.05 * i) * size.width, 0.5 * size.height);
        await scene.page.evaluate('new Promise(requestAnimationFrame)');
      }
      assert.equal(await scene.page.evaluate('JSON.stringify(view.camera)'), camera);
      await scene.page.mouse.move(1, 1);
      await scene.pictureAfter(`view.setReducedMotion(true); view.update(${heaps}); view.frame()`);
    });

    it('marks without drawing the points anew, and selects what a lasso goes round', async () => {
      const pictures = await scene.page.evaluate('view.statistics().pictures');
      await scene.page.mouse.move(0.25 * size.width, 0.47 * size.height);
      await scene.page.evaluate('view.update({ pinned: 3, tool: "lasso" })');
      await scene.page.keyboard.down('Shift');
      await scene.page.mouse.move(0.05 * size.width, 0.1 * size.height);
      await scene.page.mouse.down();
      for (const [x, y] of [
        [0.48, 0.1],
        [0.48, 0.85],
        [0.05, 0.85],
      ]) {
        await scene.page.mouse.move(x * size.width, y * size.height);
      }
      await scene.page.mouse.up();
      await scene.page.keyboard.up('Shift');
      assert.deepEqual(await scene.page.evaluate('selected'), [400, 'add']);
      assert.equal(await scene.page.evaluate('view.statistics().pictures'), pictures);
    });
  });
}
