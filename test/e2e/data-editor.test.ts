import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeNpy } from '../../src/dataset/formats/npy/npy';
import { zip } from '../unit/dataset/zip-builder';
import { useEditor } from './editor';
import { violations } from './violations';

const edge = 8;
const examples = 3000;

/** Squares that wander, so that no two neighbours are the same. */
function squares(): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(examples * edge * edge);
  for (let i = 0; i < examples; i++) {
    const [x, y] = [i % 6, Math.floor(i / 6) % 6];
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]) {
      pixels[(i * edge + y + dy) * edge + x + dx] = 100 + (i % 150);
    }
  }
  return pixels;
}

describe('the editor for files of data', () => {
  const editor = useEditor(
    { settings: { 'workbench.colorTheme': 'Default Light Modern' }, webgl: false },
    async (folder) => {
      await writeFile(join(folder, 'x.npy'), encodeNpy(squares(), [examples, edge, edge]));
      const labels = Uint8Array.from({ length: examples }, (_, i) => i % 3);
      await writeFile(join(folder, 'y.npy'), encodeNpy(labels, [examples]));
      const points = Float32Array.from({ length: 40 }, (_, i) => i / 8);
      const arrays = [
        { name: 'data.npy', content: encodeNpy(points, [10, 4]) },
        { name: 'weights.npy', content: encodeNpy(Uint8Array.from(points), [40]) },
      ];
      await writeFile(join(folder, 'two.npz'), zip(arrays));
      await writeFile(join(folder, 'cut.npy'), encodeNpy(points, [10, 4]).subarray(0, 140));
      await writeFile(join(folder, 'people.csv'), 'name,age,city\nann,31,Oslo\nbob,,Rome\nann,31,Oslo\n');
    },
  );

  const get = (testid: string) => editor.panel.get(testid);
  const open = (name: string) => editor.session.workbench.openWith(name, 'Latent Lens Data Set');
  const cell = (row: number, column: number) => editor.panel.frame.locator(`#cell-${row}-${column}`);

  it('shows images with their labels, from the first to the last', async () => {
    await open('x.npy');
    await get('shape').filter({ hasText: '(3000, 8, 8)' }).waitFor();
    await get('duplicates')
      .filter({ hasText: /^[\d,]+$/ })
      .waitFor();
    const first = editor.panel.frame.locator('#example-0[aria-label="Example 0, label 0"]');
    await first.waitFor();
    assert.ok((await editor.panel.coloursOf(first.locator('canvas'))) > 1);
    await get('thumbnails').focus();
    await editor.session.workbench.page.keyboard.press('End');
    const last = '#example-2999[aria-selected="true"][aria-label="Example 2,999, label 2"]';
    await editor.panel.frame.locator(`${last} canvas`).waitFor();
    await get('go-to').fill('1500');
    await editor.session.workbench.page.keyboard.press('Enter');
    await editor.panel.frame.locator('#example-1500 canvas').waitFor();
    assert.deepEqual(await violations(editor.panel.frame), []);
  });

  it('shows the numbers of images, and stays where it is over a reload', async () => {
    await get('mode-table').click();
    await cell(1500, 0).waitFor();
    assert.deepEqual(await violations(editor.panel.frame), []);
    await editor.session.workbench.reload();
    await cell(1500, 0).waitFor();
    await get('mode-images').click();
    await editor.panel.frame.locator('#example-1500 canvas').waitFor();
  });

  it('shows a table with its gaps', async () => {
    await open('people.csv');
    await cell(1, 1).filter({ hasText: 'missing' }).waitFor();
    assert.equal(await cell(2, 2).textContent(), 'Oslo');
    await get('duplicates').filter({ hasText: '1' }).waitFor();
    assert.equal(await get('missing').textContent(), '1');
    assert.deepEqual(await violations(editor.panel.frame), []);
  });

  it('shows any array of an archive', async () => {
    await open('two.npz');
    await cell(9, 3).filter({ hasText: '4.875' }).waitFor();
    await editor.panel.choose('array', 'weights');
    await cell(10, 0).filter({ hasText: '1' }).waitFor();
    assert.equal(await get('shape').textContent(), '(40,)');
  });

  it('says what is wrong with a file, and reads it again', async () => {
    await open('cut.npy');
    await editor.panel.frame
      .getByRole('alert')
      .filter({ hasText: /cut\.npy is cut off/ })
      .waitFor();
    const whole = encodeNpy(
      Float32Array.from({ length: 40 }, (_, i) => i),
      [10, 4],
    );
    await writeFile(join(editor.session.folder, 'cut.npy'), whole);
    await get('again').click();
    await cell(1, 1).filter({ hasText: '5' }).waitFor();
  });

  it('trains on what it shows', async () => {
    const { workbench } = editor.session;
    await open('x.npy');
    await get('shape').filter({ hasText: '(3000, 8, 8)' }).waitFor();
    await get('train').click();
    await workbench.pick('Explore');
    // The training of so few examples ends by itself.
    await editor.panel.epochShown(1);
  });
});
