import type { RunConfig } from '../../src/protocol/config';
import type { ConfigureMethods } from '../../src/protocol/configure';
import type { DataSummary, TablePreview } from '../../src/protocol/data';
import type { Sentence } from '../../src/protocol/errors';
import { nameOfConfiguration, runName } from '../../src/protocol/names';
import { type ModelledData, resolveConfig } from '../../src/protocol/presets';
import type { HostConnection } from '../connection';
import type { Store } from '../state/store';
import type { Defaults, Draft } from './draft';
import { type Problem, problemsOf } from './problems';

export type ConfigureHost = HostConnection<ConfigureMethods, Record<never, never>>;

/** What the page knows, and what a person has entered. */
export interface PageState {
  readonly draft: Draft;
  /** The file that it stands in; null where it stands in none. */
  readonly file: string | null;
  /** What the data are; null until they were read. */
  readonly summary: DataSummary | null;
  readonly preview: TablePreview | null;
  /** Why the data cannot be read as they are asked for. */
  readonly failure: Sentence | null;
  /** The data are being read, and what is known of them may not be true any more. */
  readonly isReading: boolean;
  /** A training is about to begin. */
  readonly isStarting: boolean;
  /** A learning rate is being found. */
  readonly isFinding: boolean;
}

/** What the parts of the page work with. */
export interface ConfigurePage {
  readonly host: ConfigureHost;
  readonly state: Store<PageState>;
  readonly defaults: Defaults;
  /** Shows what went wrong; says nothing of what was cancelled. */
  fail(error: unknown): void;
}

/** A part of the page. */
export interface PageView {
  readonly element: HTMLElement;
  update(): void;
}

/** Until the data are known, settings are as for any numbers. */
export function dataOf({ summary }: PageState): ModelledData {
  return summary ?? { kind: 'vectors' };
}

export function configOf(state: PageState): RunConfig {
  return resolveConfig(state.draft.request, dataOf(state));
}

/** What the run is called where it is given no name: as its file, else after what it is made of. */
export function nameByItself(state: PageState): string {
  return state.file === null ? runName(configOf(state)) : nameOfConfiguration(state.file);
}

export function problemsIn({ draft, summary, failure }: PageState): readonly Problem[] {
  return problemsOf(draft, { summary, failure });
}
