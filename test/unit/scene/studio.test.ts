import assert from 'node:assert/strict';
import { PNG } from 'pngjs';
import { eyeAt } from '../../../webview/scene/eye';
import { turned } from '../../../webview/scene/framing';
import { project } from '../../../webview/scene/projection';
import { type Part, sumOf, twoHeaps, useScenePage } from './scene-page';

const left: Part = [0, 0.5, 0, 1];
const right: Part = [0.5, 1, 0, 1];
const red = (r: number, _: number, b: number) => (r > b + 60 ? 1 : 0);
const blue = (r: number, _: number, b: number) => (b > r + 60 ? 1 : 0);

describe('a camera that goes round', () => {
  const camera = { position: [0, 3, 4], target: [0, 1, 0] } as const;

  it('keeps its height and its distance, and is back after a whole turn', () => {
    const half = turned(camera, Math.PI);
    assert.ok(Math.abs(half.position[0]) < 1e-9 && Math.abs(half.position[2] + 4) < 1e-9);
    assert.ok(Math.abs(half.position[1] - 3) < 1e-9);
    const whole = turned(camera, 2 * Math.PI);
    assert.ok(whole.position.every((value, axis) => Math.abs(value - camera.position[axis]) < 1e-9));
    assert.deepEqual(whole.target, camera.target);
  });

  it('sees the middle of the points as deep as they lie', () => {
    const box = { min: [-1, -1, -1], max: [1, 1, 1] } as const;
    const eye = eyeAt({ position: [0, 0, 10], target: [0, 0, 0] }, box, false, { width: 640, height: 360 });
    assert.equal(eye.distance, 10);
    assert.ok(Math.abs(eye.middleDepth - 10) < 1e-9);
    const { x, y } = project(eye.view, [0, 0, 0]);
    assert.deepEqual([x, y], [320, 180]);
    assert.ok(eye.view.near > 0 && eye.view.near < 9);
  });
});

describe('pictures that are made of what is shown', () => {
  const scene = useScenePage('canvas', { size: { width: 800, height: 600 } });

  before(async () => {
    await scene.pictureAfter(`view.update(${twoHeaps(`'z'`)})`);
  });

  /** What a studio makes after some steps, in code, with it as `studio`. */
  async function made(steps: string, options = '{ width: 640, height: 360 }, 2, false'): Promise<PNG> {
    const address = (await scene.page.evaluate(`(() => {
      const studio = view.studio(${options});
      ${steps};
    })()`)) as string;
    return PNG.sync.read(Buffer.from(address.slice(address.indexOf(',') + 1), 'base64'));
  }

  it('have a size of their own', async () => {
    const picture = await made('return studio.picture(0, 0).toDataURL()');
    assert.deepEqual([picture.width, picture.height], [1280, 720]);
    assert.ok(sumOf(picture, left, red) > 10 * sumOf(picture, right, red));
    assert.ok(sumOf(picture, right, blue) > 10 * sumOf(picture, left, blue));
  });

  it('are from the other side after half a turn, and the same after a whole one', async () => {
    const back = await made('return studio.picture(0, Math.PI).toDataURL()');
    assert.ok(sumOf(back, right, red) > 10 * sumOf(back, left, red));
    const [first, again] = await Promise.all(
      ['0', '2 * Math.PI'].map((angle) => made(`return studio.picture(0, ${angle}).toDataURL()`)),
    );
    assert.deepEqual(again.data, first.data);
  });

  it('show points on their way to other places, while the view stays as it is', async () => {
    const before = await scene.pictureAfter();
    const place = `const places = view.scatter.positions.map((value, i) => (i % 3 === 0 ? -value : value));
      studio.picture(0, 0);
      studio.place(places, ['x', 'y', 'z'], 1000, 700);`;
    const moving = '{ width: 640, height: 360 }, 1, true';
    const begin = await made(`${place} return studio.picture(1000, 0).toDataURL()`, moving);
    const end = await made(`${place} return studio.picture(1700, 0).toDataURL()`, moving);
    const between = await made(`${place} return studio.picture(1145, 0).toDataURL()`, moving);
    assert.ok(sumOf(begin, left, red) > 10 * sumOf(begin, right, red));
    assert.ok(sumOf(end, right, red) > 10 * sumOf(end, left, red));
    // Half of the way: 1 - (1 - t)³ = 1/2.
    const middle: Part = [0.35, 0.65, 0, 1];
    assert.ok(sumOf(between, middle, red) > 0.8 * sumOf(between, [0, 1, 0, 1], red));
    assert.deepEqual((await scene.pictureAfter()).data, before.data);
  });

  it('have the colours that are shown', async () => {
    const count = 'view.scatter.positions.length / 3';
    const all = sumOf(await made('return studio.picture(0, 0).toDataURL()'), left, red);
    await scene.page.evaluate(`view.update({ colours: new Uint8Array(${count} * 3).fill(200) })`);
    const grey = sumOf(await made('return studio.picture(0, 0).toDataURL()'), left, red);
    // What is left is a label of an axis.
    assert.ok(all > 5000 && grey < 0.05 * all, `${all}, ${grey}`);
  });
});
