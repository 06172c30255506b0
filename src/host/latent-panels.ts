import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { GivenContent } from '../protocol/given';
import type { FiledView, PanelPage } from '../protocol/panel';
import type { FailureParts } from './failures/failure-handlers';
import { LatentPanel } from './latent-panel';
import type { Messages } from './messages';
import { panelOptions } from './panel-html';
import { PanelHub } from './panel-hub';
import { readPanelState } from './panel-messages';
import type { RunSession } from './run-session';
import type { RunSessions } from './run-sessions';
import type { Settings } from './settings';

/** Also an activation event in package.json. */
export const panelType = 'latentLens.panel';

/** The panels, one a run, from the first time one is asked for until it is closed; and again after a reload. */
export class LatentPanels implements vscode.WebviewPanelSerializer {
  private readonly panels = new Map<RunSession, LatentPanel>();
  private readonly hub = new PanelHub();
  private ready: Promise<void> = Promise.resolve();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly sessions: RunSessions,
    private readonly settings: Settings,
    private readonly log: vscode.LogOutputChannel,
    private readonly messages: Messages,
    private readonly failures: FailureParts,
    /** Settles when the trainer of a window that is gone has let go of its run. */
    private readonly released: (directory: string) => Promise<unknown> = async () => undefined,
  ) {}

  /** Panels of before a reload come back when this has settled: their runs may have trainers that went on. */
  waitFor(ready: Promise<void>): void {
    this.ready = ready;
  }

  /** The run whose panel is in front. */
  get active(): RunSession | undefined {
    return this.front?.session;
  }

  /** The panel in front. */
  get front(): LatentPanel | undefined {
    return [...this.panels.values()].find(({ panel }) => panel.active);
  }

  visible(session: RunSession): boolean {
    return this.panels.get(session)?.panel.visible ?? false;
  }

  /** Shows the run in a folder, wherever it is shown already, or in a new panel. */
  open(directory: string, page: PanelPage, column?: vscode.ViewColumn): RunSession {
    const session = this.sessions.open(directory, this.settings.backend);
    this.show(session, page, column);
    return session;
  }

  show(session: RunSession, page: PanelPage, column?: vscode.ViewColumn): void {
    const existing = this.panels.get(session);
    if (existing) {
      existing.show(page, column);
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      panelType,
      session.name,
      column ?? vscode.ViewColumn.Active,
      panelOptions,
    );
    this.adopt(panel, session, page);
  }

  /**
   * Shows runs side by side. Where they are of the same data, what a person does in one is done in the others, and the first says how
   * they compare.
   */
  compare(directories: readonly string[]): void {
    const sessions = directories.map((directory, at) => this.open(directory, 'space', at + 1));
    for (const [at, session] of sessions.entries()) this.panels.get(session)?.joinOthers(at === 0);
  }

  /** Has the panel of a run encode an example. */
  give(session: RunSession, content: GivenContent): void {
    this.show(session, 'space');
    this.panels.get(session)?.give(content);
  }

  /** Shows a run as a file says. */
  openView(directory: string, view: FiledView): void {
    const session = this.open(directory, 'space');
    this.panels.get(session)?.showView(view);
  }

  close(session: RunSession): void {
    this.panels.get(session)?.panel.dispose();
  }

  /** Ends the run in a folder, wherever it is open: its trainer, and then its panel. */
  async closeRun(directory: string): Promise<void> {
    const session = this.sessions.find(directory);
    if (!session) return;
    await this.sessions.close(session);
    this.close(session);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = readPanelState(state);
    if (!kept) {
      // The window was reloaded before the run had a folder: there is nothing to come back to.
      panel.dispose();
      return;
    }
    panel.webview.options = panelOptions;
    await this.ready;
    await this.released(resolve(kept.run));
    const session = this.sessions.open(resolve(kept.run), this.settings.backend);
    if (this.panels.has(session)) panel.dispose();
    else this.adopt(panel, session, 'space');
  }

  private adopt(panel: vscode.WebviewPanel, session: RunSession, page: PanelPage): void {
    this.panels.set(
      session,
      new LatentPanel(
        session,
        panel,
        this.extensionUri,
        page,
        this.log,
        this.messages,
        this.settings,
        this.hub,
        this.failures,
      ),
    );
    panel.onDidDispose(() => this.panels.delete(session));
  }
}
