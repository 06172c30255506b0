import type { DataConfig } from '../protocol/config';
import type { DataSummary } from '../protocol/data';
import type { Task } from '../task';
import { corrected } from './examples/corrections';
import type { Dataset, Encoding, WantedData } from './examples/dataset';
import { type Exclusion, excludedCount, exclusionOf, without } from './examples/exclusion';
import type { Source } from './examples/source';
import { openPlace } from './formats/place';

export interface OpenOptions extends Task {
  /** Of an earlier run: applied unchanged instead of being fitted. */
  readonly encoding?: Encoding;
  /** Instead of the one that the configuration names: a run keeps its own. */
  readonly exclusion?: Exclusion;
}

/**
 * Reads a data set into memory, encoded for a model. What it is, is told by content; a name decides nothing.
 * With an `encoding` the data must have its columns or image shape; categories unknown to it become all zeros.
 * @throws UserError data.* when the data cannot be used, with a sentence that says where and why; exclude.*.
 */
export async function openDataset(config: WantedData, options: OpenOptions = {}): Promise<Dataset> {
  const exclusion = options.exclusion ?? (await exclusionOf(config));
  const source = await openSource(config, options.encoding, options);
  const dataset = await source.load();
  options.onProgress?.(1);
  const fitted = options.encoding !== undefined;
  const right = config.corrections ? corrected(dataset, config.corrections, fitted) : dataset;
  return exclusion ? without(right, exclusion, fitted) : right;
}

/** What a data set is, from its head where that says it. @throws UserError as `openDataset`. */
export async function describeData(config: DataConfig, signal?: AbortSignal): Promise<DataSummary> {
  const exclusion = await exclusionOf(config);
  const { summary } = await openSource(config, undefined, { signal });
  if (!exclusion || summary.streamed !== undefined) return summary;
  const excluded = excludedCount(exclusion.list);
  // Whether the list is of these data is seen once they are read.
  return { ...summary, examples: Math.max(0, summary.examples - excluded), excluded };
}

async function openSource(config: WantedData, encoding: Encoding | undefined, task: Task): Promise<Source> {
  return (await openPlace(config.source, task.signal)).examples({ config, encoding, task });
}
