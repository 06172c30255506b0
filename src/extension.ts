import { join } from 'node:path';
import * as vscode from 'vscode';
import { createApi, type LatentLensApi } from './host/api';
import { ChosenData } from './host/chosen-data';
import { changeRunCommands } from './host/commands/change-run';
import { dataCommands } from './host/commands/data';
import { encodeCommands } from './host/commands/encode';
import { modelExportCommands } from './host/commands/export-model';
import { failureCommands } from './host/commands/failures';
import { libraryCommands } from './host/commands/library';
import { logCommands } from './host/commands/log';
import { openCommands } from './host/commands/open';
import { reportCommands } from './host/commands/reports';
import { runCommands } from './host/commands/runs';
import { stopAndResumeCommands } from './host/commands/stop-and-resume';
import { trainCommands, trainOn } from './host/commands/train';
import { Configurations, configurationType } from './host/configurations';
import { DataDownload } from './host/data-download';
import { DataEditorTrainer } from './host/data-editor-trainer';
import { DataEditors, dataEditorType } from './host/data-editors';
import { DataLookup } from './host/data-lookup';
import { DataPicker } from './host/data-picker';
import { CorrectionDesk } from './host/failures/correction-desk';
import { FailureProblems } from './host/failures/failure-problems';
import type { Host } from './host/host';
import { RunLinks } from './host/integration/terminal-links';
import { TrainingTasks, taskType } from './host/integration/training-tasks';
import { UriLinks } from './host/integration/uri-links';
import { InterruptedRuns } from './host/interrupted-runs';
import { KeptTrainers } from './host/kept-trainers';
import { LatentPanels, panelType } from './host/latent-panels';
import { LibraryLookup } from './host/library-lookup';
import { LibraryPicker } from './host/library-picker';
import { createLog } from './host/log';
import { Messages } from './host/messages';
import { looksInto, Milestones } from './host/milestones';
import { RunChanges } from './host/run-changes';
import { RunLauncher } from './host/run-launcher';
import { RunSessions } from './host/run-sessions';
import { RunsView } from './host/runs-view';
import { SessionReports } from './host/session-reports';
import { Settings } from './host/settings';
import { SpareTrainer } from './host/spare-trainer';
import { EditorTrainings } from './host/tools/editor-trainings';
import { languageTools } from './host/tools/language-tools';
import { offerMcpServer } from './host/tools/mcp-provider';
import { TrainWizard } from './host/train-wizard';
import { startTrainer } from './host/trainer-client';
import { TrainingStatus } from './host/training-status';
import { trustGate } from './host/trust';
import { openView, ViewFiles, viewFileType } from './host/views/view-files';

let sessions: RunSessions | undefined;
let interrupted: InterruptedRuns | undefined;
let kept: KeptTrainers | undefined;
let dataTrainer: DataEditorTrainer | undefined;
let spareTrainer: SpareTrainer | undefined;

/** Composes the parts. Nothing is loaded, read or started before a person asks for it. */
export function activate(context: vscode.ExtensionContext): LatentLensApi {
  const log = createLog();
  const messages = new Messages(log);
  const settings = new Settings(context.globalStorageUri);
  const spawnWith = (library?: string) =>
    startTrainer(join(context.extensionPath, 'dist', 'trainer.js'), log, library, settings.keepTraining);
  const spawn = () => spawnWith(settings.nativeLibrary || undefined);
  const spare = new SpareTrainer(spawn, () => settings.backend);
  const open = new RunSessions(() => spare.take(), trustGate);
  const desk = new CorrectionDesk();
  const failures = { desk, problems: new FailureProblems(desk, messages) };
  const panels = new LatentPanels(context.extensionUri, open, settings, log, messages, failures, (directory) =>
    interrupted ? interrupted.released(directory) : Promise.resolve(),
  );
  const launcher = new RunLauncher(settings, open, panels);
  const runs = new RunsView(settings, open);
  const milestones = new Milestones(context.globalState);
  const chosenData = new ChosenData(context.workspaceState, () => milestones.reach('data'));
  open.onDidOpen((session) => {
    session.onEpoch(() => milestones.reach('train'));
    session.onAsked((method) => looksInto(method) && milestones.reach('ask'));
    session.onDidChange(() => session.viewed && session.summary && milestones.reach('explore'));
  });
  const lookup = new DataLookup(spawn);
  const download = new DataDownload(lookup, settings, messages);
  const dataPicker = new DataPicker(lookup, chosenData, download, settings, messages, (data) =>
    spare.read(settings.bounded(data)),
  );
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
    milestones,
    settings,
    sessions: open,
    panels,
    launcher,
    runs,
    runChanges: new RunChanges(open, spawn),
    chosenData,
    dataPicker,
    wizard,
    spare,
    openConfiguration: configurations.open,
    libraryPicker,
    failures,
    spawn,
  };
  new SessionReports(open, panels, messages, (directory) => launcher.resume(directory));
  interrupted = new InterruptedRuns(context.workspaceState, open, messages, (directory) => launcher.resume(directory));
  kept = new KeptTrainers(
    join((context.storageUri ?? context.globalStorageUri).fsPath, 'trainers'),
    open,
    () => settings.keepTraining,
    log,
  );
  const taken = kept.join();
  panels.waitFor(taken);
  void taken.then(() => interrupted?.begin());
  sessions = open;
  spareTrainer = spare;
  dataTrainer = trainer;
  const dataEditors = new DataEditors(context.extensionUri, {
    trainer,
    log,
    train: (data) => void trainOn(host, data).catch((error) => messages.failure(error)),
  });
  context.subscriptions.push(
    log,
    runs,
    failures.problems,
    new TrainingStatus(open),
    // Another library needs another process.
    settings.onDidChange(() => void spare.drop()),
    vscode.window.registerWebviewPanelSerializer(panelType, panels),
    vscode.window.registerWebviewPanelSerializer(configurationType, configurations),
    vscode.window.registerCustomEditorProvider(viewFileType, new ViewFiles(panels, messages)),
    vscode.window.registerCustomEditorProvider(dataEditorType, dataEditors, {
      supportsMultipleEditorsPerDocument: true,
    }),
    ...trainCommands(host),
    ...stopAndResumeCommands(host),
    ...openCommands(host),
    ...encodeCommands(host),
    ...modelExportCommands(host),
    ...runCommands(host),
    ...changeRunCommands(host),
    ...dataCommands(host),
    ...libraryCommands(host),
    ...failureCommands(host),
    ...reportCommands(host),
    ...logCommands(host),
    ...languageTools({ settings, trainings: new EditorTrainings(launcher, open), spawn, log }),
    ...offerMcpServer(context),
    vscode.tasks.registerTaskProvider(taskType, new TrainingTasks(context.extensionPath)),
    vscode.window.registerTerminalLinkProvider(new RunLinks((directory) => panels.open(directory, 'space'))),
    vscode.window.registerUriHandler(
      new UriLinks(
        {
          run: (directory) => panels.open(directory, 'space'),
          view: (file) => openView(vscode.Uri.file(file), panels),
        },
        settings,
        messages,
      ),
    ),
  );
  return createApi(open, launcher);
}

/** Ends every trainer before the window goes. Those that are cut off here end by themselves. */
export async function deactivate(): Promise<void> {
  interrupted?.close();
  await kept?.leave();
  await Promise.all([sessions?.closeAll(), dataTrainer?.end(), spareTrainer?.drop()]);
}
