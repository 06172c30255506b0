import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useEditor } from './editor';

const rows = Array.from({ length: 400 }, (_, row) => {
  const angle = (row % 100) / 16;
  const kind = row < 200 ? 'inner' : 'outer';
  const radius = kind === 'inner' ? 1 : 3;
  return [(radius * Math.cos(angle)).toFixed(3), (radius * Math.sin(angle)).toFixed(3), (angle / 2).toFixed(2), kind];
});

describe('from a file in the folder, in a light theme', () => {
  const editor = useEditor({ settings: { 'workbench.colorTheme': 'Default Light Modern' } }, async (folder) => {
    await writeFile(join(folder, 'rings.csv'), ['x,y,turn,kind', ...rows.map((row) => row.join(','))].join('\n'));
    await writeFile(
      join(folder, 'rings.latent.json'),
      JSON.stringify({
        data: { source: 'rings.csv', labels: 'kind' },
        model: { latent: 2 },
        // Long enough not to be over before it is stopped again.
        training: { epochs: 400, passes: 20 },
      }),
    );
    await writeFile(join(folder, 'lost.latent.json'), JSON.stringify({ data: 'lost.csv' }));
  });

  it('trains as the open file says', async () => {
    const { workbench } = editor.session;
    await workbench.openFile('rings.latent.json');
    await workbench.run('Latent Lens: Train from This File');
    await editor.panel.epochShown(1);
    assert.equal(await editor.panel.pointsShown(), 400);
    assert.match(await editor.panel.text('about'), /rings/);
  });

  it('stops by the button in the panel, and goes on', async () => {
    const { panel } = editor;
    await panel.get('stop').click();
    await panel.status(/Stopped after epoch \d+ of 400/);
    const stoppedAt = Number(/epoch (\d+)/.exec(await panel.text('status'))?.[1]);
    assert.equal(await panel.epochShown(stoppedAt), stoppedAt, 'the points are those of the last epoch');
    await panel.get('resume').click();
    await panel.status(/Epoch \d+\/400/);
    await panel.epochShown(stoppedAt + 1);
    await panel.get('stop').click();
    await panel.status(/Stopped/);
  });

  it('shows a row against its reconstruction, and the line it came from', async () => {
    const { panel, session } = editor;
    await panel.clickSomePoint();
    await panel.get('inspector-comparison').waitFor();
    await panel.get('reveal-source').click();
    await session.workbench.tab('rings.csv').waitFor();
  });

  it('follows the theme', async () => {
    const { session } = editor;
    await session.workbench.tab(/^rings$/).click();
    const corner = async () => (await editor.panel.pixels(editor.panel.get('about'))).slice(0, 3);
    const light = await corner();
    assert.ok(Math.min(...light) > 200, `light: ${light}`);
    await session.workbench.theme('Dark Modern', 'dark');
    await editor.panel.frame.locator('body.vscode-dark').waitFor();
    const dark = await corner();
    assert.ok(Math.max(...dark) < 80, `dark: ${dark}`);
  });

  it('tells of a file that is not there in one sentence', async () => {
    const { workbench } = editor.session;
    await workbench.openFile('lost.latent.json');
    await workbench.run('Latent Lens: Train from This File');
    const message = workbench.notification('lost.csv');
    await message.waitFor();
    assert.doesNotMatch((await message.textContent()) ?? '', /\.ts|\.js:|Error:/);
  });
});
