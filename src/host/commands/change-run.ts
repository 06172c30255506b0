import { extname } from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import type { ForkOffer } from '../../protocol/trainer';
import type { Host } from '../host';
import { pickOne } from '../quick-input';
import { configurationOf, requestOfRun } from '../run-configuration';
import { type ListedRun, readRun } from '../run-listing';
import { directoryOf, pickRun } from '../run-picker';
import { back } from '../steps';
import { trustGate } from '../trust';
import { registerCommand } from './register';

/** *Train Further…*, *Fork From This Epoch…*, *Duplicate With Changes…*, *Rename Run…*, *Locate Data…*: what becomes of a run that is there. */
export function changeRunCommands({
  messages,
  sessions,
  panels,
  runs,
  launcher,
  runChanges,
  openConfiguration,
}: Host): vscode.Disposable[] {
  /** The run that a command was given, that in front, or one that is asked for. */
  const chosen = async (argument: unknown, title: string) =>
    directoryOf(argument) ?? panels.active?.directory ?? (await pickRun(runs, title));

  const openAnew = async (directory: string) => {
    await panels.closeRun(directory);
    panels.open(directory, 'space');
  };

  return [
    registerCommand(messages, 'latentLens.trainFurther', async (argument) => {
      const title = vscode.l10n.t('Train Further');
      const directory = await chosen(argument, title);
      if (directory === undefined) return;
      if (sessions.find(directory)?.training) throw new UserError('run.busy');
      const run = await readRun(directory);
      const epochs = run?.kind === 'run' ? await askEpochs(title, run) : undefined;
      if (epochs !== undefined) await launcher.resume(directory, { epochs });
    }),
    registerCommand(messages, 'latentLens.duplicateRun', async (argument) => {
      const title = vscode.l10n.t('Duplicate With Changes');
      const directory = await chosen(argument, title);
      if (directory === undefined || !(await trustGate.open(directory))) return;
      openConfiguration(await requestOfRun(directory));
    }),
    registerCommand(messages, 'latentLens.forkRun', async (argument) => {
      // The panel in front knows which epoch is looked at, and comes back with it.
      if (argument === undefined && panels.front) return panels.front.fork();
      const title = vscode.l10n.t('Fork From an Epoch');
      const directory = await chosen(argument, title);
      if (directory === undefined || !(await trustGate.open(directory))) return;
      const epoch = v.is(EpochArgument, argument)
        ? argument.epoch
        : await pickEpoch(title, await runChanges.fork(directory));
      if (epoch !== undefined) openConfiguration((await runChanges.fork(`${directory}@${epoch}`)).request);
    }),
    registerCommand(messages, 'latentLens.renameRun', async (argument) => {
      const title = vscode.l10n.t('Rename Run');
      const directory = await chosen(argument, title);
      const run = directory === undefined ? undefined : await readRun(directory);
      if (!run) return;
      const value = run.name;
      const name = await vscode.window.showInputBox({
        title,
        value,
        prompt: vscode.l10n.t('What to call the run'),
        validateInput: nameProblem,
      });
      if (name === undefined || name.trim() === value) return;
      await runChanges.rename(run.directory, name.trim());
      runs.refresh();
    }),
    registerCommand(messages, 'latentLens.locateData', async (argument) => {
      const title = vscode.l10n.t('Locate Data');
      const directory = await chosen(argument, title);
      if (directory === undefined) return;
      const { config, data } = await configurationOf(directory);
      const source = await askPlace(data.format === 'images' && extname(config.data.source) === '');
      if (source === undefined) return;
      await runChanges.locateData(directory, source);
      await openAnew(directory);
    }),
    // Offered by the panel alone.
    registerCommand(messages, 'latentLens.readDataAgain', async (argument) => {
      const directory = directoryOf(argument);
      if (directory !== undefined) await openAnew(directory);
    }),
  ];
}

/** As the panel has it. */
const EpochArgument = v.object({ directory: v.string(), epoch: v.union([v.number(), v.string()]) });

async function pickEpoch(title: string, { epoch, kept }: ForkOffer): Promise<number | undefined> {
  const answer = await pickOne<number>({
    title,
    placeholder: vscode.l10n.t('Whose weights? Only these epochs keep theirs.'),
    choices: kept.toReversed().map((value) => ({
      label: value === 0 ? vscode.l10n.t('Before training') : vscode.l10n.t('Epoch {0}', value),
      value,
    })),
    active: epoch,
  });
  return answer === back ? undefined : answer;
}

async function askEpochs(title: string, { epochs, totalEpochs }: ListedRun): Promise<number | undefined> {
  const answer = await vscode.window.showInputBox({
    title,
    value: String(Math.max(totalEpochs, 2 * epochs)),
    prompt: vscode.l10n.t('To how many epochs in all? {0} are done.', epochs),
    validateInput: (text) =>
      /^\d+$/.test(text.trim()) && Number(text) > epochs
        ? undefined
        : vscode.l10n.t('A whole number above {0}', epochs),
  });
  return answer === undefined ? undefined : Number(answer);
}

function nameProblem(text: string): string | undefined {
  const { length } = text.trim();
  return length > 0 && length <= 80 ? undefined : vscode.l10n.t('From 1 to 80 characters');
}

/** A dialog offers files or folders, not both. */
async function askPlace(isFolder: boolean): Promise<string | undefined> {
  const uris = await vscode.window.showOpenDialog({
    canSelectFiles: !isFolder,
    canSelectFolders: isFolder,
    title: vscode.l10n.t('Where the Run’s Data Are Now'),
    openLabel: vscode.l10n.t('Use These Data'),
  });
  return uris?.[0]?.fsPath;
}
