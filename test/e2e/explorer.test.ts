import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { PNG } from 'pngjs';
import { PanelPage } from '../harness/panel-page';
import { until } from '../harness/processes';
import { useEditor } from './editor';
import { violations } from './violations';

const examples = 2000;
const request = {
  name: 'Short',
  data: { source: 'builtin:digits', limit: examples },
  model: { kind: 'vae', hidden: [32], latent: 3 },
  training: { epochs: 2, batchSize: 64, seed: 7 },
};

/** As far as it is read here. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
  };
}

describe('what is shown and selected in the latent space', () => {
  const editor = useEditor({}, async (folder) => {
    await writeFile(join(folder, 'short.latent.json'), JSON.stringify(request));
    const model = { kind: 'ae', hidden: [16], latent: 3 };
    const other = { ...request, name: 'Other', model, training: { ...request.training, epochs: 1 } };
    await writeFile(join(folder, 'other.latent.json'), JSON.stringify(other));
  });
  const stage = async (attribute: string) => Number(await editor.panel.get('points').getAttribute(`data-${attribute}`));
  const shows = (what: string, count: number) => until(`${count} ${what}`, async () => (await stage(what)) === count);
  const heard = (words: string | RegExp) =>
    editor.panel.get('announcement').filter({ hasText: words }).waitFor({ state: 'attached' });
  const entry = (name: string) =>
    editor.panel
      .get('legend')
      .locator('.legend-entry')
      .filter({ has: editor.panel.frame.getByText(name, { exact: true }) });
  const countOf = async (name: string) =>
    Number((await entry(name).locator('.legend-count').textContent())?.replace(/^.*\//, ''));
  const press = (keys: string) => editor.session.workbench.page.keyboard.press(keys);

  it('begins with all', async () => {
    await editor.session.workbench.openFile('short.latent.json');
    await editor.session.workbench.run('Latent Lens: Train from This File');
    await editor.panel.status(/Trained 2 epochs/);
    await editor.panel.epochShown(2);
    await shows('shown', examples);
    await entry('4').waitFor();
  });

  it('completes a query by key, and filters by it', async () => {
    const { panel } = editor;
    const field = panel.get('query');
    await field.fill('dig');
    await panel.frame.getByRole('option', { name: 'digit' }).waitFor();
    await field.press('ArrowDown');
    await field.press('Enter');
    assert.equal(await field.inputValue(), 'digit ');
    await field.fill('digit = 4');
    const count = await countOf('4');
    assert.ok(count > 0 && count < examples);
    await panel
      .get('query-message')
      .filter({ hasText: `${count} match` })
      .waitFor();
    await field.press('Enter');
    await shows('shown', count);
    await panel
      .get('shown-count')
      .filter({ hasText: `${count} of 2,000 shown` })
      .waitFor();
  });

  it('marks what it does not understand, and says why', async () => {
    const { panel } = editor;
    const field = panel.get('query');
    await field.fill('digit = 4 and digt < 3');
    await field.press('Enter');
    await panel.get('query-message').filter({ hasText: 'There is no column “digt”.' }).waitFor();
    assert.equal(await panel.frame.locator('.query-wrong').textContent(), 'digt');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.deepEqual(await violations(panel.frame), []);
    await field.fill('');
  });

  it('is undone by key and by command, and says what', async () => {
    const { panel, session } = editor;
    await panel.get('points').locator('[tabindex]').first().focus();
    await press('Control+z');
    await heard('Undone: filter by digit = 4');
    await shows('shown', examples);
    await session.workbench.run('Latent Lens: Redo in the Panel');
    await heard('Done again: filter by digit = 4');
    await shows('shown', await countOf('4'));
    await panel.get('filters-clear').click();
    await shows('shown', examples);
  });

  it('stays hidden whatever it is coloured by', async () => {
    const { panel } = editor;
    const count = await countOf('7');
    await entry('7').click();
    await shows('shown', examples - count);
    await panel.choose('colour-by', 'Split');
    await panel.frame.locator('[data-testid=points][data-colour=split]').waitFor();
    await shows('shown', examples - count);
    await panel.choose('colour-by', 'digit');
    await panel.frame.locator('[data-testid=points][data-colour=digit]').waitFor();
  });

  it('shows one category alone after a double click', async () => {
    await entry('3').dblclick();
    await shows('shown', await countOf('3'));
    await editor.panel.get('legend-show-all').click();
    await shows('shown', examples);
  });

  /** How many pixels of the space, left of its legend, have such a colour. */
  const pixelsWith = async (holds: (red: number, green: number, blue: number) => boolean) => {
    const { width, data } = PNG.sync.read(await editor.panel.get('points').locator('canvas').first().screenshot());
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const isLeft = (at / 4) % width < 0.7 * width;
      if (isLeft && holds(data[at], data[at + 1], data[at + 2])) count++;
    }
    return count;
  };
  const colouredBy = async (choice: string, column: string) => {
    await editor.panel.choose('colour-by', choice);
    await editor.panel.frame.locator(`[data-testid=points][data-colour="${column}"]`).waitFor();
  };
  const legendSays = (words: string | RegExp) => editor.panel.get('legend').filter({ hasText: words }).waitFor();

  it('gives a category a colour of its own, by key too, and lists them in another order', async () => {
    const { panel, session } = editor;
    const magenta = () => pixelsWith((red, green, blue) => red > 180 && blue > 180 && green < 100);
    assert.equal(await magenta(), 0);
    const swatch = panel.get('legend').getByLabel(/^Colour of 4:/);
    await swatch.fill('#ff00ff');
    await until('points in the colour', async () => (await magenta()) > 20);
    await panel.get('points').locator('[tabindex]').first().focus();
    await press('Control+z');
    await heard('Undone: colour of 4');
    await until('points in the usual colours', async () => (await magenta()) === 0);
    await session.workbench.run('Latent Lens: Redo in the Panel');
    await until('points in the colour', async () => (await magenta()) > 20);

    const first = () => panel.get('legend').locator('.legend-name').first().textContent();
    assert.equal(await first(), '0');
    await panel.get('legend-order').selectOption('count');
    const counts = (await panel.get('legend').locator('.legend-count').allTextContents()).map((text) =>
      Number(text.replace(',', '')),
    );
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => b - a),
    );
    // One stop for Tab; keys go from row to row, and from the name to the colour.
    assert.equal(await panel.get('legend').locator('.row-list [tabindex="0"]').count(), 1);
    await panel.get('legend').locator('.row-list [tabindex="0"]').focus();
    await press('Home');
    await press('ArrowRight');
    await press('ArrowDown');
    await panel.get('legend').locator('li:nth-child(2) .legend-entry:focus').waitFor();
    await press('ArrowLeft');
    await panel.get('legend').locator('li:nth-child(2) input:focus').waitFor();
    assert.deepEqual(await violations(panel.frame), []);
  });

  it('colours numbers by another map, over a range, by their logarithm', async () => {
    const { panel } = editor;
    // Viridis has none, also where it fades into the ground.
    const pink = () => pixelsWith((red, green, blue) => red > blue + 40 && blue > green + 10);
    await colouredBy('Reconstruction error', 'reconstruction');
    await until('points by Viridis', async () => (await pink()) === 0);
    await panel.get('scale-settings').locator('summary').click();
    await panel.get('scale-map').selectOption('magma');
    await until('points by Magma', async () => (await pink()) > 20);
    await panel.get('scale-log').check();
    await legendSays('Logarithmic scale');
    const usual = await panel.text('ramp-scale');
    await panel.get('scale-range').selectOption('all');
    await until('another range', async () => (await panel.text('ramp-scale')) !== usual);
    assert.doesNotMatch(await panel.text('ramp-scale'), /[≤≥]/);
    await panel.get('scale-range').selectOption('values');
    await panel.get('scale-high').fill('1');
    await panel.get('scale-high').press('Enter');
    await panel.get('ramp-scale').filter({ hasText: '≥ 1' }).waitFor();
    await colouredBy('z0', 'z0');
    await panel.get('scale-map').selectOption('blue-orange');
    await legendSays('Centre: 0');
    await panel.get('scale-centre').fill('0.5');
    await panel.get('scale-centre').press('Enter');
    await legendSays('Centre: 0.5');
    assert.deepEqual(await violations(panel.frame), []);
  });

  it('computes what is of neighbours, of the layout and of posteriors when it is chosen, and filters by it', async () => {
    const { panel } = editor;
    await colouredBy('Density', 'density');
    await legendSays('Mean distance to the 15 nearest codes');
    await colouredBy('Trust of the layout', 'trust');
    await legendSays('Trustworthiness of the place in the layout');
    // The layout is the latent space itself: each point stands where it is.
    assert.equal((await panel.get('ramp-scale').locator('span').first().textContent())?.trim(), '1');
    await colouredBy('Continuity of the layout', 'continuity');
    await legendSays('Continuity of the place in the layout');
    await colouredBy('KL of z1', 'kl_z1');
    await legendSays('KL of z1 (nats)');
    await colouredBy('σ of z1', 'sigma_z1');
    await colouredBy('Neighbours of another label', 'disagreement');
    await legendSays('Share of the 15 nearest codes with another label');
    await panel.get('query').fill('disagreement = 0');
    const matching = /([\d,]+) match/;
    const words = await until('how many match', async () => matching.exec(await panel.text('query-message')));
    const count = Number(words[1].replace(',', ''));
    assert.ok(count > 0 && count < examples, `${count}`);
    await panel.get('query').press('Enter');
    await shows('shown', count);
    await panel.get('filters-clear').click();
    await shows('shown', examples);
    await colouredBy('digit', 'digit');
  });

  it('names places, shows density and pictures, and takes back each of them', async () => {
    const { panel } = editor;
    const looks = () => panel.pixels(panel.get('points'));
    const differsFrom = async (former: Uint8Array) =>
      (await looks()).filter((value, at) => Math.abs(value - former[at]) > 8).length > 2000;
    const pressed = (toggle: string, on: boolean) =>
      panel.frame.locator(`[data-testid=${toggle}][aria-pressed=${on}]`).waitFor();
    await panel.choose('names', 'Categories');
    const count = await countOf('4');
    const four = panel.frame.getByRole('button', { name: `4: ${count} points` });
    await four.waitFor({ state: 'attached' });
    assert.equal(await panel.get('place-names').getByRole('listitem').count(), 10);
    assert.deepEqual(await violations(panel.frame), []);
    await four.focus();
    await press('Enter');
    await shows('selected', count);
    await press('Control+z');
    await heard('Undone: select 4');
    await shows('selected', 0);
    await panel.choose('names', 'Clusters');
    await panel
      .get('place-names')
      .getByRole('button')
      .filter({ hasText: /· \d+%|points/ })
      .first()
      .waitFor();

    const plain = await looks();
    await panel.get('density-toggle').click();
    await pressed('density-toggle', true);
    await until('a haze', () => differsFrom(plain));
    const hazy = await looks();
    await panel.get('pictures-toggle').click();
    await until('pictures', () => differsFrom(hazy));
    assert.deepEqual(await violations(panel.frame), []);
    await panel.get('points').locator('[tabindex]').first().focus();
    for (const words of ['show pictures', 'show the density', 'name the clusters', 'name the categories']) {
      await press('Control+z');
      await heard(`Undone: ${words}`);
    }
    await pressed('pictures-toggle', false);
    await pressed('density-toggle', false);
    await panel.get('place-names').waitFor({ state: 'hidden' });
  });

  it('selects by a lasso and a box, adds, removes, and gives up', async () => {
    const { panel, session } = editor;
    const { mouse, keyboard } = session.workbench.page;
    const box = await until('the space', () => panel.get('points').boundingBox());
    const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
    const drag = async (...path: readonly (readonly [number, number])[]) => {
      await mouse.move(...at(...path[0]));
      await mouse.down();
      for (const place of path.slice(1)) await mouse.move(...at(...place), { steps: 4 });
    };
    const selectedBy = async (former: number) =>
      until('another selection', async () => {
        const count = await stage('selected');
        return count !== former && count;
      });
    await panel.get('tool-lasso').click();
    assert.equal(await panel.get('tool-lasso').getAttribute('aria-pressed'), 'true');
    await drag([0.4, 0.35], [0.55, 0.35], [0.55, 0.65], [0.4, 0.65]);
    await panel.frame.locator('.outline-layer path[d^=M]').first().waitFor();
    await mouse.up();
    const lassoed = await selectedBy(0);
    assert.ok(lassoed > 0 && lassoed < examples, `${lassoed}`);
    await heard(`${lassoed.toLocaleString('en')} of ${examples.toLocaleString('en')} selected`);

    await panel.get('tool-box').click();
    await keyboard.down('Alt');
    await drag([0.38, 0.3], [0.56, 0.5]);
    await mouse.up();
    await keyboard.up('Alt');
    const left = await selectedBy(lassoed);
    assert.ok(left < lassoed);
    await keyboard.down('Shift');
    await drag([0.38, 0.3], [0.56, 0.7]);
    await mouse.up();
    await keyboard.up('Shift');
    const added = await selectedBy(left);
    assert.ok(added >= lassoed, 'the box holds all that the lasso held');

    await drag([0.3, 0.3], [0.7, 0.7]);
    await press('Escape');
    await mouse.up();
    await shows('selected', added);
    await press('Escape');
    await panel.frame.locator('[data-testid=tool-orbit][aria-pressed=true]').waitFor();
  });

  it('selects by keys, and says how many', async () => {
    const { panel } = editor;
    await panel.get('selection-clear').click();
    await shows('selected', 0);
    await panel.get('points').locator('[tabindex]').first().focus();
    await press('b');
    await press('ArrowRight');
    await heard(/^[\d,]+ points in the box$/);
    const enclosed = async () => Number(/[\d,]+/.exec(await panel.text('announcement'))?.[0].replace(',', ''));
    const all = await enclosed();
    for (let step = 0; step < 3; step++) await press('ArrowUp');
    const count = await until('fewer points in the box', async () => {
      const now = await enclosed();
      return now < all && now;
    });
    await press('Enter');
    await shows('selected', count);
    assert.deepEqual(await violations(panel.frame), []);
    await press('Escape');
    await press('Escape');
    await panel.get('selection-clear').click();
    await shows('selected', 0);
  });

  it('selects by query and legend, and compares what is selected with all', async () => {
    const { panel } = editor;
    await panel.get('query').fill('digit in (1, 2)');
    await panel.get('query-select').click();
    const [one, two, three] = [await countOf('1'), await countOf('2'), await countOf('3')];
    await shows('selected', one + two);
    await entry('3').click({ modifiers: ['Shift'] });
    await shows('selected', one + two + three);
    assert.equal(await entry('3').locator('.legend-count').textContent(), `${three} / ${three}`);
    assert.match((await entry('4').locator('.legend-count').textContent()) ?? '', /^0 \//);
    await panel.unfold('selection');
    await panel.get('selection').locator('summary').filter({ hasText: 'What differs most' }).click();
    const table = panel.frame.locator(`[data-testid=selection-statistics][data-of="${one + two + three}"]`);
    await table.waitFor();
    // The label differs most: it is what was selected by.
    assert.match((await table.locator('tbody th').first().textContent()) ?? '', /^digit/);
    await panel.get('selection-invert').click();
    await shows('selected', examples - one - two - three);
    await panel.get('selection-name').fill('others');
    await panel.get('selection-keep').click();
    await panel.get('selection-only').click();
    await shows('shown', examples - one - two - three);
    assert.deepEqual(await violations(panel.frame), []);
  });

  it('shows what was made by epoch of the newest alone, where no other weights are kept, and says so', async () => {
    const { panel } = editor;
    await panel.get('byEpoch-toggle').click();
    // Eight examples beside their originals, and eight draws.
    await until('the pictures', async () => (await panel.get('by-epoch-tables').locator('canvas').count()) === 24);
    assert.match(await panel.text('by-epoch-note'), /^This run keeps the weights of no epoch but the newest/);
    assert.deepEqual(await panel.get('by-epoch-tables').locator('thead button').allTextContents(), ['2', '2']);
    assert.deepEqual(await violations(panel.frame), []);
    await panel.get('byEpoch-close').click();
  });

  it('goes to a hole of the prior, and selects the codes that it hardly draws', async () => {
    const { panel } = editor;
    await panel.get('prior-toggle').click();
    await panel
      .get('two-sample')
      .filter({ hasText: /±.*p = 0\.\d/ })
      .waitFor();
    assert.deepEqual(await violations(panel.frame), []);
    await panel.get('hole-0').click();
    await panel.get('cursor-image').locator('canvas').waitFor();
    assert.equal(await panel.get('hole-0').getAttribute('aria-current'), 'true');
    const name = await panel.get('hole-0').getAttribute('aria-label');
    assert.match(name ?? '', /^Hole 1: [\d.]+% of the prior’s draws\. log p\(z\) = .*nats$/);
    const share = Number.parseFloat(/[\d.]+/.exec(await panel.text('improbable-share'))?.[0] ?? '');
    await panel.get('improbable-select').click();
    await until(
      `${share} % selected`,
      async () => Math.abs((100 * (await stage('selected'))) / examples - share) <= 0.5,
    );
    await panel.get('marginal-0').click();
    await panel.get('dimensions-toggle').click();
    await panel.get('prior').waitFor({ state: 'hidden' });
    await until(
      'a row for each dimension',
      async () => (await panel.get('dimension-rows').locator('canvas').count()) === 3,
    );
    assert.deepEqual(await violations(panel.frame), []);
    await panel.get('dimensions-close').click();
    for (const _ of ['the axis', 'the selection', 'the cursor']) await press('Control+z');
    await panel.get('cursor-readout').waitFor({ state: 'hidden' });
  });

  it('encodes a picture that is dropped, and goes to where it lies', async () => {
    const { panel } = editor;
    const png = new PNG({ width: 40, height: 40 });
    png.data.fill(255);
    const base64 = PNG.sync.write(png).toString('base64');
    await panel.frame.locator('body').evaluate(`(() => {
      const bytes = Uint8Array.from(atob('${base64}'), (character) => character.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], 'white.png', { type: 'image/png' }));
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
    })()`);
    const answer = panel.get('given-answer');
    await answer.locator('[data-testid=inspector-original]').waitFor();
    await heard(/The example is encoded\. Loss [\d,.]+ nats/);
    // No digit is white all over.
    await answer.getByText('Farther out than any example').waitFor();
    assert.equal(await answer.locator('.neighbour').count(), 8);
    // Most of 784 pixels of every digit are black.
    await panel.get('given-neighbours-by-data').click();
    const nearest = answer.locator('.neighbour').first();
    await until('the nearest by the data', async () => {
      const distance = /distance ([\d.]+)/.exec((await nearest.getAttribute('aria-label')) ?? '');
      return Number(distance?.[1]) > 20;
    });
    assert.deepEqual(await violations(panel.frame), []);
    await panel.get('given-neighbours-by-codes').click();
    await panel.get('given-close').click();
    await press('Control+z');
  });

  it('goes from one example to another by several paths, and decodes a frame of one', async () => {
    const { panel } = editor;
    await panel.get('paths-toggle').click();
    await panel.get('path-hint').waitFor();
    await panel.get('path-collect').click();
    await panel.clickSomePoint();
    await press('n');
    const energies: Record<string, number> = {};
    for (const kind of ['straight', 'spherical', 'graph', 'geodesic']) {
      const row = panel.get(`path-row-${kind}`);
      await row.locator('.path-frame').nth(16).waitFor();
      energies[kind] = Number((await row.getByTestId('path-energy').textContent())?.replace(/[^\d.]/g, ''));
    }
    assert.ok(energies.straight > 0 && energies.geodesic <= 1.001 * energies.straight, JSON.stringify(energies));
    assert.deepEqual(await violations(panel.frame), []);
    const straight = panel.get('path-row-straight');
    await straight.locator('.path-frame').first().focus();
    await press('End');
    await press('ArrowLeft');
    await press('Enter');
    await panel.get('cursor-image').locator('canvas').waitFor();
    const bytesOf = (canvas: Locator): Promise<readonly number[]> =>
      canvas.evaluate((it) => {
        const { width, height, getContext } = it as unknown as Canvas;
        return [...getContext.call(it, '2d').getImageData(0, 0, width, height).data];
      });
    const frame = await bytesOf(straight.locator('.path-frame').nth(15).locator('canvas'));
    await until('the frame at the cursor', async () => {
      const cursor = await bytesOf(panel.get('cursor-image').locator('canvas'));
      return frame.length === cursor.length && frame.every((value, i) => Math.abs(value - cursor[i]) <= 1);
    });
    await panel.get('path-point-0').getByTestId('path-point-remove').click();
    await panel.get('path-hint').waitFor();
    await panel.get('ways-traversals').click();
    await until(
      'nine frames and a map for each dimension',
      async () => (await panel.get('traversal-rows').locator('canvas').count()) === 3 * 10,
    );
    await panel.get('ways-manifold').click();
    await panel.get('manifold-side').selectOption('5');
    await panel.get('manifold-how').filter({ hasText: 'quantiles of N(0, 1)' }).waitFor();
    await until('a grid', async () => (await panel.get('frame-grid').locator('canvas').count()) === 25);
    await panel.get('ways-directions').click();
    await panel.get('direction-a').selectOption({ label: 'digit = 0' });
    await panel
      .get('direction-probe')
      .filter({ hasText: /told right of .* random pairs/ })
      .waitFor();
    assert.deepEqual(await violations(panel.frame), []);
    const accuracy = Number.parseFloat((await panel.get('direction-probe').locator('strong').textContent()) ?? '');
    assert.ok(accuracy > 85, `${accuracy}`);
    const layout = () => panel.get('projection').evaluate((it) => (it as unknown as { value: string }).value);
    await panel.get('direction-axis').check();
    await until('the direction as an axis', async () => (await layout()) === 'direction');
    await panel.get('direction-axis').uncheck();
    await until('the latent axes again', async () => (await layout()) === 'axes');
    await press('Control+z');
    await press('Control+z');
    await panel.get('ways-paths').click();
    await panel.get('paths-close').click();
    for (const _ of ['the removal', 'the cursor', 'a point', 'its pin', 'a point', 'its pin']) await press('Control+z');
    await panel.get('cursor-readout').waitFor({ state: 'hidden' });
  });

  it('comes back after a reload', async () => {
    const before = [await stage('shown'), await stage('selected')];
    await editor.panel.choose('names', 'Categories');
    await editor.panel.get('density-toggle').click();
    // The editor hears of the last change a moment later.
    await editor.panel.page('reconstructions');
    await editor.panel.page('space');
    await editor.session.workbench.reload();
    await editor.panel.epochShown(2);
    await shows('shown', before[0]);
    await shows('selected', before[1]);
    await editor.panel.get('selections-kept').filter({ hasText: 'others' }).waitFor();
    assert.equal(
      await editor.panel
        .get('legend')
        .getByLabel(/^Colour of 4:/)
        .inputValue(),
      '#ff00ff',
    );
    assert.equal(await editor.panel.get('legend-order').inputValue(), 'count');
    await colouredBy('z0', 'z0');
    await legendSays('Centre: 0.5');
    await editor.panel.get('place-names').getByRole('button').first().waitFor({ state: 'attached' });
    await editor.panel.frame.locator('[data-testid=density-toggle][aria-pressed=true]').waitFor();
  });

  it('does what is done in a linked panel of the same data, as a step of its own', async () => {
    const { workbench } = editor.session;
    await workbench.openFile('other.latent.json');
    await workbench.run('Latent Lens: Train from This File');
    await editor.panel.status(/Trained 1 epoch/);
    await editor.panel.epochShown(1);
    await workbench.run('Latent Lens: Compare Runs');
    await workbench.pick('Short');
    const panels = [new PanelPage(workbench, 0), new PanelPage(workbench, 1)];
    for (const panel of panels) {
      await panel.epochShown(1);
      await panel.get('link-toggle').and(panel.frame.locator('[aria-pressed=true]')).waitFor();
    }
    const [here, there] = panels;
    const comparing = await until('a comparison in one of them', async () => {
      for (const panel of panels) if ((await panel.get('cka').count()) > 0) return panel;
      return false;
    });
    const cka = await comparing.get('cka').locator('strong').textContent();
    assert.ok(Number(cka) > 0 && Number(cka) < 1, String(cka));
    await comparing.get('compare-table').getByText('model.kind').waitFor();
    assert.deepEqual(await violations(comparing.frame), []);
    await comparing.get('compare-align').check();
    const shownBy = () => comparing.get('points').getAttribute('data-run');
    await until('points that are turned', async () => (await shownBy()) === 'Short');
    await comparing.get('compare-align').uncheck();
    await until('points as they were', async () => (await shownBy()) === 'none');
    await comparing.get('compare-close').click();
    const say = (panel: PanelPage, words: string) =>
      panel.get('announcement').filter({ hasText: words }).waitFor({ state: 'attached' });
    const selected = async (panel: PanelPage) => Number(await panel.get('points').getAttribute('data-selected'));
    const selects = (panel: PanelPage, count: number) =>
      until(`${count} selected`, async () => (await selected(panel)) === count);
    const before = await selected(there);
    await here.get('query').fill('digit = 4');
    await here.get('query-select').click();
    const count = await until('some selected', async () => {
      const now = await selected(here);
      return now !== before && now;
    });
    await selects(there, count);
    await say(there, 'in a linked panel');
    assert.deepEqual(await violations(there.frame), []);
    await there.get('points').locator('[tabindex]').first().focus();
    await press('Control+z');
    await say(there, 'Undone: ');
    await selects(there, before);
    assert.equal(await selected(here), count);
    const picture = async () => Buffer.from(await there.pixels(there.get('points').locator('canvas').first()));
    const still = await until('a picture at rest', async () => {
      const now = await picture();
      return now.equals(await picture()) && now;
    });
    await here.get('points').locator('[tabindex]').first().focus();
    for (let step = 0; step < 4; step++) await press('ArrowLeft');
    await until('a look from elsewhere', async () => !(await picture()).equals(still));
    await there.get('link-toggle').click();
    await here.get('selection-clear').click();
    await selects(here, 0);
    await say(there, 'linked no more');
    assert.equal(await selected(there), before);
  });
});
