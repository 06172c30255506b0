import * as vscode from 'vscode';
import type { FoundLibrary } from '../protocol/library';
import type { LibraryLookup } from './library-lookup';
import { fastestOf, libraryDescription, libraryName, type Measured } from './library-text';
import { type Messages, sentenceOf } from './messages';
import { selectedInterpreters } from './python-interpreters';
import { type Choice, type Choices, heading, pickOne } from './quick-input';
import { translate } from './sentences';
import type { Settings } from './settings';
import { back } from './steps';

type Option =
  | { readonly kind: 'library'; readonly library: FoundLibrary }
  | { readonly kind: 'benchmark' }
  | { readonly kind: 'browse' };

/** Asks which TensorFlow library new runs compute with. */
export class LibraryPicker {
  /** What was found last, to have something to show while looking again; undefined before anything was looked for. */
  private found: readonly FoundLibrary[] | undefined;
  /** What came of measuring, by the library's path. */
  private readonly measured = new Map<string, Measured>();

  constructor(
    private readonly lookup: LibraryLookup,
    private readonly settings: Settings,
    private readonly messages: Messages,
  ) {}

  /** Asks until a library is selected, or the person gives up. */
  async select(): Promise<void> {
    if (!this.isTrusted()) return;
    for (;;) {
      const option = await pickOne<Option>({
        title: vscode.l10n.t('Select Native Library'),
        placeholder: vscode.l10n.t('Which TensorFlow library do new runs compute with?'),
        choices: this.choices(),
        more: (show, signal) => this.find(() => show(this.choices()), signal),
      });
      if (option === undefined || option === back) return;
      if (option.kind === 'benchmark') {
        await this.benchmark();
        continue;
      }
      const path = option.kind === 'library' ? pathOf(option.library) : await browse();
      if (path !== undefined && (await this.use(path))) return;
    }
  }

  /** Makes the library at a path (empty: the bundled one) that of new runs; answers whether that is done. */
  async use(path: string): Promise<boolean> {
    if (!this.isTrusted()) return false;
    try {
      if (path === '') {
        await this.settings.selectNativeLibrary('');
        this.messages.information(vscode.l10n.t('New runs compute with the library that comes with Latent Lens.'));
      } else {
        const title = vscode.l10n.t('Preparing TensorFlow');
        const library = await working(title, (_, signal) => this.lookup.prepare(path, signal));
        await this.settings.selectNativeLibrary(library.path);
        this.messages.information(vscode.l10n.t('New runs compute with TensorFlow {0}.', library.version));
      }
      return true;
    } catch (error) {
      this.messages.failure(error);
      return false;
    }
  }

  private isTrusted(): boolean {
    if (!vscode.workspace.isTrusted) this.askForTrust();
    return vscode.workspace.isTrusted;
  }

  private askForTrust(): void {
    this.messages.warning(
      vscode.l10n.t('A native library is selected in trusted workspaces only. Trust this workspace first.'),
      {
        title: vscode.l10n.t('Manage Workspace Trust'),
        run: () => vscode.commands.executeCommand('workbench.trust.manage'),
      },
    );
  }

  private async find(changed: () => void, signal: AbortSignal): Promise<void> {
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
    const places = { folders, interpreters: selectedInterpreters(), selected: this.settings.nativeLibrary };
    try {
      this.found = await this.lookup.find(places, signal);
      if (!signal.aborted) changed();
    } catch (error) {
      if (signal.aborted) return;
      this.messages.failure(error);
      this.found ??= [];
      changed();
    }
  }

  /** Measures one library after the other; those that don't work are told in the list. */
  private async benchmark(): Promise<void> {
    const libraries = (this.found ?? []).filter(({ problem }) => problem === null);
    await working(vscode.l10n.t('Benchmark'), async (progress, signal) => {
      for (const [i, library] of libraries.entries()) {
        const message = vscode.l10n.t('{0} ({1} of {2})', libraryName(library, vscode.l10n.t), i + 1, libraries.length);
        let shown = 0;
        const show = (fraction: number) => {
          const increment = (100 * (fraction - shown)) / libraries.length;
          shown = fraction;
          progress.report({ message, increment });
        };
        show(0);
        const measured = await this.measure(library, show, signal);
        if (signal.aborted) return;
        this.measured.set(library.path, measured);
        show(1);
      }
    });
  }

  private async measure(
    library: FoundLibrary,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<Measured> {
    const path = pathOf(library);
    try {
      if (path !== '') await this.lookup.prepare(path, signal);
      const { backend, ...times } = await this.lookup.benchmark(path, onProgress, signal);
      return backend.fallback ? { failure: translate(backend.fallback) } : times;
    } catch (error) {
      return { failure: sentenceOf(error) };
    }
  }

  private choices(): Choices<Option> {
    if (this.found === undefined) return [];
    const fastest = fastestOf(this.measured);
    return [
      ...this.found.map((library) => this.choice(library, library.path === fastest)),
      heading(vscode.l10n.t('more')),
      ...(this.found.length > 0
        ? [
            {
              label: `$(dashboard) ${vscode.l10n.t('Benchmark')}`,
              description: vscode.l10n.t('training steps with each of them, ten seconds each'),
              value: { kind: 'benchmark' },
            } as const,
          ]
        : []),
      { label: `$(folder-opened) ${vscode.l10n.t('Browse…')}`, value: { kind: 'browse' } },
    ];
  }

  private choice(library: FoundLibrary, isFastest: boolean): Choice<Option> {
    const measured = this.measured.get(library.path);
    const failure = measured && 'failure' in measured ? measured.failure : undefined;
    return {
      label: `${library.selected ? '$(check)' : '$(server-process)'} ${libraryName(library, vscode.l10n.t)}`,
      description: libraryDescription(library, measured, isFastest, vscode.l10n.t),
      detail: failure ?? (library.problem ? translate(library.problem) : library.path),
      value: { kind: 'library', library },
    };
  }
}

/** By which it is selected: empty for the bundled one, which moves with each update. */
function pathOf({ kind, path }: FoundLibrary): string {
  return kind === 'bundled' ? '' : path;
}

async function browse(): Promise<string | undefined> {
  const uris = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title: vscode.l10n.t('The Folder of a TensorFlow Library or a Python Environment'),
    openLabel: vscode.l10n.t('Use'),
  });
  return uris?.[0]?.fsPath;
}

type Report = vscode.Progress<{ readonly message?: string; readonly increment?: number }>;

/** Shows that work goes on, and lets a person call it off. */
function working<T>(title: string, work: (progress: Report, signal: AbortSignal) => Promise<T>): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        const cancelled = new AbortController();
        token.onCancellationRequested(() => cancelled.abort());
        return work(progress, cancelled.signal);
      },
    ),
  );
}
