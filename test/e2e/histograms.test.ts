import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../harness/processes';
import { useEditor } from './editor';
import { violations } from './violations';

const examples = 900;
const request = {
  name: 'Leaves',
  data: { source: 'leaves.csv', labels: 'kind' },
  model: { kind: 'vae', hidden: [16], latent: 4 },
  training: { epochs: 2, batchSize: 64, seed: 7 },
};

/** Of three kinds one after the other; `rank` grows, `empty` has nothing in it. */
function leaves(): string {
  const rows = Array.from({ length: examples }, (_, i) => `${i},${(i * 37) % 100},,${['oak', 'birch', 'elm'][i % 3]}`);
  return `rank,width,empty,kind\n${rows.join('\n')}\n`;
}

describe('columns that filter each other, and selections that stay', () => {
  let folder: string;
  const editor = useEditor({}, async (workspace) => {
    folder = workspace;
    await writeFile(join(workspace, 'leaves.csv'), leaves());
    await writeFile(join(workspace, 'leaves.latent.json'), JSON.stringify(request));
  });
  const stage = async (attribute: string) => Number(await editor.panel.get('points').getAttribute(`data-${attribute}`));
  const shows = (what: string, count: number) => until(`${count} ${what}`, async () => (await stage(what)) === count);
  const column = (name: string) => editor.panel.get('histograms').locator(`[data-column="${name}"]`);
  const bar = (name: string, code: number) => column(name).locator(`[data-code="${code}"]`);
  const countOf = (name: string, code: number, text: string) =>
    bar(name, code).locator('.chart-count').filter({ hasText: text }).waitFor();
  const selected = (words: string) => editor.panel.get('selection-count').filter({ hasText: words }).waitFor();
  const press = (keys: string) => editor.session.workbench.page.keyboard.press(keys);
  /** What the run's own file of selections has, by name. */
  const onDisk = async (): Promise<readonly string[]> => {
    const runs = join(folder, '.latent-lens', 'runs');
    const [run] = (await readdir(runs, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const text = await readFile(join(runs, run.name, 'selections.json'), 'utf8').catch(() => '{"selections":[]}');
    return JSON.parse(text).selections.map(({ name }: { name: string }) => name);
  };

  it('begin closed, and open beside the points', async () => {
    await editor.session.workbench.openFile('leaves.latent.json');
    await editor.session.workbench.run('Latent Lens: Train from This File');
    await editor.panel.status(/Trained 2 epochs/);
    await editor.panel.epochShown(2);
    assert.equal(await editor.panel.get('histograms').isVisible(), false);
    await editor.panel.get('histograms-toggle').click();
    await countOf('kind', 0, '300');
    assert.deepEqual(await violations(editor.panel.frame), []);
  });

  it('filter by a drag over the bars, which is one step to undo', async () => {
    await column('rank').locator('.range').scrollIntoViewIfNeeded();
    const box = await until('the bars', () => column('rank').locator('.range').boundingBox());
    const { mouse } = editor.session.workbench.page;
    const y = box.y + box.height / 2;
    await mouse.move(box.x + box.width * 0.25, y);
    await mouse.down();
    for (const share of [0.3, 0.45, 0.5, 0.75]) await mouse.move(box.x + box.width * share, y);
    await mouse.up();
    const shown = await until('fewer points', async () => {
      const count = await stage('shown');
      return count > 300 && count < 600 && count;
    });
    const third = Math.floor(shown / 3);
    await until('the kinds counted under it', async () => {
      const count = Number(await bar('kind', 0).locator('.chart-count').textContent());
      return Math.abs(count - third) <= 1;
    });
    await press('Control+z');
    await shows('shown', examples);
    await countOf('kind', 0, '300');
  });

  it('filter by keys, and by the bar of a category', async () => {
    await column('rank').getByTestId('range-from').focus();
    await press('End');
    await until('few points', async () => (await stage('shown')) <= 1);
    await press('Home');
    await shows('shown', examples);
    await bar('kind', 0).click();
    await shows('shown', 600);
    await countOf('kind', 0, '300');
    await column('kind').getByTestId('column-clear').click();
    await shows('shown', examples);
  });

  it('say what a column lacks, and when nothing is left', async () => {
    const { panel } = editor;
    await panel.get('query').fill('rank > 899');
    await panel.get('query-message').filter({ hasText: 'No example matches.' }).waitFor();
    await panel.get('query-select').click();
    await shows('selected', 0);
    await panel.get('query-filter').click();
    await panel.get('nothing-shown').waitFor();
    await panel.get('nothing-shown').locator('button').click();
    await shows('shown', examples);
  });

  it('grow a selection, and go to its centre', async () => {
    const { panel } = editor;
    await panel.get('query').fill('rank = 5');
    await panel.get('query-select').click();
    await selected('1 of 900');
    await panel.get('growth-count').fill('4');
    await panel.get('selection-grow').click();
    await selected('5 of 900');
    await panel.get('growth-count').fill('7');
    await panel.get('selection-centre').click();
    await selected('7 of 900');
    await panel.get('query').fill('rank = 5');
    await panel.get('query-select').click();
    await selected('1 of 900');
    await panel.get('growth-by').selectOption('data');
    await panel.get('growth-count').fill('3');
    await panel.get('selection-grow').click();
    await selected('4 of 900');
    await panel.get('growth-by').selectOption('codes');
    await panel.get('growth-count').fill('0');
    await panel.get('selection-grow').click();
    await panel.get('growth-note').filter({ hasText: 'from 1 to 1,000' }).waitFor();
  });

  it('show what is selected on a sheet, and how it differs, by latent dimensions too', async () => {
    const { panel } = editor;
    await panel.get('query').fill('kind = elm');
    await panel.get('query-select').click();
    await panel.unfold('selection');
    await panel.get('selection').locator('summary').filter({ hasText: 'Contact sheet' }).click();
    await panel.get('contact-sheet-note').filter({ hasText: '36 of 300' }).waitFor();
    assert.equal(await panel.get('contact-sheet').locator('.sheet-entry').count(), 36);
    await panel.get('selection').locator('summary').filter({ hasText: 'What differs most' }).click();
    await panel.frame.locator('[data-testid=selection-statistics][data-of="300"]').waitFor();
    assert.match((await panel.get('selection-statistics').textContent()) ?? '', /z[0-3]/);
    assert.deepEqual(await violations(panel.frame), []);
    await panel.get('contact-sheet').locator('.sheet-entry').first().click();
    await panel.get('inspector').waitFor();
  });

  it('have beside them where the line of an editor lies among the examples', async () => {
    const { workbench } = editor.session;
    await workbench.openFile('leaves.csv');
    await workbench.page.locator('.monaco-editor .view-line').filter({ hasText: '3,11,,oak' }).first().click();
    await workbench.run('Latent Lens: Encode in Latent Space');
    const answer = editor.panel.get('given-answer');
    await answer.getByRole('button', { name: /^oak #3, distance 0\.000/ }).waitFor();
    assert.match(
      (await editor.panel.get('given-loss').textContent()) ?? '',
      /^Loss -?[\d.]+ nats, usually -?[\d.]+: \d/,
    );
    const field = editor.panel.get('given-text');
    await field.fill('1,2,3,4,5');
    await field.press('Control+Enter');
    await editor.panel.frame.getByText('The row has 5 cells').first().waitFor();
    assert.deepEqual(await violations(editor.panel.frame), []);
    await editor.panel.get('histograms-toggle').click();
  });

  it('keep selections with the run: renamed, combined, forgotten and undone', async () => {
    const { panel } = editor;
    const kept = (name: string) => panel.get('selections-kept').locator('.kept-words').filter({ hasText: name });
    await panel.unfold('selection');
    await panel.get('selection-name').fill('elms');
    await panel.get('selection-keep').click();
    await panel.get('query').fill('rank < 30');
    await panel.get('query-select').click();
    await selected('30 of 900');
    await panel.get('selection-name').fill('first');
    await panel.get('selection-keep').click();
    await kept('elms').click({ modifiers: ['Shift', 'Alt'] });
    await selected('10 of 900');
    await panel.get('selection-rename-begin').first().click();
    await panel.get('selection-rename').fill('all elms');
    await press('Enter');
    await kept('all elms').waitFor();
    await until('both on disk', async () => (await onDisk()).toSorted().join() === 'all elms,first');
    await panel.frame.getByRole('button', { name: 'Forget first' }).click();
    await until('one on disk', async () => (await onDisk()).join() === 'all elms');
    await press('Control+z');
    await until('both on disk again', async () => (await onDisk()).toSorted().join() === 'all elms,first');
  });

  it('have them again when the panel was closed', async () => {
    const { panel, session } = editor;
    await session.workbench.run('View: Close All Editors');
    await session.workbench.run('Latent Lens: Open Run…');
    await session.workbench.quickItems.filter({ hasText: 'Leaves' }).first().waitFor();
    await session.workbench.pick('Leaves');
    await panel.epochShown(2);
    await panel.unfold('selection');
    await panel.get('selections-kept').filter({ hasText: 'all elms' }).filter({ hasText: 'first' }).waitFor();
  });
});
