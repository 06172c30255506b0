import { render } from '../../dataset';
import type { Autoencoder } from '../../model/autoencoder';
import { posteriorOf, priorOf } from '../../protocol/composition';
import type { Holes, ImprobableRegions, PriorFit, Share } from '../../protocol/prior-fit';
import { fillNormal, random, toUnit } from '../../random';
import { breathe } from '../../training/breathe';
import { encodeSome, range } from '../../training/encoding';
import { AggregatePosterior } from '../aggregate-posterior';
import { drawClasses } from '../decoded-classes';
import { spread } from '../example-set';
import type { ExploredRun, ShownModel } from '../explored-run';
import { type Placement, rowsOf } from '../placement';
import { drawFromPrior } from '../prior-draws';
import { findHoles } from './holes';
import { improbableRegions } from './improbable-regions';
import { logPriorOf } from './log-densities';
import { marginalsOf } from './marginals';
import { compareSamples } from './two-sample';

/** Draws of the prior, and examples whose posteriors stand for all: more of either change little, and take time. */
const draws = 2000;
const components = 2048;
/** Draws of both that are compared with one another: the kernel is of each two of them. */
const compared = 512;
/** Draws of the aggregate posterior that say what is usual. */
const usual = 1000;
/** What fewer draws than this share fall below is out of the way. */
const rare = 0.01;
/** Tells these numbers from others. */
const posteriorSeed = 0xa99;

/** What the prior and the codes are compared by: of weights that stayed the same meanwhile. */
interface Compared {
  /** Draws of p(z), draws x latent, and log p(z) of them. */
  readonly prior: { readonly codes: Float32Array; readonly logDensities: Float32Array };
  /** q(z|x) of a sample of the examples. */
  readonly posteriors: { readonly means: Float32Array; readonly logVars: Float32Array };
  /** Whose they are. */
  readonly some: Int32Array;
  /** log p(z) at the code of each example. */
  readonly logPriors: Float32Array;
}

/**
 * Holds the prior p(z) against the aggregate posterior q(z) = 1/N sum_n q(z|x_n), which it is trained to be like: where the one has
 * mass and the other none. Weights are read first, and training goes on meanwhile.
 */
export async function priorFit(
  run: Pick<ExploredRun, 'data'>,
  shown: ShownModel,
  placement: Placement,
  seed: number,
): Promise<PriorFit> {
  const { codes, epoch, weights, computation, model } = shown;
  const { latent } = codes;
  const { prior, posteriors, some, logPriors } = await weights.exclusive(() => readModel(run, shown, seed));
  const posterior = new AggregatePosterior(posteriors.means, posteriors.logVars, latent);
  const own = drawPosteriors(posteriors, latent, Math.max(usual, compared), seed);
  const found = await findHoles(prior, posterior, await rareDensity(posterior, own, latent));
  const few = (values: Float32Array) => values.subarray(0, compared * latent);
  const twoSample = await compareSamples(few(prior.codes), few(own.codes), latent, seed);
  const holeDraws = Int32Array.from(found.holes, ({ draw }) => draw);
  const holeCodes = rowsOf({ latent, means: prior.codes }, holeDraws).means;
  const { encoding } = run.data.dataset;
  const decoded = async (rows: Float32Array) => {
    const classes = drawClasses(computation, rows.length / latent, seed);
    return render(await weights.exclusive(async () => computation.decode(rows, classes)), encoding);
  };
  const holes: Holes = {
    share: shareOf(found.share, draws),
    shares: Float64Array.from(found.holes, ({ share }) => share),
    codes: holeCodes,
    positions: placement.place({ latent, means: holeCodes }),
    logPriors: Float64Array.from(found.holes, ({ draw }) => prior.logDensities[draw]),
    logPosteriors: Float64Array.from(found.holes, ({ logPosterior }) => logPosterior),
    decoded: await decoded(holeCodes),
  };
  const least = quantile(prior.logDensities, rare);
  const indices = range(0, logPriors.length)
    .filter((index) => logPriors[index] < least)
    .sort((a, b) => logPriors[a] - logPriors[b]);
  const densities = {
    logPriors: (means: Float32Array) => weights.exclusive(() => logPriorOf(model, { latent, means })),
    logPosterior: (example: number) =>
      posterior.logDensity(rowsOf(codes, Int32Array.of(example)).means, some.indexOf(example)),
  };
  const apart = await improbableRegions(codes, indices, densities, least);
  const examples = Int32Array.from(apart, ({ example }) => example);
  const regions: ImprobableRegions = {
    shares: Float64Array.from(apart, ({ share }) => share),
    examples,
    logPriors: Float64Array.from(examples, (example) => logPriors[example]),
    logPosteriors: Float64Array.from(apart, ({ logPosterior }) => logPosterior),
    decoded: await decoded(rowsOf(codes, examples).means),
  };
  return {
    epoch,
    holes,
    improbable: { share: indices.length / logPriors.length, indices, regions },
    twoSample,
    marginals: marginalsOf(posteriors, prior.codes, latent, isStandard(model.config)),
  };
}

/** N(0, I) in each dimension. */
const isStandard = (model: Autoencoder['config']) =>
  priorOf(model).name === 'standard' && posteriorOf(model).name !== 'ladder';

async function readModel({ data }: Pick<ExploredRun, 'data'>, shown: ShownModel, seed: number): Promise<Compared> {
  const { model, computation, codes } = shown;
  const { latent } = codes;
  const drawn = drawFromPrior(model, draws, seed);
  const there = data.kept ? data.kept.length : data.examples;
  const places = spread(range(0, there), components);
  const encoded = await encodeSome(computation, places, latent);
  const { means, logVars } = encoded;
  if (!logVars) throw new Error('A posterior without a spread has no density');
  return {
    prior: { codes: drawn, logDensities: await logPriorOf(model, { latent, means: drawn }) },
    posteriors: { means, logVars },
    some: places.map((place) => data.kept?.[place] ?? place),
    logPriors: await logPriorOf(model, codes),
  };
}

/** Draws of the aggregate posterior, and the example that each is of. */
interface PosteriorDraws {
  /** count x latent. */
  readonly codes: Float32Array;
  readonly rows: Int32Array;
}

export function drawPosteriors(
  { means, logVars }: Compared['posteriors'],
  latent: number,
  count: number,
  seed: number,
): PosteriorDraws {
  const next = random(seed, posteriorSeed);
  const rows = Int32Array.from({ length: count }, () => Math.floor((toUnit(next()) * means.length) / latent));
  const codes = fillNormal(new Float32Array(count * latent), next);
  for (let i = 0; i < codes.length; i++) {
    const at = rows[Math.floor(i / latent)] * latent + (i % latent);
    codes[i] = means[at] + Math.exp(logVars[at] / 2) * codes[i];
  }
  return { codes, rows };
}

/**
 * Below this log q(z) are as few draws of the aggregate posterior as are rare. Each is judged by the posteriors of the other
 * examples: draws of the prior have none of their own either.
 */
async function rareDensity(posterior: AggregatePosterior, own: PosteriorDraws, latent: number): Promise<number> {
  const densities = new Float64Array(usual);
  for (let i = 0; i < usual; i++) {
    densities[i] = posterior.logDensity(own.codes.subarray(i * latent, (i + 1) * latent), own.rows[i]);
    await breathe();
  }
  return quantile(densities, rare);
}

function quantile(values: Float32Array | Float64Array, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(share * (sorted.length - 1))];
}

/** With the standard error of a share of so many draws. */
function shareOf(value: number, count: number): Share {
  return { value, error: Math.sqrt((value * (1 - value)) / count) };
}
