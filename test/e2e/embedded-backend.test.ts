import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useEditor } from './editor';

const request = {
  data: { source: 'builtin:digits', limit: 400 },
  model: { hidden: [32], latent: 2 },
  training: { epochs: 2 },
};

describe('the package without the native library', () => {
  const editor = useEditor({ target: 'universal', webgl: false }, (folder) =>
    writeFile(join(folder, 'small.latent.json'), JSON.stringify(request)),
  );

  it('trains on the embedded backend, and says so', async () => {
    const { workbench } = editor.session;
    await workbench.openFile('small.latent.json');
    await workbench.run('Latent Lens: Train from This File');
    await editor.panel.get('notice').filter({ hasText: 'native library is not installed' }).waitFor();
    await editor.panel.status(/Trained 2 epochs/);
    assert.match(await editor.panel.text('about'), /WebAssembly.*fallback/);
    assert.equal(await editor.panel.pointsShown(), 400);
  });
});
