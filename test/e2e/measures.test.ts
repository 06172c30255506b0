import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { animalTable as table } from '../harness/animals';
import { useEditor } from './editor';
import { violations } from './violations';

const request = {
  name: 'Animals',
  data: { source: 'animals.csv', labels: 'animal' },
  model: { kind: 'vae', hidden: [32], latent: 3 },
  training: { epochs: 5, batchSize: 16, seed: 7 },
};

describe('the drawer of measures', () => {
  const editor = useEditor({}, async (folder) => {
    await writeFile(join(folder, 'animals.csv'), `${table().join('\n')}\n`);
    await writeFile(join(folder, 'rows.latent.json'), JSON.stringify(request));
  });

  it('measures what it is asked for, and shows it with its errors, its formula and its source', async () => {
    const { panel, session } = editor;
    await session.workbench.openFile('rows.latent.json');
    await session.workbench.run('Latent Lens: Train from This File');
    await panel.status(/Trained 5 epochs/);
    await panel.get('measures-toggle').click();
    assert.equal(await panel.get('measured-elbo').count(), 0, 'nothing is measured unasked');
    await panel.get('measure-density').click();
    const elbo = panel.get('measured-elbo');
    await elbo.filter({ hasText: /elbo.*nats.*±/ }).waitFor();
    await elbo.locator('summary').click();
    await elbo.filter({ hasText: 'Kingma & Welling 2014' }).filter({ hasText: 'Weights after epoch 5' }).waitFor();
    assert.deepEqual(await violations(panel.frame), []);
  });

  it('draws what is lost at how many bits, when that is asked for', async () => {
    await editor.panel.get('measure-rate-distortion').click();
    await editor.panel.get('rate-chart').waitFor();
    assert.deepEqual(await violations(editor.panel.frame), []);
  });
});
