import assert from 'node:assert/strict';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { animalTable } from '../harness/animals';
import { until } from '../harness/processes';
import { useEditor } from './editor';

const request = {
  name: 'Animals',
  data: { source: 'animals.csv', labels: 'animal' },
  model: { kind: 'vae', hidden: [16], latent: 3 },
  training: { epochs: 4, batchSize: 16, seed: 7 },
};

describe('a run that is there', () => {
  const editor = useEditor({}, async (folder) => {
    await writeFile(join(folder, 'animals.csv'), `${animalTable().join('\n')}\n`);
    await writeFile(join(folder, 'rows.latent.json'), JSON.stringify(request));
  });

  const record = async () => {
    const runs = join(editor.session.folder, '.latent-lens', 'runs');
    // A busy editor may have taken a command twice.
    const name = (await readdir(runs)).toSorted().at(-1) ?? '';
    return JSON.parse(await readFile(join(runs, name, 'run.json'), 'utf8'));
  };

  /** Answers an open input box, whose proposal is in it by then. */
  const answer = async (proposed: RegExp, text: string) => {
    const { quickInput, page } = editor.session.workbench;
    await until(`a box with ${proposed}`, async () => {
      const isOpen = await quickInput.isVisible();
      return isOpen && proposed.test(await quickInput.inputValue());
    });
    // A dialog takes a path only once it has looked into its folder, and may put that in its place.
    await until('the box to be gone', async () => {
      if (!(await quickInput.isVisible())) return true;
      await quickInput.fill(text, { timeout: 1000 }).catch(() => undefined);
      await page.keyboard.press('Enter');
      await page.waitForTimeout(500);
      return false;
    });
  };

  it('is trained further, to as many epochs as a person says', async () => {
    const { workbench } = editor.session;
    await workbench.openFile('rows.latent.json');
    await workbench.run('Latent Lens: Train from This File');
    await editor.panel.status(/Trained 4 epochs/);
    await workbench.run('Latent Lens: Train Further…');
    await answer(/^8$/, '7');
    await editor.panel.status(/Trained 7 epochs/);
    assert.deepEqual([(await record()).epochs, (await record()).config.training.epochs], [7, 7]);
  });

  it('is shown without its data, which are located where they are now', async () => {
    const { workbench, folder } = editor.session;
    await rename(join(folder, 'animals.csv'), join(folder, 'zoo.csv'));
    await workbench.run('View: Close All Editors');
    await workbench.run('Latent Lens: Open Run…');
    await workbench.pick('Animals');
    await editor.panel.pointsShown();
    await editor.panel.get('locate-data').click();
    await answer(/^\//, join(folder, 'zoo.csv'));
    await editor.panel.get('locate-data').waitFor({ state: 'detached' });
    await editor.panel.clickSomePoint();
    await editor.panel
      .get('inspector')
      .filter({ hasText: /animal: (ant|bee|cow)/ })
      .waitFor();
    assert.match((await record()).config.data.source, /zoo\.csv$/);
  });

  it('is duplicated as a page of settings, its own in them', async () => {
    await editor.session.workbench.run('Latent Lens: Duplicate With Changes…');
    await until(
      'the settings of the run',
      async () => (await editor.panel.get('training.epochs').inputValue()) === '7',
    );
  });
});
