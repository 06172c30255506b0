import type { Sentence } from './errors';
import type { Exported, SelectionUse, TableExport, WantedExamples } from './export';
import type { CorrectionEvents, CorrectionMethods } from './failures';
import type { FilmMethods } from './film';
import type { GivenContent } from './given';
import type { MeasuringMethods } from './kept-measures';
import type { KeptLayout, LayoutProgress } from './layout';
import type { LinkEvents, LinkMethods } from './linked';
import type { Measured } from './measures';
import type { PageExport, PageOnShow, PagePlan } from './page';
import type { EpochMetrics, RunStatus, RunSummary, WeightsChoice, WeightsInUse } from './run';
import type { SelectionMethods } from './selections';
import type { ExplorationMethods, LayoutProjection, LoadingProgress, TrainingProgress } from './trainer';

/** The parts of the panel. */
export type PanelPage = 'space' | 'reconstructions';

/** Stands in the page as JSON, in the element of this id, so that the first words are in the person's language. */
export const languageElement = 'language';

export interface PanelLanguage {
  /** Translations of the panel's texts and of the sentences, by English text; empty in English. */
  readonly strings: Readonly<Record<string, string>>;
  /** BCP 47, for numbers. */
  readonly locale: string;
  /** Absolute paths of the folders that are open: what lies in them is named from there. */
  readonly folders: readonly string[];
}

/** A file that the panel has made itself. */
export interface SavedFile {
  /** What it is of, after the name of the run. */
  readonly words: string;
  readonly ending: '.png' | '.svg' | '.npy' | '.csv' | '.latentview.json';
  readonly content: Uint8Array;
}

type Vector = readonly [x: number, y: number, z: number];

/** What is shown, as the panel keeps it. */
export interface KeptView {
  /** The document of what is shown, as JSON. */
  readonly view: unknown;
  /** Null: all points are framed. */
  readonly camera: { readonly position: Vector; readonly target: Vector } | null;
}

/** A view as a file says it, by the file's name. */
export interface FiledView extends KeptView {
  readonly file: string;
}

/** The answer to a question that a page has not asked yet. */
export interface FirstAnswer {
  readonly method: keyof PanelMethods;
  readonly params: unknown;
  readonly answer: unknown;
}

export interface PanelStart {
  readonly run: RunSummary;
  /** Which page a command asked for. */
  readonly page: PanelPage;
  /** The methods that this host has, and what needs others is not shown; absent: all. */
  readonly offers?: readonly (keyof PanelMethods)[];
  /** Each is good for the first time that its question is asked. */
  readonly answers?: readonly FirstAnswer[];
}

/** A layout that is being made. */
export interface RunningLayout {
  readonly layout: LayoutProjection;
  readonly progress: LayoutProgress;
}

/** Calls of the webview to the host. Those of `ExplorationMethods` and `SelectionMethods` reach the trainer. */
export interface PanelMethods
  extends CorrectionMethods,
    ExplorationMethods,
    FilmMethods,
    LinkMethods,
    MeasuringMethods,
    SelectionMethods {
  /** The first call: answers when the run is loaded. */
  start(params: Record<string, never>): PanelStart;
  revealSource(params: { readonly index: number }): null;
  stop(params: Record<string, never>): null;
  resume(params: Record<string, never>): null;
  /** Asks a person to how many epochs, and goes on. */
  trainFurther(params: Record<string, never>): null;
  /** Opens a page to fork the run from an epoch; null: from the weights in use. */
  fork(params: { readonly epoch: number | null }): null;
  useWeights(params: { readonly choice: WeightsChoice }): RunSummary;
  /** Asks a person where the data are now, and opens the run anew with them. */
  locateData(params: Record<string, never>): null;
  /** Opens the run anew, with its data if they are back. */
  readDataAgain(params: Record<string, never>): null;
  showLog(params: Record<string, never>): null;
  /** Begins to lay out the codes of an epoch (null: those of the weights in use). It goes on without the page. */
  layOut(params: { readonly epoch: number | null; readonly layout: LayoutProjection }): null;
  stopLayout(params: Record<string, never>): null;
  /** Those that are kept with the run, by epoch, and the one that is being made. */
  layouts(params: Record<string, never>): {
    readonly kept: readonly KeptLayout[];
    readonly running: RunningLayout | null;
  };
  /** These three ask a person where, and write; null: nothing was written. */
  exportTable(params: TableExport): Exported | null;
  exportSelection(params: { readonly use: SelectionUse; readonly examples: WantedExamples }): Exported | null;
  saveFile(params: SavedFile): Exported | null;
  saveView(params: KeptView): Exported | null;
  /** What a page to hand on would hold. */
  pagePlan(params: PageOnShow): PagePlan;
  /** Asks a person where, and writes it. */
  exportPage(params: PageExport): Exported | null;
  /** Asks a person for a file with a view, and shows it, here or in the panel of its run. */
  openView(params: Record<string, never>): null;
}

export interface PanelEvents extends CorrectionEvents, LinkEvents {
  /** While the run is being loaded, before `start` is answered. */
  loading(params: LoadingProgress): void;
  /** The run is another than `start` told: it goes on to other epochs, another process trained it, or it has another name. */
  run(params: { readonly run: RunSummary }): void;
  progress(params: TrainingProgress): void;
  layoutBegun(params: { readonly layout: LayoutProjection }): void;
  /** How much of a column is computed, from 0 to 1. */
  columnProgress(params: { readonly fraction: number }): void;
  /** A measure of the run is done. */
  measured(params: Measured): void;
  /** How far the layout is that is being made. */
  layoutProgress(params: LayoutProgress): void;
  /** Where its points are meanwhile, examples x 3. */
  layoutPositions(params: { readonly positions: Float32Array }): void;
  /** It is with the run now; or why not. */
  layoutEnded(params: { readonly failure: Sentence | null }): void;
  epoch(params: { readonly metrics: EpochMetrics; readonly frames: readonly number[] }): void;
  status(params: { readonly status: RunStatus; readonly failure?: Sentence; readonly weights?: WeightsInUse }): void;
  /** A sentence to show in the panel until dismissed, e.g. that a slower backend runs. */
  notice(params: { readonly sentence: Sentence }): void;
  show(params: { readonly page: PanelPage }): void;
  /** Encodes an example that a person has chosen in the editor. */
  give(params: { readonly content: GivenContent }): void;
  /** Takes back the last change to what is shown. */
  undo(params: Record<string, never>): void;
  /** Has the panel call `fork` with the epoch on show. */
  fork(params: Record<string, never>): void;
  /** Shows what a file says. */
  view(params: FiledView): void;
  /** Asks for a name and a place for what is shown. */
  saveView(params: Record<string, never>): void;
  /** Asks what to take away; `what` is proposed. */
  export(params: { readonly what?: 'page' | 'film' }): void;
  redo(params: Record<string, never>): void;
}

/** What the webview keeps with VS Code, to be restored after a reload. `run` names the run; the rest is the view's own. */
export interface PanelState {
  readonly run: string;
  readonly view?: unknown;
}
