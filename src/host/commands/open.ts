import * as vscode from 'vscode';
import { mostCompared } from '../../protocol/compare';
import type { PanelPage } from '../../protocol/panel';
import type { Host } from '../host';
import { directoryOf, pickRun, pickRuns } from '../run-picker';
import { openListedRunCommand } from '../runs-view';
import { openViewFrom } from '../views/view-files';
import { registerCommand } from './register';

/** *Open Latent Space*, *Inspect Reconstructions*, *Open Run…*, *Compare Runs*; *Undo*, *Redo*, *Export…*, *Export Film…* and
 * *Save View…* in the panel in front; *Open View…*. */
export function openCommands({ messages, milestones, panels, runs, sessions, spare }: Host): vscode.Disposable[] {
  const open = async (page: PanelPage, title: string, argument: unknown): Promise<void> => {
    const given = directoryOf(argument);
    // The run in front, if no other is named: a person looks at one and asks for its other page.
    if (given === undefined && panels.active) panels.show(panels.active, page);
    else await openRun(page, title, given);
  };
  const openRun = async (page: PanelPage, title: string, given: string | undefined): Promise<void> => {
    if (given !== undefined) panels.open(given, page);
    else
      await spare.toOpen(
        () => pickRun(runs, title),
        (directory) => panels.open(directory, page),
      );
  };
  return [
    registerCommand(messages, 'latentLens.openLatentSpace', (run) =>
      open('space', vscode.l10n.t('Open Latent Space'), run),
    ),
    registerCommand(messages, 'latentLens.inspectReconstructions', (run) =>
      open('reconstructions', vscode.l10n.t('Inspect Reconstructions'), run),
    ),
    registerCommand(messages, 'latentLens.openRun', (run) =>
      openRun('space', vscode.l10n.t('Open Run'), directoryOf(run)),
    ),
    registerCommand(messages, openListedRunCommand, async () => {
      const node = await runs.selected();
      // A line may still have a session that was closed since.
      if (node?.session && sessions.all.includes(node.session)) panels.show(node.session, 'space');
      else if (node?.directory !== undefined) panels.open(node.directory, 'space');
    }),
    registerCommand(messages, 'latentLens.compareRuns', async (...given) => {
      const title = vscode.l10n.t('Compare Runs');
      // The runs view gives the run, and then all that are selected.
      const named = given
        .flat()
        .map(directoryOf)
        .filter((directory) => directory !== undefined);
      const first = named[0] ?? panels.active?.directory ?? (await pickRun(runs, title));
      if (first === undefined) return;
      const isOther = ({ directory }: { readonly directory: string }) => directory !== first;
      const others = named.length > 1 ? named : await pickRuns(runs, title, isOther, mostCompared - 1);
      if (others.length === 0) return;
      panels.compare([...new Set([first, ...others])].slice(0, mostCompared));
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
