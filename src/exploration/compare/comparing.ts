import type { Computation } from '../../compute';
import { render } from '../../dataset';
import { nearestNeighbours as neighboursOfAll } from '../../layout/nearest-neighbours';
import { type ComparedOther, type CompareMethods, type DecodedByOther, leastCompared } from '../../protocol/compare';
import { neighbourhoodSize } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import { isDiscrete } from '../../protocol/posteriors';
import { usualClass } from '../decoded-classes';
import { isThere, placeOf } from '../explored-data';
import type { ExploredRun } from '../explored-run';
import { nearestNeighbours } from '../neighbours';
import { interpolated } from '../placement';
import type { Codes } from '../projection';
import { compareCodes } from './compare-codes';
import { neighbourOverlap } from './neighbour-overlap';
import type { OtherCodes } from './other-runs';

type Params<Method extends keyof CompareMethods> = Parameters<CompareMethods[Method]>[0];

/** Holds the run that is open against others of the same data. */
export class Comparing {
  constructor(private readonly run: ExploredRun) {}

  async compare({ epoch: wanted = null, others }: Params<'compare'>, signal?: AbortSignal) {
    const { epoch, codes } = await this.codes(wanted);
    const compared: ComparedOther[] = [];
    for (const other of others) {
      const { codes: own, ...about } = await this.run.others.codes(other);
      const likeness = await compareCodes(codes, own, { neighbours: this.haveNeighbours(about), signal });
      compared.push({ ...about, likeness, ...(await this.run.others.history(other)) });
    }
    return { epoch, others: compared };
  }

  async neighboursInCommon({ epoch: wanted = null, other }: Params<'neighboursInCommon'>, signal?: AbortSignal) {
    const { epoch, codes } = await this.codes(wanted);
    const theirs = await this.run.others.codes(other);
    if (!this.haveNeighbours(theirs)) throw new UserError('compare.noNeighbours');
    const k = Math.min(neighbourhoodSize, codes.means.length / codes.latent - 1);
    const near = (half: number, { means: values, latent: dims }: Codes) =>
      neighboursOfAll({ values, dims }, k, 1, {
        signal,
        onProgress: (fraction) => this.run.onColumnProgress?.(half + fraction / 2),
      });
    return { epoch, shares: neighbourOverlap(await near(0, codes), await near(0.5, theirs.codes)) };
  }

  /** @param classes Of a model that knows classes: that of the code. */
  decodeByOther(
    { z, epoch = null, other }: Params<'decodeByOther'>,
    classes: (computation: Computation) => Int32Array | undefined,
  ): Promise<DecodedByOther> {
    const { data, others } = this.run;
    return this.run.showing(epoch, async ({ codes, computation }) => {
      if (z.length !== codes.latent) throw new RangeError(`A code of ${codes.latent} dimensions, not ${z.length}`);
      const theirs = await others.codes(other);
      const { computation: second, epoch: used } = await others.model({ ...other, epoch: theirs.epoch });
      const code = interpolated(codes, theirs.codes, z);
      const [{ index }] = nearestNeighbours(codes, z, 1);
      const decoded = second.decode(code, usualClass(second, isThere(data, index) ? placeOf(data, index) : null));
      const own = computation.decode(z, classes(computation));
      return {
        example: render(decoded, data.dataset.encoding),
        z: code,
        difference: own.map((value, at) => value - decoded[at]),
        epoch: used,
      };
    });
  }

  /** Of an epoch, with the backend that compares them. @throws UserError compare.tooFewExamples */
  private async codes(wanted: number | null): Promise<{ readonly epoch: number; readonly codes: Codes }> {
    await this.run.model();
    const found = await this.run.encodings(wanted);
    const examples = found.codes.means.length / found.codes.latent;
    if (examples < leastCompared) throw new UserError('compare.tooFewExamples', { examples, least: leastCompared });
    return found;
  }

  /** Codes that are drawn from a list have none: many examples have the same. */
  private haveNeighbours({ config }: Pick<OtherCodes, 'config'>): boolean {
    const { prior, spread } = this.run.capabilities;
    return (spread || !prior) && !isDiscrete(config.model);
  }
}
