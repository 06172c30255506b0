import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Messages } from './messages';
import { readRun } from './run-listing';
import type { RunSessions } from './run-sessions';

const key = 'latentLens.training';
const Kept = v.array(v.string());

/** How long a trainer that lost its window may take to keep what it has learnt, ms. */
const patience = 15_000;

/**
 * Remembers with the workspace which runs train, so that a window that was closed or reloaded meanwhile can offer to
 * resume them: closing it ends their trainers, and no extension is asked before.
 */
export class InterruptedRuns {
  private isClosing = false;
  private readonly before: readonly string[];

  constructor(
    private readonly state: vscode.Memento,
    private readonly sessions: RunSessions,
    private readonly messages: Messages,
    private readonly resume: (directory: string) => Promise<void>,
  ) {
    this.before = this.remembered;
  }

  /** Offers to resume what trained when the window closed, and remembers from now on what trains. */
  async begin(): Promise<void> {
    this.sessions.onDidChange(() => this.remember());
    const runs = await Promise.all(this.before.map((directory) => this.released(directory)));
    const found = runs.filter((run) => run !== undefined);
    this.remember();
    if (found.length === 0) return;
    const names = found.map(({ name }) => name).join(', ');
    const text =
      found.length === 1
        ? vscode.l10n.t('{0} was training when the window closed. What it had learnt is kept.', names)
        : vscode.l10n.t('These runs were training when the window closed: {0}. What they had learnt is kept.', names);
    this.messages.warning(text, {
      title: vscode.l10n.t('Resume'),
      run: () => Promise.all(found.map(({ directory }) => this.resume(directory))),
    });
  }

  /** The window closes: what trains now is what is to be resumed. */
  close(): void {
    this.remember();
    this.isClosing = true;
  }

  private get remembered(): readonly string[] {
    const kept = v.safeParse(Kept, this.state.get(key));
    return kept.success ? kept.output : [];
  }

  private remember(): void {
    if (this.isClosing) return;
    const training = this.sessions.training.map(({ directory }) => directory).filter((path) => path !== undefined);
    if (JSON.stringify(training) !== JSON.stringify(this.remembered)) void this.state.update(key, training);
  }

  /**
   * Settles when the trainer of the window before has let go of a run: it may still be writing. Answers the run, where it
   * was interrupted and nobody has resumed it.
   */
  async released(directory: string): Promise<{ name: string; directory: string } | undefined> {
    if (!this.before.includes(directory)) return undefined;
    for (const begun = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, 200))) {
      if (this.sessions.find(directory)?.training) return undefined;
      const run = await readRun(directory);
      if (run?.kind !== 'run') return undefined;
      if (run.status !== 'running') return run.status === 'interrupted' ? run : undefined;
      if (Date.now() - begun > patience) return undefined;
    }
  }
}
