import { join } from 'node:path';
import { compareCodes } from '../exploration/compare/compare-codes';
import type { Codes } from '../exploration/projection';
import { type ComparedRun, type CompareRunsParams, leastCompared, type RunsComparison } from '../protocol/compare';
import { UserError } from '../protocol/errors';
import { isDiscrete } from '../protocol/posteriors';
import type { RunRecord, WantedWeights } from '../protocol/run';
import { chooseBackend } from '../runtime/backend';
import { RunDirectory } from '../training/store/run-directory';
import { encodeData } from './batch';
import { parseOrigin } from './origin';
import { checkpointFor } from './weights-choice';

/** A run that is compared, with the codes that it gives the examples. */
type WithCodes = ComparedRun & { readonly codes: Codes };

/** Holds each two of some runs against each other. */
export async function compareRuns(
  { runs: paths, data, backend }: CompareRunsParams,
  signal: AbortSignal,
): Promise<RunsComparison> {
  const opened = await Promise.all(paths.map(openCompared));
  if (!data) checkSameData(opened.map(({ record }) => record));
  await chooseBackend(backend);
  const runs: WithCodes[] = [];
  for (const { directory, record, wanted } of opened) {
    const { epoch, codes } = data
      ? await encoded({ directory: directory.path, backend, weights: wanted, data }, signal)
      : await storedCodes(directory, record, wanted);
    runs.push(await withCodes(directory, record, epoch, codes));
  }
  const pairs: RunsComparison['pairs'][number][] = [];
  for (const [second, y] of runs.entries()) {
    for (const [first, x] of runs.slice(0, second).entries()) {
      pairs.push({ of: [first, second], ...(await compareTwo(x, y, signal)) });
    }
  }
  pairs.sort((a, b) => a.of[0] - b.of[0] || a.of[1] - b.of[1]);
  return { runs: runs.map(({ codes: _, ...run }) => run), pairs };
}

async function openCompared(path: string) {
  const { path: folder, wanted } = await parseOrigin(path);
  return { ...(await RunDirectory.open(folder)), wanted };
}

/** @throws UserError compare.otherData */
function checkSameData([first, ...others]: readonly RunRecord[]): void {
  const other = others.find(({ fingerprint }) => fingerprint !== first.fingerprint);
  if (other) throw new UserError('compare.otherData', { one: first.name, other: other.name });
}

/**
 * The codes that a run keeps of an epoch.
 * @throws UserError compare.noCodes, compare.noEpoch, run.noLatents, run.untrained
 */
async function storedCodes(directory: RunDirectory, { config, data }: RunRecord, wanted: WantedWeights = 'newest') {
  const stored = await directory.frames();
  const path = join(directory.path, 'latents');
  if (stored.length === 0) throw new UserError('compare.noCodes', { path });
  const epoch = await epochOf(directory, wanted, stored);
  if (!stored.includes(epoch)) throw new UserError('compare.noEpoch', { epoch, path, stored: stored.join(', ') });
  const { latent } = config.model;
  return { epoch, codes: { latent, means: await directory.readLatents(epoch, data.examples, latent) } };
}

async function epochOf(directory: RunDirectory, wanted: WantedWeights, stored: readonly number[]): Promise<number> {
  if (typeof wanted === 'number') return wanted;
  const newest = stored[stored.length - 1];
  return wanted === 'newest' ? newest : ((await checkpointFor(directory, wanted))?.epoch ?? newest);
}

async function encoded(params: Parameters<typeof encodeData>[0], signal: AbortSignal) {
  const { codes, weights } = await encodeData(params, signal);
  return { epoch: weights.epoch, codes };
}

/** @throws UserError compare.tooFewExamples, compare.notFinite */
async function withCodes(
  directory: RunDirectory,
  { name, config }: RunRecord,
  epoch: number,
  codes: Codes,
): Promise<WithCodes> {
  const examples = codes.means.length / codes.latent;
  if (examples < leastCompared) throw new UserError('compare.tooFewExamples', { examples, least: leastCompared });
  const odd = codes.means.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw new UserError('compare.notFinite', { index: Math.floor(odd / codes.latent), run: name, epoch });
  const metrics = (await directory.readHistory()).find((entry) => entry.epoch === epoch) ?? null;
  return { directory: directory.path, name, epoch, config, metrics, codes };
}

function compareTwo(x: WithCodes, y: WithCodes, signal: AbortSignal) {
  const neighbours = !isDiscrete(x.config.model) && !isDiscrete(y.config.model);
  return compareCodes(x.codes, y.codes, { neighbours, signal });
}
