import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../harness/processes';
import { useEditor } from './editor';
import { violations } from './violations';

/** So much weight of the KL that nothing depends on the example. */
const request = {
  name: 'Collapsed',
  data: { source: 'builtin:digits', limit: 600 },
  model: { kind: 'vae', hidden: [32], latent: 4 },
  objective: { beta: 400 },
  training: { epochs: 4, batchSize: 64, seed: 7 },
};

describe('what to do next, and reports', () => {
  let folder = '';
  const editor = useEditor({}, async (opened) => {
    folder = opened;
    await writeFile(join(folder, 'collapsed.latent.json'), JSON.stringify(request));
  });

  it('says above the curves what to do next, and why', async () => {
    const { panel, session } = editor;
    await session.workbench.openFile('collapsed.latent.json');
    await session.workbench.run('Latent Lens: Train from This File');
    await panel.status(/Trained 4 epochs/);
    const steps = panel.get('next-steps');
    await steps.locator('summary', { hasText: 'What should I do next?' }).click();
    const collapse = panel.get('advice-collapse');
    await collapse.waitFor();
    assert.match(await collapse.innerText(), /The posterior has collapsed[\s\S]*objective\.beta 1 instead of 400/);
    assert.deepEqual(await violations(panel.frame), []);
  });

  it('writes a report of a run that is chosen, and shows it', async () => {
    const { workbench } = editor.session;
    const { page, quickInput } = workbench;
    await workbench.run('Latent Lens: Create Report…');
    await workbench.pick('Collapsed');
    await until('a proposed name', async () => /Collapsed report\.html$/.test(await quickInput.inputValue()));
    const path = join(folder, 'collapsed.html');
    await quickInput.fill(path);
    const ok = page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' });
    await until('the dialog to be gone', async () => {
      await ok.click({ timeout: 1000 }).catch(() => undefined);
      return !(await quickInput.isVisible());
    });
    const title = 'Report of Collapsed';
    const titled = async () => {
      for (const frame of page.frames()) {
        const heading = frame.getByRole('heading', { level: 1, name: title });
        if ((await heading.count().catch(() => 0)) > 0) return frame;
      }
      return undefined;
    };
    await until('the report to be shown', async () => (await titled()) !== undefined);
    const shown = await titled();
    assert.ok(shown);
    assert.ok((await shown.locator('svg[role="img"]').count()) > 4);
    const text = await readFile(path, 'utf8');
    assert.ok(text.includes(`<h1>${title}</h1>`) && !text.includes(folder));
  });
});
