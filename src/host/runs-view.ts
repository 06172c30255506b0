import { join } from 'node:path';
import * as vscode from 'vscode';
import { type ListedRun, listRuns, type RunEntry } from './run-listing';
import type { RunSessions } from './run-sessions';
import { modelName, runResult, statusName } from './run-text';
import type { Settings } from './settings';

export const runsViewId = 'latentLens.runs';

/** Changes on disk come in bursts; the view follows after this many milliseconds of quiet. */
const quiet = 200;

const icons: Readonly<Record<ListedRun['status'], vscode.ThemeIcon>> = {
  running: new vscode.ThemeIcon('sync~spin'),
  completed: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  stopped: new vscode.ThemeIcon('debug-pause'),
  interrupted: new vscode.ThemeIcon('debug-disconnect', new vscode.ThemeColor('list.warningForeground')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
};

/** The runs of the workspace, newest first. It follows the runs folders on disk and the runs that train. */
export class RunsView implements vscode.TreeDataProvider<RunEntry>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<RunEntry>;
  private readonly disposables: vscode.Disposable[] = [];
  private watchers: vscode.Disposable[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly sessions: RunSessions,
  ) {
    this.view = vscode.window.createTreeView(runsViewId, { treeDataProvider: this });
    this.disposables.push(
      this.changed,
      this.view,
      this.view.onDidChangeVisibility(({ visible }) => visible && this.refresh()),
      settings.onDidChange(() => this.watch()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.watch()),
    );
    sessions.onDidChange(() => this.refreshSoon());
    this.watch();
  }

  refresh(): void {
    this.changed.fire(undefined);
  }

  getTreeItem(run: RunEntry): vscode.TreeItem {
    const item = new vscode.TreeItem(run.name, vscode.TreeItemCollapsibleState.None);
    item.id = run.directory;
    if (run.kind === 'broken') {
      item.description = vscode.l10n.t('cannot be read');
      item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
      item.tooltip = `${join(run.directory, 'run.json')}\n${run.reason}`;
      item.contextValue = 'run.broken';
      return item;
    }
    item.description = runResult(run, vscode.l10n.t);
    item.iconPath = icons[run.status];
    item.contextValue = `run.${run.status}`;
    item.tooltip = describe(run);
    item.accessibilityInformation = {
      label: `${run.name}, ${statusName(run.status, vscode.l10n.t)}, ${item.description}`,
    };
    item.command = {
      command: 'latentLens.openLatentSpace',
      title: vscode.l10n.t('Open Latent Space'),
      arguments: [run],
    };
    return item;
  }

  async getChildren(run?: RunEntry): Promise<RunEntry[]> {
    return run ? [] : this.runs();
  }

  /** Every run, newest first; of those that are open, as they are now. */
  async runs(): Promise<RunEntry[]> {
    const lists = await Promise.all(this.settings.runsFolders().map(listRuns));
    return lists.flat().map((run) => this.current(run));
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const disposable of [...this.watchers, ...this.disposables]) disposable.dispose();
  }

  private current(run: RunEntry): RunEntry {
    const open = run.kind === 'run' ? this.sessions.find(run.directory) : undefined;
    if (run.kind === 'broken' || !open?.summary) return run;
    const { record, history } = open.summary;
    const newest = history.at(-1);
    return {
      ...run,
      status: record.status,
      epochs: record.epochs,
      loss: newest?.loss ?? run.loss,
      elbo: newest ? newest.elbo : run.elbo,
    };
  }

  private refreshSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.refresh();
    }, quiet);
  }

  private watch(): void {
    for (const watcher of this.watchers) watcher.dispose();
    this.watchers = this.settings.runsFolders().flatMap((folder) =>
      // Folders that come and go, and in each the two files that the view shows.
      ['*', '*/{run.json,metrics.jsonl}'].flatMap((pattern) => {
        const watcher = vscode.workspace.createFileSystemWatcher(
          new vscode.RelativePattern(vscode.Uri.file(folder), pattern),
        );
        const changed = () => this.refreshSoon();
        return [watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete(changed)];
      }),
    );
    this.refresh();
  }
}

function describe(run: ListedRun): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  const line = (name: string, value: string) =>
    text.appendMarkdown(`- ${name}: `).appendText(value).appendMarkdown('\n');
  text.appendMarkdown('**').appendText(run.name).appendMarkdown('**\n\n');
  line(vscode.l10n.t('Status'), statusName(run.status, vscode.l10n.t));
  line(vscode.l10n.t('Epochs'), runResult(run, vscode.l10n.t));
  const model = `${modelName(run.model)}, ${run.architecture}, ${run.likelihood}`;
  line(vscode.l10n.t('Model'), vscode.l10n.t('{0}, {1} latent dimensions', model, run.latent));
  const examples = run.examples.toLocaleString(vscode.env.language);
  line(vscode.l10n.t('Data'), vscode.l10n.t('{0}, {1} examples', run.dataName, examples));
  if (run.backend) line(vscode.l10n.t('Backend'), run.backend);
  if (run.created) line(vscode.l10n.t('Created'), new Date(run.created).toLocaleString(vscode.env.language));
  line(vscode.l10n.t('Folder'), run.directory);
  return text;
}
