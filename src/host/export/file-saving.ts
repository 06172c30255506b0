import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Exported, SelectionUse, TableExport, WantedExamples } from '../../protocol/export';
import type { PageExport } from '../../protocol/page';
import type { KeptView, SavedFile } from '../../protocol/panel';
import type { Messages } from '../messages';
import type { RunSession } from '../run-session';
import { revealFile } from '../source-reveal';
import { viewEnding, viewText } from '../views/view-file';
import { fileName, selectionEnding } from './file-name';

/** Asks a person where, has the trainer write, and says what there is then. Each answers null where the person thinks better of it. */
export class FileSaving {
  /** Where the last file went. */
  private static folder: string | undefined;

  constructor(
    private readonly session: RunSession,
    private readonly messages: Messages,
  ) {}

  async table(params: TableExport, signal: AbortSignal): Promise<Exported | null> {
    const { kind } = params.content;
    const path = await this.ask(kind, `.${params.format}`);
    if (path === undefined) return null;
    const trainer = await this.session.connected();
    return this.told(await trainer.call('exportTable', { ...params, path }, signal));
  }

  async selection(use: SelectionUse, examples: WantedExamples, signal: AbortSignal): Promise<Exported | null> {
    const { config, data } = (await this.session.ready()).record;
    const ending = selectionEnding(use, data, config.data);
    // A list of images is read from above them only.
    const isAboveImages = use === 'dataset' && ending === '.csv' && data.kind === 'images';
    const words = { list: 'list', dataset: 'selection', exclude: '' }[use];
    const path = await this.ask(words, ending, isAboveImages ? dirname(data.source) : undefined);
    if (path === undefined) return null;
    const trainer = await this.session.connected();
    return this.told(await trainer.call('exportSelection', { path, use, examples }, signal));
  }

  async file({ words, ending, content }: SavedFile, signal: AbortSignal): Promise<Exported | null> {
    return this.write(words, ending, () => content, signal);
  }

  /** The run, for people who have neither it nor the extension, in the language of whoever hands it on. */
  async page(page: PageExport, signal: AbortSignal): Promise<Exported | null> {
    const path = await this.ask('', '.html');
    if (path === undefined) return null;
    const language = { strings: vscode.l10n.bundle ?? {}, locale: vscode.env.language };
    const trainer = await this.session.connected();
    return this.told(await trainer.call('exportPage', { ...page, path, language }, signal));
  }

  /** What is shown, in a file that opens it again. */
  async view(kept: KeptView, signal: AbortSignal): Promise<Exported | null> {
    const { directory, record } = await this.session.ready();
    return this.write('', viewEnding, (path) => Buffer.from(viewText({ ...kept, directory, record }, path)), signal);
  }

  private async write(
    words: string,
    ending: string,
    contentFor: (path: string) => Uint8Array,
    signal: AbortSignal,
  ): Promise<Exported | null> {
    const path = await this.ask(words, ending);
    if (path === undefined) return null;
    await (await this.session.connected()).call('write', { path, content: contentFor(path) }, signal);
    return this.told({ paths: [path], examples: 0 });
  }

  /** A path that a person chooses for a file. */
  async ask(words: string, ending: string, folder?: string): Promise<string | undefined> {
    const name = fileName(this.wordsOf(words), ending);
    // Without a filter: for an ending of two parts some dialogs add it once more.
    const uri = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export'),
      saveLabel: vscode.l10n.t('Save'),
      defaultUri: vscode.Uri.file(join(folder ?? this.proposed, name)),
    });
    if (!uri) return undefined;
    if (folder === undefined) FileSaving.folder = dirname(uri.fsPath);
    return uri.fsPath;
  }

  /** A folder that a person chooses. */
  async askFolder(): Promise<string | undefined> {
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Export'),
        openLabel: vscode.l10n.t('Save Here'),
        canSelectFiles: false,
        canSelectFolders: true,
        defaultUri: vscode.Uri.file(this.proposed),
      })) ?? [];
    if (uri) FileSaving.folder = uri.fsPath;
    return uri?.fsPath;
  }

  private get proposed(): string {
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    return FileSaving.folder ?? workspace ?? dirname(this.session.directory ?? homedir());
  }

  /** What a file is of, that is called so. */
  wordsOf(words: string): string {
    return [this.session.name, words].filter(Boolean).join(' ');
  }

  told(written: Exported): Exported {
    const [path] = written.paths;
    const uri = vscode.Uri.file(path);
    this.messages.information(
      vscode.l10n.t('{0} is written.', written.paths.map((each) => basename(each)).join(', ')),
      {
        title: vscode.l10n.t('Show in the Explorer'),
        run: () => revealFile(uri),
      },
    );
    return written;
  }
}
