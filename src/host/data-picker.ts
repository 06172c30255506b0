import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { DataConfig } from '../protocol/config';
import type { DataSummary } from '../protocol/data';
import type { ChosenData, ChosenDataSet } from './chosen-data';
import type { DataLookup } from './data-lookup';
import { dataText } from './data-text';
import type { Messages } from './messages';
import { type Choice, type Choices, heading, type Place, pickOne } from './quick-input';
import { type Answer, back } from './steps';
import type { WizardData } from './wizard-fields';

/** A data set and what it is. */
export interface PickedData extends ChosenDataSet {
  readonly summary: WizardData;
}

type Option =
  | { readonly kind: 'data'; readonly name: string; readonly data: DataConfig; readonly summary?: WizardData }
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' };

const icons = { images: '$(file-media)', table: '$(table)', vectors: '$(symbol-array)' } as const;

/** Asks for data: chosen before, built in, found in the workspace, or anywhere. */
export class DataPicker {
  /** What was found last, to have something to show while looking again. */
  private found: readonly DataSummary[] = [];

  constructor(
    private readonly lookup: DataLookup,
    private readonly chosen: ChosenData,
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
    try {
      this.found = await this.lookup.discover(folders, signal);
      if (!signal.aborted) changed();
    } catch (error) {
      if (!signal.aborted) this.messages.failure(error);
    }
  }

  private choices(): Choices<Option> {
    const chosen = this.chosen.get();
    const found = this.found.filter(({ source }) => source !== chosen?.data.source);
    const workspace = found.map((summary): Choice<Option> => {
      const { name, source, kind } = summary;
      return {
        label: `${icons[kind]} ${name}`,
        description: dataText(summary, vscode.env.language, vscode.l10n.t),
        detail: vscode.workspace.asRelativePath(source),
        value: { kind: 'data', name, data: { source }, summary },
      };
    });
    return [
      ...(chosen ? [heading(vscode.l10n.t('chosen')), chosenChoice(chosen)] : []),
      ...(workspace.length > 0 ? [heading(vscode.l10n.t('in this workspace')), ...workspace] : []),
      heading(vscode.l10n.t('built in')),
      ...builtinChoices(),
      heading(vscode.l10n.t('elsewhere')),
      { label: `$(file) ${vscode.l10n.t('Browse for a File…')}`, value: { kind: 'file' } },
      { label: `$(folder-opened) ${vscode.l10n.t('Browse for a Folder of Images…')}`, value: { kind: 'folder' } },
    ];
  }
}

function chosenChoice({ name, data }: ChosenDataSet): Choice<Option> {
  const detail = data.source.startsWith('builtin:') ? undefined : vscode.workspace.asRelativePath(data.source);
  return { label: `$(pinned) ${name}`, ...(detail && { detail }), value: { kind: 'data', name, data } };
}

function builtinChoices(): Choice<Option>[] {
  const images: WizardData = { kind: 'images', columns: [] };
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
