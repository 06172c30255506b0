import { until } from '../harness/processes';
import { Session } from '../harness/session';
import type { Bench } from './support/bench';
import { median } from './support/statistics';

const times = 5;

/** How long the extension takes to load and activate, as the editor itself measures it. Its list says it in whole ms. */
export const run: Bench = async ({ log, vsix }) => {
  const session = await Session.open({ vsix: await vsix(), log });
  const { workbench } = session;
  const milliseconds: number[] = [];
  try {
    for (let turn = 0; turn < times; turn++) {
      if (turn > 0) await workbench.reload();
      await workbench.run('Developer: Show Running Extensions');
      const activation = (name: string) =>
        until(`the activation of ${name}`, async () => {
          const row = workbench.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: name });
          return /(\d+)\s*ms/.exec((await row.allTextContents()).join())?.[1];
        });
      // The editor's own last one: now the extension host is at rest.
      await activation('Merge Conflict');
      await workbench.run('Latent Lens: Show Log');
      milliseconds.push(Number(await activation('Latent Lens')));
      log(`activated in ${milliseconds[turn]} ms`);
      await workbench.run('View: Hide Panel');
      await workbench.run('View: Close All Editors');
    }
  } finally {
    await session.close();
  }
  const figures = {
    bestMs: Math.min(...milliseconds),
    medianMs: median(milliseconds),
    worstMs: Math.max(...milliseconds),
  };
  return { rows: milliseconds.map((ms, turn) => ({ turn: turn + 1, 'activation ms': ms })), figures };
};
