import * as vscode from 'vscode';
import type { DownloadOffer, DownloadProgress } from '../protocol/download';
import type { DataLookup } from './data-lookup';
import { downloadQuestion, progressText } from './download-text';
import type { Messages } from './messages';
import type { Settings } from './settings';

/** Fetches data sets that people ask for, after it has told them from where and what. */
export class DataDownload {
  constructor(
    private readonly lookup: DataLookup,
    private readonly settings: Settings,
    private readonly messages: Messages,
  ) {}

  /** Answers the path of the data, or undefined: not wanted, called off or failed, which then was told. */
  async fetch(offer: DownloadOffer): Promise<string | undefined> {
    if (!(await this.isWanted(offer))) return undefined;
    const title = vscode.l10n.t('Downloading {0}', offer.title);
    try {
      return await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        async (progress, token) => {
          const cancelled = new AbortController();
          token.onCancellationRequested(() => cancelled.abort());
          const show = showing(progress);
          return this.lookup.download(offer.name, this.settings.downloads, show, cancelled.signal);
        },
      );
    } catch (error) {
      this.messages.failure(error);
      return undefined;
    }
  }

  private async isWanted(offer: DownloadOffer): Promise<boolean> {
    const { question, detail } = downloadQuestion(offer, vscode.env.language, vscode.l10n.t);
    const download = vscode.l10n.t('Download');
    return (await vscode.window.showInformationMessage(question, { modal: true, detail }, download)) === download;
  }
}

type Report = vscode.Progress<{ readonly message?: string; readonly increment?: number }>;

/** The bar only grows: a file that starts over is caught up with. */
function showing(progress: Report): (state: DownloadProgress) => void {
  let shown = 0;
  return (state) => {
    const percent = (100 * state.received) / state.total;
    const increment = Math.max(0, percent - shown);
    shown += increment;
    progress.report({ message: progressText(state, vscode.env.language, vscode.l10n.t), increment });
  };
}
