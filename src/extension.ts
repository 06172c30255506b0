import { join } from 'node:path';
import * as vscode from 'vscode';
import { createApi, type LatentLensApi } from './host/api';
import { ChosenData } from './host/chosen-data';
import { dataCommands } from './host/commands/data';
import { libraryCommands } from './host/commands/library';
import { logCommands } from './host/commands/log';
import { openCommands } from './host/commands/open';
import { runCommands } from './host/commands/runs';
import { stopAndResumeCommands } from './host/commands/stop-and-resume';
import { trainCommands, trainOn } from './host/commands/train';
import { Configurations, configurationType } from './host/configurations';
import { DataDownload } from './host/data-download';
import { DataEditorTrainer } from './host/data-editor-trainer';
import { DataEditors, dataEditorType } from './host/data-editors';
import { DataLookup } from './host/data-lookup';
import { DataPicker } from './host/data-picker';
import type { Host } from './host/host';
import { LatentPanels, panelType } from './host/latent-panels';
import { LibraryLookup } from './host/library-lookup';
import { LibraryPicker } from './host/library-picker';
import { createLog } from './host/log';
import { Messages } from './host/messages';
import { RunLauncher } from './host/run-launcher';
import { RunSessions } from './host/run-sessions';
import { RunsView } from './host/runs-view';
import { SessionReports } from './host/session-reports';
import { Settings } from './host/settings';
import { TrainWizard } from './host/train-wizard';
import { TrainerClient } from './host/trainer-client';
import { TrainingStatus } from './host/training-status';

let sessions: RunSessions | undefined;
let dataTrainer: DataEditorTrainer | undefined;

/** Composes the parts. Nothing is loaded, read or started before a person asks for it. */
export function activate(context: vscode.ExtensionContext): LatentLensApi {
  const log = createLog();
  const messages = new Messages(log);
  const settings = new Settings(context.globalStorageUri);
  const spawnWith = (library?: string) =>
    new TrainerClient(join(context.extensionPath, 'dist', 'trainer.js'), log, library);
  const spawn = () => spawnWith(settings.nativeLibrary || undefined);
  const open = new RunSessions(spawn);
  const panels = new LatentPanels(context.extensionUri, open, settings, log, messages);
  const launcher = new RunLauncher(settings, open, panels);
  const runs = new RunsView(settings, open);
  const chosenData = new ChosenData(context.workspaceState);
  const lookup = new DataLookup(spawn);
  const download = new DataDownload(lookup, settings, messages);
  const dataPicker = new DataPicker(lookup, chosenData, download, settings, messages);
  const trainer = new DataEditorTrainer(spawn);
  const configurations = new Configurations({
    extensionUri: context.extensionUri,
    trainer,
    picker: dataPicker,
    launcher,
    settings,
    messages,
    log,
  });
  const wizard = new TrainWizard(dataPicker, configurations.open);
  const libraryPicker = new LibraryPicker(new LibraryLookup(spawnWith), settings, messages);
  const host: Host = {
    log,
    messages,
    settings,
    sessions: open,
    panels,
    launcher,
    runs,
    chosenData,
    dataPicker,
    wizard,
    openConfiguration: configurations.open,
    libraryPicker,
  };
  new SessionReports(open, panels, messages, (directory) => launcher.resume(directory));
  sessions = open;
  dataTrainer = trainer;
  const dataEditors = new DataEditors(context.extensionUri, {
    trainer,
    log,
    train: (data) => void trainOn(host, data).catch((error) => messages.failure(error)),
  });
  context.subscriptions.push(
    log,
    runs,
    new TrainingStatus(open),
    vscode.window.registerWebviewPanelSerializer(panelType, panels),
    vscode.window.registerWebviewPanelSerializer(configurationType, configurations),
    vscode.window.registerCustomEditorProvider(dataEditorType, dataEditors, {
      supportsMultipleEditorsPerDocument: true,
    }),
    ...trainCommands(host),
    ...stopAndResumeCommands(host),
    ...openCommands(host),
    ...runCommands(host),
    ...dataCommands(host),
    ...libraryCommands(host),
    ...logCommands(host),
  );
  return createApi(open, launcher);
}

/** Ends every trainer before the window goes. Those that are cut off here end by themselves. */
export async function deactivate(): Promise<void> {
  await Promise.all([sessions?.closeAll(), dataTrainer?.end()]);
}
