import type * as vscode from 'vscode';
import type { ChosenData } from './chosen-data';
import type { OpenConfiguration } from './configurations';
import type { DataPicker } from './data-picker';
import type { FailureParts } from './failures/failure-handlers';
import type { LatentPanels } from './latent-panels';
import type { LibraryPicker } from './library-picker';
import type { Messages } from './messages';
import type { Milestones } from './milestones';
import type { RunChanges } from './run-changes';
import type { RunLauncher } from './run-launcher';
import type { RunSessions } from './run-sessions';
import type { RunsView } from './runs-view';
import type { Settings } from './settings';
import type { SpareTrainer } from './spare-trainer';
import type { TrainWizard } from './train-wizard';
import type { TrainerClient } from './trainer-client';

/** The parts of the host, as commands use them. */
export interface Host {
  readonly log: vscode.LogOutputChannel;
  readonly messages: Messages;
  readonly milestones: Milestones;
  readonly settings: Settings;
  readonly sessions: RunSessions;
  readonly panels: LatentPanels;
  readonly launcher: RunLauncher;
  readonly runs: RunsView;
  readonly runChanges: RunChanges;
  readonly chosenData: ChosenData;
  readonly dataPicker: DataPicker;
  readonly wizard: TrainWizard;
  readonly spare: SpareTrainer;
  readonly openConfiguration: OpenConfiguration;
  readonly libraryPicker: LibraryPicker;
  readonly failures: FailureParts;
  /** Starts a trainer for something that is no run's own. */
  spawn(): TrainerClient;
}
