import assert from 'node:assert/strict';
import type { PNG } from 'pngjs';
import { type Part, sumOf, twoHeaps, useScenePage } from './scene-page';

const left: Part = [0.05, 0.45, 0.1, 0.85];
const right: Part = [0.55, 0.95, 0.1, 0.85];
const red = (r: number, _: number, b: number) => (r > b + 60 ? 1 : 0);
const blue = (r: number, _: number, b: number) => (b > r + 60 ? 1 : 0);

describe('a view whose graphics context is lost', () => {
  const scene = useScenePage('webgl', { size: { width: 600, height: 500 } });
  const drawnBy = () => scene.page.evaluate('view.kind');
  const hasBoth = (picture: PNG) => {
    assert.ok(sumOf(picture, left, red) > 500 && sumOf(picture, right, blue) > 500);
    assert.ok(sumOf(picture, left, blue) < 20 && sumOf(picture, right, red) < 20);
  };
  const heard = (event: string) => `new Promise((resolve) => lost.addEventListener('${event}', resolve))`;

  before(() => scene.page.evaluate(`view.update(${twoHeaps('null')})`));

  it('has the processor draw what is shown, and what changes', async () => {
    hasBoth(await scene.pictureAfter());
    assert.equal(await drawnBy(), 'webgl');
    const picture = await scene.pictureAfter(`
      window.lost = [...view.element.querySelectorAll('canvas')].find((canvas) => canvas.getContext('webgl2'));
      window.context = lost.getContext('webgl2').getExtension('WEBGL_lose_context');
      const told = ${heard('webglcontextlost')};
      context.loseContext();
      await told`);
    assert.equal(await drawnBy(), 'canvas');
    hasBoth(picture);
    const recoloured = 'Uint8Array.from({ length: 2400 }, (_, j) => [0, 0, 255][j % 3])';
    assert.ok(sumOf(await scene.pictureAfter(`view.update({ colours: ${recoloured} })`), left, blue) > 500);
  });

  it('draws by it again when it is back, as it was changed meanwhile', async () => {
    const picture = await scene.pictureAfter(`
      const told = ${heard('webglcontextrestored')};
      context.restoreContext();
      await told`);
    assert.equal(await drawnBy(), 'webgl');
    assert.ok(sumOf(picture, left, blue) > 500 && sumOf(picture, left, red) < 20);
    hasBoth(await scene.pictureAfter(`view.update(${twoHeaps('null')})`));
  });
});
