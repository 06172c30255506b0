import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { reasonWords } from '../../protocol/failure-words';
import type { Correction, Failure, FailureKind, Failures } from '../../protocol/failures';
import type { RunSummary } from '../../protocol/run';
import type { Messages } from '../messages';
import type { RunSession } from '../run-session';
import type { CorrectionDesk } from './correction-desk';

/** The command of the quick fixes. */
export const correctCommand = 'latentLens.correctExample';

/** What the menus of files know: an object with the paths of the images that have problems. */
const imagesContext = 'latentLens.imagesWithProblems';

/** Of each kind: more than anybody goes through line by line. */
const mostOfKind = 200;

/** One problem of the editor. */
interface Problem {
  readonly session: RunSession;
  readonly kind: FailureKind;
  readonly failure: Failure & { readonly row: number };
  readonly diagnostic: vscode.Diagnostic;
}

/** Something that can be decided about an example. */
export interface Decision {
  readonly title: string;
  /** Why it is to be decided. */
  readonly reason: string;
  /** Of the command of the quick fixes. */
  readonly args: readonly [directory: string, row: number, correction: Correction | 'ask'];
  readonly isPreferred: boolean;
}

/** What is likely wrong with examples, at their lines and images, with quick fixes; until it is decided, or the file changes. */
export class FailureProblems implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('latent-lens');
  /** By the URI of the file. */
  private readonly problems = new Map<string, readonly Problem[]>();
  private readonly watchers = new Map<string, vscode.Disposable>();
  private readonly own: vscode.Disposable;
  private isTelling = false;

  constructor(
    private readonly desk: CorrectionDesk,
    private readonly messages: Messages,
  ) {
    this.own = vscode.Disposable.from(
      this.collection,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.changed(document.uri);
      }),
      desk.onDidDecide(({ directory, row }) => this.keep(directory, ({ failure }) => failure.row !== row)),
      vscode.languages.registerCodeActionsProvider({ scheme: 'file' }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
  }

  /** Shows the likely failures of a run, and answers how many. */
  async show(session: RunSession, signal: AbortSignal): Promise<number> {
    const trainer = await session.connected();
    const run = await session.ready();
    const found = await this.desk.annotated(session, await trainer.call('failures', { top: mostOfKind }, signal));
    const problems = placed(found, run).map((each) => ({ session, ...each, diagnostic: diagnosticOf(each) }));
    this.keep(run.directory, () => false);
    for (const { uri, ...problem } of problems) this.add(uri, problem);
    return problems.length;
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const here = this.problems.get(document.uri.toString()) ?? [];
    return here.filter(({ diagnostic }) => range.intersection(diagnostic.range)).flatMap(fixesOf);
  }

  /**
   * What can be decided about the examples in a file. An editor of pictures has no text that code actions could be asked about, so
   * that menus offer them.
   */
  decisionsIn(uri: vscode.Uri): readonly Decision[] {
    return (this.problems.get(uri.toString()) ?? []).flatMap(decisionsOn);
  }

  dispose(): void {
    this.own.dispose();
    for (const watcher of this.watchers.values()) watcher.dispose();
  }

  private add(uri: vscode.Uri, problem: Problem): void {
    this.set(uri, [...(this.problems.get(uri.toString()) ?? []), problem]);
  }

  /** Of the problems of a run, only some. */
  private keep(directory: string, isKept: (problem: Problem) => boolean): void {
    for (const [uri, problems] of this.problems) {
      const kept = problems.filter((problem) => problem.session.directory !== directory || isKept(problem));
      if (kept.length < problems.length) this.set(vscode.Uri.parse(uri), kept);
    }
  }

  private set(uri: vscode.Uri, problems: readonly Problem[]): void {
    const key = uri.toString();
    this.collection.set(
      uri,
      problems.map(({ diagnostic }) => diagnostic),
    );
    if (problems.length > 0) {
      this.problems.set(key, problems);
      if (!this.watchers.has(key)) this.watchers.set(key, this.watch(uri));
    } else {
      this.problems.delete(key);
      this.watchers.get(key)?.dispose();
      this.watchers.delete(key);
    }
    this.tellMenus();
  }

  /** Once, when all that is changed together has been. */
  private tellMenus(): void {
    if (this.isTelling) return;
    this.isTelling = true;
    queueMicrotask(() => {
      this.isTelling = false;
      const isImage = ({ failure }: Problem) => failure.source?.line === undefined;
      const images = [...this.problems].filter(([, problems]) => problems.some(isImage));
      const paths = Object.fromEntries(images.map(([uri]) => [vscode.Uri.parse(uri).fsPath, true]));
      void vscode.commands.executeCommand('setContext', imagesContext, paths);
    });
  }

  private watch(uri: vscode.Uri): vscode.Disposable {
    const folder = vscode.Uri.file(dirname(uri.fsPath));
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, basename(uri.fsPath)));
    watcher.onDidChange((changed) => this.changed(changed));
    watcher.onDidDelete((gone) => this.changed(gone));
    return watcher;
  }

  /** Its rows may be others now: what was found in them is no longer said of them. */
  private changed(uri: vscode.Uri): void {
    if (!this.problems.has(uri.toString())) return;
    this.set(uri, []);
    this.messages.warning(
      vscode.l10n.t(
        '{0} has changed, and its rows may be others now: the problems that were found in it are no longer shown. Train on it anew to look for others.',
        basename(uri.fsPath),
      ),
    );
  }
}

