import * as vscode from 'vscode';
import type { Host } from '../host';
import { back } from '../steps';
import { registerCommand } from './register';

/** *Use Data Set…*: the data that *Train VAE* and *Train Autoencoder* offer first. */
export function dataCommands({ messages, dataPicker, chosenData }: Host): vscode.Disposable[] {
  return [
    registerCommand(messages, 'latentLens.useDataSet', async (argument) => {
      const picked =
        argument instanceof vscode.Uri
          ? await dataPicker.describe({ source: argument.fsPath })
          : await dataPicker.pick({ title: vscode.l10n.t('Use Data Set') });
      if (picked === undefined || picked === back) return;
      chosenData.set({ name: picked.name, data: picked.data });
      messages.information(vscode.l10n.t('{0} is now the first choice for training.', picked.name), {
        title: vscode.l10n.t('Train VAE'),
        run: () => vscode.commands.executeCommand('latentLens.trainVae'),
      });
    }),
  ];
}
