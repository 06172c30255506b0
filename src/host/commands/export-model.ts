import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { type ModelFormat, modelFormats } from '../../protocol/model-export';
import { fileName } from '../export/file-name';
import type { Host } from '../host';
import { pickOne } from '../quick-input';
import { readRun } from '../run-listing';
import { directoryOf, pickRun } from '../run-picker';
import { revealFile } from '../source-reveal';
import { back } from '../steps';
import { registerCommand } from './register';

/** *Export Model…*: the model of a run, for other programs. */
export function modelExportCommands({ messages, panels, runs, runChanges, settings }: Host): vscode.Disposable[] {
  return [
    registerCommand(messages, 'latentLens.exportModel', async (argument) => {
      const title = vscode.l10n.t('Export Model');
      const directory = directoryOf(argument) ?? panels.active?.directory ?? (await pickRun(runs, title));
      const run = directory === undefined ? undefined : await readRun(directory);
      if (run?.kind !== 'run') return;
      const format = await pickFormat(title);
      const path = format && (await askPath(title, run.name, format));
      if (!format || !path) return;
      const exported = { directory: run.directory, backend: settings.backend, format, path };
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('The model is written') },
        () => runChanges.exportModel(exported, new AbortController().signal),
      );
      const shown = vscode.Uri.file(
        format === 'onnx' && path.endsWith('.onnx') ? path : join(path, 'latent-lens.json'),
      );
      messages.information(vscode.l10n.t('{0} is written.', basename(path)), {
        title: vscode.l10n.t('Show in the Explorer'),
        run: () => revealFile(shown),
      });
    }),
  ];
}

async function pickFormat(title: string): Promise<ModelFormat | undefined> {
  const words: Readonly<Record<ModelFormat, readonly [label: string, detail: string]>> = {
    onnx: ['ONNX', vscode.l10n.t('For ONNX Runtime, in any language: encoder, decoder and sampler, a file each.')],
    savedmodel: ['TensorFlow SavedModel', vscode.l10n.t('For TensorFlow, TensorFlow Serving and tfjs-node.')],
    tfjs: ['TensorFlow.js', vscode.l10n.t('Graph models for browsers and Node.js.')],
    torch: ['PyTorch', vscode.l10n.t('A module to read and change, and its weights as safetensors.')],
    keras: ['Keras 3', vscode.l10n.t('A model to read and change, and its weights as safetensors.')],
  };
  const answer = await pickOne({
    title,
    placeholder: vscode.l10n.t('For which programs?'),
    choices: modelFormats.map((format) => ({ label: words[format][0], detail: words[format][1], value: format })),
  });
  return answer === back ? undefined : answer;
}

/** The place of a new folder. */
async function askPath(title: string, name: string, format: ModelFormat): Promise<string | undefined> {
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const uri = await vscode.window.showSaveDialog({
    title,
    saveLabel: vscode.l10n.t('Export'),
    defaultUri: vscode.Uri.file(join(workspace ?? homedir(), fileName(`${name} ${format}`, ''))),
  });
  if (!uri) return undefined;
  return join(dirname(uri.fsPath), basename(uri.fsPath));
}
