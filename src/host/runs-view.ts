import { join } from 'node:path';
import * as vscode from 'vscode';
import { type ListedRun, listRuns, type RunEntry } from './run-listing';
import { currentRun, type LoadingRun, type RunNode, RunNodes } from './run-nodes';
import type { RunSession } from './run-session';
import type { RunSessions } from './run-sessions';
import { modelName, runResult, statusName } from './run-text';
import type { Settings } from './settings';
import { loadingText } from './training-text';

export const runsViewId = 'latentLens.runs';

/** The command behind a line of the view; not in the palette. It has no arguments, since those go stale with the line. */
export const openListedRunCommand = 'latentLens.openListedRun';

/** Changes come in bursts; the view follows after this many milliseconds. */
const quiet = 200;

const spinning = new vscode.ThemeIcon('sync~spin');
const icons: Readonly<Record<ListedRun['status'], vscode.ThemeIcon>> = {
  running: spinning,
  completed: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  stopped: new vscode.ThemeIcon('debug-pause'),
  interrupted: new vscode.ThemeIcon('debug-disconnect', new vscode.ThemeColor('list.warningForeground')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
};

type Node = RunNode<RunSession>;

/**
 * The runs of the workspace, newest first, each below the one that it was forked from. It follows the runs folders on disk and the runs that are open, and draws
 * only those lines anew that changed: a line that is drawn anew while it is clicked loses the click.
 */
export class RunsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Node | Node[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly nodes = new RunNodes<RunSession>();
  /** As last read from disk; undefined before that. */
  private listed: readonly RunEntry[] | undefined;
  private reading: Promise<void> | undefined;
  private readonly view: vscode.TreeView<Node>;
  private readonly disposables: vscode.Disposable[] = [];
  private watchers: vscode.Disposable[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isStale = true;

  constructor(
    private readonly settings: Settings,
    private readonly sessions: RunSessions,
  ) {
    this.view = vscode.window.createTreeView(runsViewId, { treeDataProvider: this, canSelectMany: true });
    this.disposables.push(
      this.changed,
      this.view,
      this.view.onDidChangeVisibility(({ visible }) => visible && this.refreshSoon()),
      settings.onDidChange(() => this.watch()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.watch()),
    );
    sessions.onDidChange(() => this.refreshSoon());
    this.watch();
  }

  /** Reads the folders again. */
  refresh(): void {
    this.isStale = true;
    this.refreshSoon();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const { key, run } = node;
    const { None, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(run.name, this.nodes.below(node).length > 0 ? Expanded : None);
    item.id = key;
    if (run.kind === 'loading') return describeLoading(item, run);
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
    item.command = { command: openListedRunCommand, title: vscode.l10n.t('Open Latent Space') };
    return item;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!this.listed) await this.read();
    return [...this.nodes.below(node ?? null)];
  }

  getParent(node: Node): Node | undefined {
    return this.nodes.above(node);
  }

  /** The line that a person chose, once the view has caught up with it. */
  async selected(): Promise<Node | undefined> {
    for (let wait = 0; this.view.selection.length === 0 && wait < 10; wait++) await delay(50);
    return this.view.selection[0];
  }

  /** Every run on disk, newest first; of those that are open, as they are now. */
  async runs(): Promise<RunEntry[]> {
    await this.read();
    return (this.listed ?? []).map((run) => currentRun(run, this.sessions.find(run.directory)));
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const disposable of [...this.watchers, ...this.disposables]) disposable.dispose();
  }

  private refreshSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.view.visible) void this.follow();
    }, quiet);
  }

  private async follow(): Promise<void> {
    if (this.isStale || this.sessions.training.some(({ directory }) => !this.isListed(directory))) await this.read();
    else this.show();
  }

  private isListed(directory: string | undefined): boolean {
    return directory === undefined || (this.listed?.some((run) => run.directory === directory) ?? false);
  }

  /** What is asked for while it is being read is read after that: it may have come too late for it. */
  private async read(): Promise<void> {
    await this.reading;
    this.reading ??= this.list().finally(() => {
      this.reading = undefined;
    });
    await this.reading;
  }

  private async list(): Promise<void> {
    this.isStale = false;
    this.listed = (await Promise.all(this.settings.runsFolders().map(listRuns))).flat();
    this.show();
  }

  private show(): void {
    const changes = this.nodes.update(this.listed ?? [], this.sessions.all);
    if (changes === 'all') this.changed.fire(undefined);
    else if (changes.length > 0) this.changed.fire([...changes]);
  }

  private watch(): void {
    for (const watcher of this.watchers) watcher.dispose();
    this.watchers = this.settings.runsFolders().flatMap((folder) =>
      // Folders that come and go, and in each the two files that the view shows.
      ['*', '*/{run.json,metrics.jsonl}'].flatMap((pattern) => {
        const watcher = vscode.workspace.createFileSystemWatcher(
          new vscode.RelativePattern(vscode.Uri.file(folder), pattern),
        );
        const changed = () => this.refresh();
        return [watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete(changed)];
      }),
    );
    this.refresh();
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function describeLoading(item: vscode.TreeItem, { name, loading }: LoadingRun): vscode.TreeItem {
  item.description = loadingText(loading, vscode.l10n.t);
  item.iconPath = spinning;
  item.contextValue = 'run.loading';
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  item.command = { command: openListedRunCommand, title: vscode.l10n.t('Open Latent Space') };
  return item;
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
  if (run.origin)
    line(vscode.l10n.t('Forked from'), vscode.l10n.t('{0}, epoch {1}', run.origin.name, run.origin.epoch));
  if (run.created) line(vscode.l10n.t('Created'), new Date(run.created).toLocaleString(vscode.env.language));
  line(vscode.l10n.t('Folder'), run.directory);
  return text;
}