type Placed = Pick<Problem, 'kind' | 'failure'> & { readonly uri: vscode.Uri };

/** What is likely, not decided, and has a place of its own in an editor: a line, or an image. */
function placed({ lists }: Failures, { record }: RunSummary): Placed[] {
  return lists.flatMap(({ kind, failures }) =>
    failures.flatMap((failure): Placed[] => {
      const { row, source, isLikely, correction } = failure;
      if (row === null || source === null || !isLikely || correction) return [];
      if (source.line === undefined && record.data.format !== 'images') return [];
      return [{ kind, failure: { ...failure, row }, uri: vscode.Uri.file(source.path) }];
    }),
  );
}

const severities: Partial<Record<FailureKind, vscode.DiagnosticSeverity>> = {
  label: vscode.DiagnosticSeverity.Warning,
  duplicate: vscode.DiagnosticSeverity.Warning,
};

function diagnosticOf({ kind, failure }: Pick<Problem, 'kind' | 'failure'>): vscode.Diagnostic {
  const line = (failure.source?.line ?? 1) - 1;
  const range = new vscode.Range(line, 0, line, failure.source?.line === undefined ? 0 : Number.MAX_SAFE_INTEGER);
  const words = vscode.l10n.t('Example {0}: {1}', failure.index, reasonWords(kind, failure, vscode.l10n.t));
  const diagnostic = new vscode.Diagnostic(range, words, severities[kind] ?? vscode.DiagnosticSeverity.Information);
  diagnostic.source = 'Latent Lens';
  diagnostic.code = kind;
  return diagnostic;
}

function fixesOf(problem: Problem): vscode.CodeAction[] {
  return decisionsOn(problem).map(({ title, args, isPreferred }) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [problem.diagnostic];
    action.isPreferred = isPreferred;
    action.command = { command: correctCommand, title, arguments: [...args] };
    return action;
  });
}

/** What can be decided about an example; the likeliest is preferred. */
function decisionsOn({ session, kind, failure, diagnostic }: Problem): readonly Decision[] {
  const { index, row, likely } = failure;
  const decision = (title: string, correction: Correction | 'ask', isPreferred = false): Decision => {
    return { title, reason: diagnostic.message, args: [session.directory ?? '', row, correction], isPreferred };
  };
  const hasLabels = labelsOf(session.summary).length > 0;
  return [
    ...(likely === undefined
      ? []
      : [
          decision(
            vscode.l10n.t('Give example {0} the label {1}', index, likely),
            { kind: 'relabel', label: likely },
            kind === 'label',
          ),
        ]),
    decision(vscode.l10n.t('Leave example {0} out', index), { kind: 'exclude' }, kind === 'duplicate'),
    ...(hasLabels ? [decision(vscode.l10n.t('Give example {0} another label…', index), 'ask')] : []),
    decision(vscode.l10n.t('Mark example {0} as right', index), { kind: 'right' }),
  ];
}

/** The classes of the examples of a run. */
export function labelsOf(run: RunSummary | undefined): readonly string[] {
  const { columns = [], label } = run?.record.data ?? {};
  return columns.find(({ name }) => name === label)?.categories ?? [];
}
