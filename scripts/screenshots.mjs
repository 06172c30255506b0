// Takes pictures of the panel, with real training in the real editor: npm run screenshots [-- ten-things]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownTarget, packageExtension } from './package.mjs';
import { main } from './processes.mjs';
import { setup } from './setup.mjs';

await main(import.meta.url, async ([what = 'readme']) => {
  await setup();
  const { prepare, takes } = await import(`./pictures/${what}.mjs`);
  const { PanelPage, Session } = await import('../dist/test/harness/index.js');
  const out = await mkdtemp(join(tmpdir(), 'latent-lens-'));
  try {
    const [vsix] = await packageExtension({ targets: [ownTarget()], out });
    const session = await Session.open(
      { vsix, name: 'demo', settings: { 'workbench.colorTheme': 'Default Dark Modern' }, width: 1600, height: 1000 },
      prepare,
    );
    try {
      const panel = new PanelPage(session.workbench);
      for (const take of takes) {
        await take(session, panel);
        console.log(`Taken: ${take.name}`);
      }
    } finally {
      await session.close();
    }
  } finally {
    await rm(out, { recursive: true, force: true });
  }
});
