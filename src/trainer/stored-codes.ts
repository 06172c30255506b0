import { join } from 'node:path';
import type { OtherCodes } from '../exploration/compare/other-runs';
import type { Codes } from '../exploration/projection';
import { leastCompared } from '../protocol/compare';
import { UserError } from '../protocol/errors';
import type { RunRecord, WantedWeights } from '../protocol/run';
import type { RunDirectory } from '../training/store/run-directory';
import { checkpointFor } from './weights-choice';

/** The codes of an epoch. */
interface EpochCodes {
  readonly epoch: number;
  readonly codes: Codes;
}

/**
 * The codes that a run keeps of an epoch.
 * @throws UserError compare.noCodes, compare.noEpoch, run.noLatents
 */
export async function storedCodes(
  directory: RunDirectory,
  { config, data }: RunRecord,
  wanted: WantedWeights = 'newest',
): Promise<EpochCodes> {
  const epoch = await storedEpoch(directory, wanted);
  const { latent } = config.model;
  return { epoch, codes: { latent, means: await directory.readLatents(epoch, data.examples, latent) } };
}

/** That codes are stored of. @throws UserError compare.noCodes, compare.noEpoch */
export async function storedEpoch(directory: RunDirectory, wanted: WantedWeights): Promise<number> {
  const stored = await directory.frames();
  const path = join(directory.path, 'latents');
  const newest = stored.at(-1);
  if (newest === undefined) throw new UserError('compare.noCodes', { path });
  if (wanted === 'newest') return newest;
  const epoch = wanted === 'best' ? ((await checkpointFor(directory, wanted))?.epoch ?? newest) : wanted;
  if (!stored.includes(epoch)) throw new UserError('compare.noEpoch', { epoch, path, stored: stored.join(', ') });
  return epoch;
}

/** Codes beside what is known of their run at their epoch. @throws UserError compare.tooFewExamples, compare.notFinite */
export async function comparedRun(
  directory: RunDirectory,
  { name, config }: RunRecord,
  { epoch, codes }: EpochCodes,
): Promise<OtherCodes> {
  const examples = codes.means.length / codes.latent;
  if (examples < leastCompared) throw new UserError('compare.tooFewExamples', { examples, least: leastCompared });
  const odd = codes.means.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw new UserError('compare.notFinite', { index: Math.floor(odd / codes.latent), run: name, epoch });
  const metrics = (await directory.readHistory()).find((entry) => entry.epoch === epoch) ?? null;
  return { directory: directory.path, name, epoch, config, metrics, codes };
}

/** @throws UserError compare.otherData */
export function checkSameData([first, ...others]: readonly Pick<RunRecord, 'name' | 'fingerprint'>[]): void {
  const other = others.find(({ fingerprint }) => fingerprint !== first.fingerprint);
  if (other) throw new UserError('compare.otherData', { one: first.name, other: other.name });
}
