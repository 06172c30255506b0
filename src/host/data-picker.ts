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
export type PickedSummary = Pick<DataSummary, 'kind' | 'columns' | 'label'> &
  Partial<Pick<DataSummary, 'shape' | 'examples' | 'streamed'>>;

/** A data set and what it is. */
export interface PickedData extends ChosenDataSet {
  readonly summary: PickedSummary;
}

type Option =
  | { readonly kind: 'data'; readonly name: string; readonly data: DataConfig; readonly summary?: PickedSummary }
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'download'; readonly offer: DownloadOffer };

/** What is found comes in bursts; the list follows after this many milliseconds. */
const quiet = 100;

const icons = { images: '$(file-media)', table: '$(table)', vectors: '$(symbol-array)', text: '$(file-text)' } as const;

/** Asks for data: last used, built in, anywhere, found in the workspace, or downloaded. */
export class DataPicker {
  /** What has been found so far, by its place, to have something to show while looking again. */
  private readonly found = new Map<string, DataSummary>();
  private isIncomplete = false;
  private offers: readonly DownloadOffer[] = [];

  constructor(
    private readonly lookup: DataLookup,
    private readonly chosen: ChosenData,
    private readonly download: DataDownload,
    private readonly settings: Settings,
    private readonly messages: Messages,
    /** Hears of data that were picked, before more is asked about them. */
    private readonly onPicked: (data: DataConfig) => void,
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
      if (!picked) continue;
      this.onPicked(picked.data);
      return picked;
    }
  }

  /** Offers data first from now on: a run is trained on them. */
  used({ name, data }: PickedData): void {
    this.chosen.set({ name, data });
  }

  /** What the data at a place are. */
  async describe(data: DataConfig): Promise<PickedData | undefined> {
    try {
      const summary = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Reading {0}', basename(data.source)) },
        () => this.lookup.describe(data),
      );
      this.onPicked(data);
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
    const before = new Set(this.found.keys());
    let isDue = false;
    const show = () => {
      if (isDue) return;
      isDue = true;
      setTimeout(() => {
        isDue = false;
        if (!signal.aborted) changed();
      }, quiet);
    };
    const told = {
      failure: (error: unknown) => {
        if (!signal.aborted) this.messages.failure(error);
      },
      offers: (offers: readonly DownloadOffer[]) => {
        this.offers = offers;
        show();
      },
      found: (summary: DataSummary) => {
        before.delete(summary.source);
        this.found.set(summary.source, summary);
        show();
      },
    };
    try {
      const { incomplete } = await this.lookup.discover(folders, this.settings.downloads, told, signal);
      // What is there no more leaves the list when all has been looked at, and no earlier: nothing moves meanwhile.
      for (const source of before) this.found.delete(source);
      this.isIncomplete = incomplete;
      show();
    } catch (error) {
      told.failure(error);
    }
  }

  /** What is still being looked for comes last, and in the order in which it is found: so no line moves. */
  private choices(): Choices<Option> {
    const used = this.chosen.get();
    const found = [...this.found.values()].filter(({ source }) => source !== used?.data.source);
    const isDownloaded = ({ source }: DataSummary) => this.offers.some(({ folder }) => dirname(source) === folder);
    const workspace = found.filter((summary) => !isDownloaded(summary)).map(foundChoice);
    const downloaded = found.filter(isDownloaded).map(foundChoice);
    const offered = this.offers.filter((offer) => !isComplete(offer)).map(offerChoice);
    const inWorkspace = this.isIncomplete
      ? vscode.l10n.t('in this workspace, which is too large to be looked at whole')
      : vscode.l10n.t('in this workspace');
    return [
      ...(used ? [heading(vscode.l10n.t('last used')), usedChoice(used)] : []),
      heading(vscode.l10n.t('built in')),
      ...builtinChoices().filter(({ value }) => value.kind !== 'data' || value.data.source !== used?.data.source),
      heading(vscode.l10n.t('elsewhere')),
      { label: `$(file) ${vscode.l10n.t('Browse for a File…')}`, value: { kind: 'file' } },
      { label: `$(folder-opened) ${vscode.l10n.t('Browse for a Folder of Images…')}`, value: { kind: 'folder' } },
      ...offered,
      ...(workspace.length > 0 ? [heading(inWorkspace), ...workspace] : []),
      ...(downloaded.length > 0 ? [heading(vscode.l10n.t('downloaded')), ...downloaded] : []),
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

function usedChoice({ name, data }: ChosenDataSet): Choice<Option> {
  const detail = data.source.startsWith('builtin:') ? undefined : vscode.workspace.asRelativePath(data.source);
  return { label: `$(history) ${name}`, ...(detail && { detail }), value: { kind: 'data', name, data } };
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
