import * as vscode from 'vscode';
import type { PanelPage } from '../../protocol/panel';
import type { Host } from '../host';
import { directoryOf, pickRun } from '../run-picker';
import { openListedRunCommand } from '../runs-view';
import { openViewFrom } from '../views/view-files';
import { registerCommand } from './register';

/** *Open Latent Space*, *Inspect Reconstructions*, *Open Run…*, *Compare Runs*; *Undo*, *Redo*, *Export…*, *Export Film…* and
 * *Save View…* in the panel in front; *Open View…*. */
export function openCommands({ messages, milestones, panels, runs, sessions }: Host): vscode.Disposable[] {
  const open = async (page: PanelPage, title: string, argument: unknown): Promise<void> => {
    const given = directoryOf(argument);
    // The run in front, if no other is named: a person looks at one and asks for its other page.
    if (given === undefined && panels.active) panels.show(panels.active, page);
    else {
      const directory = given ?? (await pickRun(runs, title));
      if (directory !== undefined) panels.open(directory, page);
    }
  };
  return [
    registerCommand(messages, 'latentLens.openLatentSpace', (run) =>
      open('space', vscode.l10n.t('Open Latent Space'), run),
    ),
    registerCommand(messages, 'latentLens.inspectReconstructions', (run) =>
      open('reconstructions', vscode.l10n.t('Inspect Reconstructions'), run),
    ),
    registerCommand(messages, 'latentLens.openRun', async (run) => {
      const directory = directoryOf(run) ?? (await pickRun(runs, vscode.l10n.t('Open Run')));
      if (directory !== undefined) panels.open(directory, 'space');
    }),
    registerCommand(messages, openListedRunCommand, async () => {
      const node = await runs.selected();
      // A line may still have a session that was closed since.
      if (node?.session && sessions.all.includes(node.session)) panels.show(node.session, 'space');
      else if (node?.directory !== undefined) panels.open(node.directory, 'space');
    }),
    registerCommand(messages, 'latentLens.compareRuns', async (first, second) => {
      const title = vscode.l10n.t('Compare Runs');
      const left = directoryOf(first) ?? panels.active?.directory ?? (await pickRun(runs, title));
      if (left === undefined) return;
      const right = directoryOf(second) ?? (await pickRun(runs, title, ({ directory }) => directory !== left));
      if (right === undefined) return;
      panels.compare(left, right);
      milestones.reach('compare');
    }),
    registerCommand(messages, 'latentLens.undo', () => panels.front?.undo()),
    registerCommand(messages, 'latentLens.export', () => panels.front?.export()),
    registerCommand(messages, 'latentLens.exportPage', () => panels.front?.export('page')),
    registerCommand(messages, 'latentLens.exportFilm', () => panels.front?.export('film')),
    registerCommand(messages, 'latentLens.saveView', () => panels.front?.saveView()),
    registerCommand(messages, 'latentLens.openView', () => openViewFrom(panels)),
    registerCommand(messages, 'latentLens.redo', () => panels.front?.redo()),
  ];
}
