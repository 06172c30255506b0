import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { DataConfig } from '../protocol/config';
import type { DataSummary } from '../protocol/data';
import type { DownloadOffer } from '../protocol/download';
import { byteText } from './byte-text';
import type { ChosenData, ChosenDataSet } from './chosen-data';
import type { DataDownload } from './data-download';
import { type DataLookup, isComplete } from './data-lookup';
import { dataText } from './data-text';
import type { Messages } from './messages';
import { type Choice, type Choices, heading, type Place, pickOne } from './quick-input';
import type { Settings } from './settings';
import { type Answer, back } from './steps';

/** What is known of data before a model is chosen for them. */
export type PickedSummary = Pick<DataSummary, 'kind' | 'columns' | 'label'>;

/** A data set and what it is. */
export interface PickedData extends ChosenDataSet {
  readonly summary: PickedSummary;
}

type Option =
  | { readonly kind: 'data'; readonly name: string; readonly data: DataConfig; readonly summary?: PickedSummary }
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'download'; readonly offer: DownloadOffer };

const icons = { images: '$(file-media)', table: '$(table)', vectors: '$(symbol-array)', text: '$(file-text)' } as const;

/** Asks for data: chosen before, built in, found in the workspace, downloaded, or anywhere. */
export class DataPicker {
  /** What was found last, to have something to show while looking again. */
  private found: readonly DataSummary[] = [];
  private offers: readonly DownloadOffer[] = [];

  constructor(
    private readonly lookup: DataLookup,
    private readonly chosen: ChosenData,
    private readonly download: DataDownload,
    private readonly settings: Settings,
    private readonly messages: Messages,
  ) {}

  /** Asks until there is a data set that can be read. */
  async pick(place: Place): Promise<Answer<PickedData>> {
    for (;;) {
      const option = await pickOne({
        ...place,
        placeholder: vscode.l10n.t('Which data?'),
        choices: this.choices(),
        more: (show, signal) => this.discover(() => show(this.choices()), signal),
      });
      if (option === undefined || option === back) return option;
      const picked = await this.read(option);
      if (picked) return picked;
    }
  }

  /** What the data at a place are. */
  async describe(data: DataConfig): Promise<PickedData | undefined> {
    try {
      const summary = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Reading {0}', basename(data.source)) },
        () => this.lookup.describe(data),
      );
      return { name: summary.name, data, summary };
    } catch (error) {
      this.messages.failure(error);
      return undefined;
    }
  }

  private async read(option: Option): Promise<PickedData | undefined> {
    if (option.kind === 'data') {
      const { name, data, summary } = option;
      return summary ? { name, data, summary } : this.describe(data);
    }
    if (option.kind === 'download') {
      const source = await this.download.fetch(option.offer);
      return source === undefined ? undefined : this.describe({ source });
    }
    const files = option.kind === 'file';
    const uris = await vscode.window.showOpenDialog({
      canSelectFiles: files,
      canSelectFolders: !files,
      title: files ? vscode.l10n.t('A Data File') : vscode.l10n.t('A Folder of Images'),
      openLabel: vscode.l10n.t('Use'),
    });
    return uris?.[0] && this.describe({ source: uris[0].fsPath });
  }

  private async discover(changed: () => void, signal: AbortSignal): Promise<void> {
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
    const failure = (error: unknown) => {
      if (!signal.aborted) this.messages.failure(error);
    };
    const offers = (offers: readonly DownloadOffer[]) => {
      this.offers = offers;
      if (!signal.aborted) changed();
    };
    try {
      this.found = await this.lookup.discover(folders, this.settings.downloads, { offers, failure }, signal);
      if (!signal.aborted) changed();
    } catch (error) {
      failure(error);
    }
  }

  private choices(): Choices<Option> {
    const chosen = this.chosen.get();
    const found = this.found.filter(({ source }) => source !== chosen?.data.source);
    const isDownloaded = ({ source }: DataSummary) => this.offers.some(({ folder }) => dirname(source) === folder);
    const workspace = found.filter((summary) => !isDownloaded(summary)).map(foundChoice);
    const downloaded = found.filter(isDownloaded).map(foundChoice);
    const offered = this.offers.filter((offer) => !isComplete(offer)).map(offerChoice);
    return [
      ...(chosen ? [heading(vscode.l10n.t('chosen')), chosenChoice(chosen)] : []),
      ...(workspace.length > 0 ? [heading(vscode.l10n.t('in this workspace')), ...workspace] : []),
      ...(downloaded.length > 0 ? [heading(vscode.l10n.t('downloaded')), ...downloaded] : []),
      heading(vscode.l10n.t('built in')),
      ...builtinChoices(),
      heading(vscode.l10n.t('elsewhere')),
      { label: `$(file) ${vscode.l10n.t('Browse for a File…')}`, value: { kind: 'file' } },
      { label: `$(folder-opened) ${vscode.l10n.t('Browse for a Folder of Images…')}`, value: { kind: 'folder' } },
      ...offered,
    ];
  }
}

function foundChoice(summary: DataSummary): Choice<Option> {
  const { name, source, kind } = summary;
  return {
    label: `${icons[kind]} ${name}`,
    description: dataText(summary, vscode.env.language, vscode.l10n.t),
    detail: vscode.workspace.asRelativePath(source),
    value: { kind: 'data', name, data: { source }, summary },
  };
}

function offerChoice(offer: DownloadOffer): Choice<Option> {
  return {
    label: `$(cloud-download) ${vscode.l10n.t('Download {0}…', offer.title)}`,
    description: vscode.l10n.t('{0} from {1}', byteText(offer.missing, vscode.env.language), offer.host),
    value: { kind: 'download', offer },
  };
}

function chosenChoice({ name, data }: ChosenDataSet): Choice<Option> {
  const detail = data.source.startsWith('builtin:') ? undefined : vscode.workspace.asRelativePath(data.source);
  return { label: `$(pinned) ${name}`, ...(detail && { detail }), value: { kind: 'data', name, data } };
}

function builtinChoices(): Choice<Option>[] {
  const images: PickedSummary = { kind: 'images', columns: [] };
  const choice = (name: string, description: string): Choice<Option> => ({
    label: `$(beaker) ${name}`,
    description,
    value: { kind: 'data', name, data: { source: `builtin:${name}` }, summary: images },
  });
  return [
    choice('digits', vscode.l10n.t('handwriting-like digits, ten labels')),
    choice('shapes', vscode.l10n.t('shapes whose form, size, angle and place are known')),
  ];
}
