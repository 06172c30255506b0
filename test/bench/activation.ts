import { until } from '../harness/processes';
import { Session } from '../harness/session';
import { type Bench, median } from './bench';

const times = 5;

/** How long the extension takes to load and activate, as the editor itself measures it. Its list says it in whole ms. */
export const run: Bench = async ({ log, vsix }) => {
  const session = await Session.open({ vsix: await vsix(), log });
  const { workbench } = session;
  const milliseconds: number[] = [];
  try {
    for (let turn = 0; turn < times; turn++) {
      if (turn > 0) await workbench.reload();
      await workbench.run('Latent Lens: Refresh');
      await workbench.run('Developer: Show Running Extensions');
      const row = workbench.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Latent Lens' });
      const text = await until('the time of activation', async () => {
        const found = /(\d+)\s*ms/.exec((await row.first().textContent()) ?? '');
        return found?.[1];
      });
      milliseconds.push(Number(text));
      log(`activated in ${text} ms`);
      await workbench.run('View: Close All Editors');
    }
  } finally {
    await session.close();
  }
  const figures = { medianMs: median(milliseconds), worstMs: Math.max(...milliseconds) };
  return { rows: milliseconds.map((ms, turn) => ({ turn: turn + 1, 'activation ms': ms })), figures };
};
