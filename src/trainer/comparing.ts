import { compareCodes } from '../exploration/compare/compare-codes';
import type { OtherCodes } from '../exploration/compare/other-runs';
import type { CompareRunsParams, RunsComparison } from '../protocol/compare';
import { isDiscrete } from '../protocol/posteriors';
import { chooseBackend } from '../runtime/backend';
import { RunDirectory } from '../training/store/run-directory';
import { encodeData } from './batch';
import { parseOrigin } from './origin';
import { checkSameData, comparedRun, storedCodes } from './stored-codes';

/** Holds each two of some runs against each other. */
export async function compareRuns(
  { runs: paths, data, backend }: CompareRunsParams,
  signal: AbortSignal,
): Promise<RunsComparison> {
  const opened = await Promise.all(paths.map(openCompared));
  if (!data) checkSameData(opened.map(({ record }) => record));
  await chooseBackend(backend);
  const runs: OtherCodes[] = [];
  for (const { directory, record, wanted } of opened) {
    const found = data
      ? await encoded({ directory: directory.path, backend, weights: wanted, data }, signal)
      : await storedCodes(directory, record, wanted);
    runs.push(await comparedRun(directory, record, found));
  }
  const pairs: RunsComparison['pairs'][number][] = [];
  for (const [first, x] of runs.entries()) {
    for (const [after, y] of runs.slice(first + 1).entries()) {
      pairs.push({ of: [first, first + 1 + after], ...(await compareTwo(x, y, signal)) });
    }
  }
  return { runs: runs.map(({ codes: _, ...run }) => run), pairs };
}

async function openCompared(path: string) {
  const { path: folder, wanted } = await parseOrigin(path);
  return { ...(await RunDirectory.open(folder)), wanted };
}

async function encoded(params: Parameters<typeof encodeData>[0], signal: AbortSignal) {
  const { codes, weights } = await encodeData(params, signal);
  return { epoch: weights.epoch, codes };
}

function compareTwo(x: OtherCodes, y: OtherCodes, signal: AbortSignal) {
  const neighbours = !isDiscrete(x.config.model) && !isDiscrete(y.config.model);
  return compareCodes(x.codes, y.codes, { neighbours, signal });
}
