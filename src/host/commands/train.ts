import { basename } from 'node:path';
import * as vscode from 'vscode';
import { exists } from '../../data-path';
import type { DataConfig, ModelConfig, RunRequest } from '../../protocol/config';
import { configurationEnding, nameOfConfiguration } from '../../protocol/names';
import { checkRequest, folderOf, parseRequest, resolvePaths } from '../../request';
import type { Host } from '../host';
import { back } from '../steps';
import { registerCommand } from './register';

/**
 * *Train VAE*, *Train Autoencoder*, *Explore Latent Space*, *Train from This File*: each answers with the run's folder.
 * *Configure Training…* opens a page with what is in a file, or for data that it asks for.
 */
export function trainCommands(host: Host): vscode.Disposable[] {
  const { messages, launcher, wizard, spare, dataPicker, openConfiguration } = host;
  const trainAs = async (kind: ModelConfig['kind'], argument: unknown): Promise<string | undefined> => {
    const request =
      argument === undefined ? await spare.during(() => wizard.ask(kind)) : await requestFrom(argument, kind);
    return request && launcher.start(request);
  };
  return [
    registerCommand(messages, 'latentLens.trainVae', (request) => trainAs('vae', request)),
    registerCommand(messages, 'latentLens.trainAutoencoder', (request) => trainAs('ae', request)),
    registerCommand(messages, 'latentLens.exploreLatentSpace', async (uri) => {
      if (!(uri instanceof vscode.Uri)) return trainAs('vae', undefined);
      return trainOn(host, { source: uri.fsPath });
    }),
    registerCommand(messages, 'latentLens.trainFromFile', async (argument) => {
      const uri = argument instanceof vscode.Uri ? argument : await configFile();
      return uri && launcher.start({ name: nameOfConfiguration(uri.fsPath), ...(await requestIn(uri)) });
    }),
    registerCommand(messages, 'latentLens.configureTraining', async (argument) => {
      const file = argument instanceof vscode.Uri ? argument : openConfigFile();
      if (file?.path.endsWith(configurationEnding)) {
        openConfiguration(await requestIn(file), { file: file.fsPath });
        return;
      }
      const picked = file
        ? await dataPicker.describe({ source: file.fsPath })
        : await dataPicker.pick({ title: vscode.l10n.t('Configure Training') });
      if (picked !== undefined && picked !== back) openConfiguration({ data: picked.data });
    }),
  ];
}

/** Asks for a VAE for the data at a place, and trains it. Answers with the run's folder. */
export async function trainOn(
  { dataPicker, wizard, launcher, spare }: Pick<Host, 'dataPicker' | 'wizard' | 'launcher' | 'spare'>,
  data: DataConfig,
): Promise<string | undefined> {
  const request = await spare.during(async () => {
    const picked = await dataPicker.describe(data);
    return picked && wizard.ask('vae', picked);
  });
  return request && launcher.start(request);
}

/** A request that a keybinding, a test or another extension gives. Relative paths start at the first folder. */
async function requestFrom(argument: unknown, kind: ModelConfig['kind']): Promise<RunRequest> {
  const origin = vscode.l10n.t('The arguments of the command');
  const request = checkRequest(argument, origin, vscode.l10n.t);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? process.cwd();
  return resolvePaths({ ...request, model: { ...request.model, kind } }, folder, exists);
}

/** The request in a `*.latent.json` file, as it stands in its editor, saved or not. */
async function requestIn(uri: vscode.Uri): Promise<RunRequest> {
  const document = await vscode.workspace.openTextDocument(uri);
  const request = parseRequest(document.getText(), basename(uri.fsPath), vscode.l10n.t);
  return resolvePaths(request, folderOf(uri.fsPath), exists);
}

/** The file in the editor, where it is a configuration. */
function openConfigFile(): vscode.Uri | undefined {
  const { activeTextEditor, tabGroups } = vscode.window;
  const tab = tabGroups.activeTabGroup.activeTab?.input;
  // A busy window has the tab before it has the text in it.
  const open = activeTextEditor?.document.uri ?? (tab instanceof vscode.TabInputText ? tab.uri : undefined);
  return open?.path.endsWith(configurationEnding) ? open : undefined;
}

/** The file in the editor, or one of those in the workspace. */
async function configFile(): Promise<vscode.Uri | undefined> {
  const open = openConfigFile();
  if (open) return open;
  const uris = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('A Configuration File'),
    openLabel: vscode.l10n.t('Train'),
    filters: { [vscode.l10n.t('Latent Lens configuration')]: ['latent.json', 'json'] },
  });
  return uris?.[0];
}
