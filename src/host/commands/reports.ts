import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { mostCompared } from '../../protocol/compare';
import type { ReportParams } from '../../protocol/report';
import { fileName } from '../export/file-name';
import type { Host } from '../host';
import { openReport } from '../reports/report-view';
import { readRun } from '../run-listing';
import { directoryOf, pickRuns } from '../run-picker';
import { askTrainer } from '../short-lived-trainer';
import { trustGate } from '../trust';
import { registerCommand } from './register';

/** *Create Report…*: of one run, or of several that are held against each other. */
export function reportCommands({ messages, runs, settings, spawn }: Host): vscode.Disposable[] {
  return [
    registerCommand(messages, 'latentLens.createReport', async (...given) => {
      const title = vscode.l10n.t('Create Report');
      // The runs view gives the run, and then all that are selected.
      const named = given
        .flat()
        .map(directoryOf)
        .filter((directory) => directory !== undefined);
      const chosen = named.length > 0 ? named : await pickRuns(runs, title, () => true, mostCompared);
      const directories = [...new Set(chosen)].slice(0, mostCompared);
      if (directories.length === 0 || !(await areTrusted(directories))) return undefined;
      const path = await askPath(title, directories);
      if (path === undefined) return undefined;
      const params: ReportParams = {
        runs: directories,
        backend: settings.backend,
        path,
        language: { strings: vscode.l10n.bundle ?? {}, locale: vscode.env.language },
        made: new Date().toISOString(),
        command: ['report', ...directories.flatMap((directory) => ['--run', directory]), '--out', path],
      };
      const written = await withProgress(title, (onMeasure, signal) => {
        const trainer = spawn();
        trainer.on('measured', ({ measure }) => onMeasure(measure));
        return askTrainer(trainer, (asked) => asked.call('createReport', params, signal));
      });
      await openReport(vscode.Uri.file(path), title);
      return written.paths;
    }),
  ];
}

/** Of each, one after another, a person is asked who does not trust where it comes from. */
async function areTrusted(directories: readonly string[]): Promise<boolean> {
  for (const directory of directories) if (!(await trustGate.open(directory))) return false;
  return true;
}

/** A path that a person chooses: in the folder that is open, else beside the run. */
async function askPath(title: string, directories: readonly string[]): Promise<string | undefined> {
  const names = await Promise.all(directories.map(async (directory) => (await readRun(directory))?.name ?? ''));
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? dirname(directories[0]);
  const uri = await vscode.window.showSaveDialog({
    title,
    saveLabel: vscode.l10n.t('Create'),
    defaultUri: vscode.Uri.file(join(folder, fileName(`${names.join(', ')} report`, '.html'))),
    filters: { [vscode.l10n.t('Web page')]: ['html'], Markdown: ['md'] },
  });
  return uri?.fsPath;
}

/** Can be called off; says what is being measured. */
function withProgress<T>(
  title: string,
  run: (onMeasure: (measure: string) => void, signal: AbortSignal) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const called = new AbortController();
    token.onCancellationRequested(() => called.abort());
    return run((message) => progress.report({ message }), called.signal);
  });
}
