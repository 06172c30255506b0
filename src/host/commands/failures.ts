import * as vscode from 'vscode';
import type { Correction } from '../../protocol/failures';
import { correctCommand, labelsOf } from '../failures/failure-problems';
import type { Host } from '../host';
import { directoryOf, pickRun } from '../run-picker';
import type { RunSession } from '../run-session';
import { registerCommand } from './register';

/** *Show Failures as Problems*, and what the quick fixes of these do. */
export function failureCommands(host: Host): vscode.Disposable[] {
  const { messages, sessions, settings, panels, runs, failures } = host;
  /** The trainer of the run stays as long as it is asked. */
  const asking = async <T>(directory: string, ask: (session: RunSession) => Promise<T>): Promise<T> => {
    const session = sessions.open(directory, settings.backend);
    const attached = session.attach();
    try {
      return await ask(session);
    } finally {
      attached.dispose();
    }
  };
  return [
    registerCommand(messages, 'latentLens.showProblems', async (run) => {
      const title = vscode.l10n.t('Show Failures as Problems');
      const directory = directoryOf(run) ?? panels.active?.directory ?? (await pickRun(runs, title));
      if (directory === undefined) return;
      const shown = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Failures are looked for') },
        () => asking(directory, (session) => failures.problems.show(session, new AbortController().signal)),
      );
      if (shown > 0) await vscode.commands.executeCommand('workbench.actions.view.problems');
      else
        messages.information(
          vscode.l10n.t('Nothing of this has a line or an image of its own that an editor could show.'),
        );
    }),
    registerCommand(messages, 'latentLens.decideOnImage', async (file) => {
      const uri = file instanceof vscode.Uri ? file : imageInSight();
      const decisions = uri ? failures.problems.decisionsIn(uri) : [];
      if (decisions.length === 0) {
        messages.information(
          vscode.l10n.t(
            'Nothing is to be decided about this file. Show Failures as Problems looks for what is likely wrong with the images of a run.',
          ),
        );
        return;
      }
      const items = decisions.map(({ title, reason, args }) => ({ label: title, detail: reason, args }));
      // An editor of pictures takes the focus when its picture comes.
      const title = vscode.l10n.t('Decide on This Image');
      const chosen = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
      if (chosen) await vscode.commands.executeCommand(correctCommand, ...chosen.args);
    }),
    registerCommand(messages, correctCommand, async (directory, row, wanted) => {
      if (typeof directory !== 'string' || typeof row !== 'number') return;
      await asking(directory, async (session) => {
        const correction = wanted === 'ask' ? await askLabel(labelsOf(await session.ready())) : (wanted as Correction);
        if (correction) await failures.desk.correct(session, row, correction);
      });
    }),
  ];
}

/** The file of the editor in front, also where that is none of text. */
function imageInSight(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
}

async function askLabel(labels: readonly string[]): Promise<Correction | undefined> {
  const label = await vscode.window.showQuickPick([...labels], { title: vscode.l10n.t('The right label') });
  return label === undefined ? undefined : { kind: 'relabel', label };
}
