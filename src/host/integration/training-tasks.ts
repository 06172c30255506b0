import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { nameOfConfiguration } from '../../protocol/names';
import { configurationsIn } from './configurations-in';

/** As in package.json. */
export const taskType = 'latentLens';
const matchers = ['$latent-lens', '$latent-lens-data'];

/** What stands in tasks.json. */
interface TrainingDefinition extends vscode.TaskDefinition {
  /** A *.latent.json, from the workspace folder on. */
  readonly config: string;
  /** More options of `latent-lens train`. */
  readonly args?: readonly string[];
}

/** Trains by configurations as steps of a build, in a terminal, by the command line that the extension has inside. */
export class TrainingTasks implements vscode.TaskProvider {
  constructor(private readonly extensionPath: string) {}

  async provideTasks(): Promise<vscode.Task[]> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const tasks = folders.map(async (folder) =>
      (await configurationsIn(folder.uri.fsPath)).map((config) => this.task({ type: taskType, config }, folder)),
    );
    return (await Promise.all(tasks)).flat();
  }

  resolveTask({ definition, scope }: vscode.Task): vscode.Task | undefined {
    const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
    const { config } = definition as TrainingDefinition;
    if (!folder || typeof config !== 'string') return undefined;
    // An editor takes the task only with the definition that it asked for.
    return this.task(definition as TrainingDefinition, folder);
  }

  private task(definition: TrainingDefinition, folder: vscode.WorkspaceFolder): vscode.Task {
    const { config, args = [] } = definition;
    const start = new vscode.ProcessExecution(
      process.execPath,
      [join(this.extensionPath, 'dist', 'cli.js'), 'train', '--config', join(folder.uri.fsPath, config), ...args],
      { cwd: folder.uri.fsPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
    );
    const way = dirname(config) === '.' ? '' : ` (${dirname(config)})`;
    const title = vscode.l10n.t('train {0}', `${nameOfConfiguration(basename(config))}${way}`);
    const task = new vscode.Task(definition, folder, title, 'Latent Lens', start, matchers);
    task.group = vscode.TaskGroup.Build;
    return task;
  }
}
