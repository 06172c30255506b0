import { random } from '../../random';
import { breathe } from '../../training/breathe';
import { type Chains, hamiltonianStep, type JointDensity } from './hamiltonian';

/** Some examples, with as many chains each, which are rows beside each other. */
export interface AnnealedExamples {
  readonly examples: number;
  readonly chains: number;
  /** z ~ p(z) for all chains, rows x latent. */
  draw(seed: number): Float64Array;
  densityAt(z: Float64Array): Promise<JointDensity>;
}

/** Leapfrogs of a step, and their size before it is tuned. */
const dynamics = { steps: 10, size: 0.1 };
/** The share of moves that sizes are tuned to, and by how much they change at a time. */
const tuning = { accepted: 0.65, longer: 1.1, shorter: 0.9 };
/** Tell these draws from others. */
const [tuningSeed, moveSeed] = [0xa15d, 0xa15e];

/**
 * log p(x) of each example by annealed importance sampling (Neal 2001, "Annealed importance sampling", section 2; of decoders, Wu et al. 2017,
 * arXiv 1611.04273, section 2.3). Each of C chains begins at z_0 ~ p(z), and goes on through the densities f_t(z) = p(z) p(x|z)^b_t by one
 * step of Hamiltonian Monte Carlo at each, z_t, with
 *
 *   log w = sum_t (b_t - b_{t-1}) log p(x|z_{t-1}),  log p(x) ~ log 1/C sum_c w_c
 *
 * E[w] = p(x), so that its logarithm is below log p(x) in expectation, the less the more temperatures there are. The posterior of the encoder
 * has no part in it.
 *
 * Nats. Costs 10 T C gradients of the decoder for each example.
 * @param schedule b_0 = 0 to b_T = 1. @param sizes Of the leapfrogs at each temperature, as `tunedSizes` has them.
 */
export async function annealedLogLikelihoods(
  target: AnnealedExamples,
  schedule: Float64Array,
  sizes: Float64Array,
  seed: number,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const weights = await anneal(target, schedule, { sizeAt: (t) => sizes[t] }, seed, signal);
  const { examples, chains } = target;
  return Float64Array.from({ length: examples }, (_, i) => logMeanExp(weights.subarray(i * chains, (i + 1) * chains)));
}

/**
 * The sizes of leapfrogs at which about 65 % of the moves are taken (Wu et al.'s share), for each temperature. They are found by chains
 * of their own: were they tuned by those that are counted, E[w] would not be p(x).
 */
export async function tunedSizes(
  target: AnnealedExamples,
  schedule: Float64Array,
  seed: number,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const sizes = new Float64Array(schedule.length).fill(dynamics.size);
  let size = dynamics.size;
  const onMoved = (t: number, accepted: number) => {
    sizes[t] = size;
    size *= accepted > tuning.accepted ? tuning.longer : tuning.shorter;
  };
  await anneal(target, schedule, { sizeAt: () => size, onMoved }, seed ^ tuningSeed, signal);
  return sizes;
}

/** log w of each chain. */
async function anneal(
  target: AnnealedExamples,
  schedule: Float64Array,
  { sizeAt, onMoved }: { sizeAt(t: number): number; onMoved?(t: number, accepted: number): void },
  seed: number,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const next = random(seed, moveSeed);
  const logWeights = new Float64Array(target.examples * target.chains);
  const z = target.draw(seed);
  let chains: Chains = { z, density: await target.densityAt(z) };
  for (let t = 1; t < schedule.length; t++) {
    signal?.throwIfAborted();
    const { log } = chains.density.likelihood;
    for (const row of logWeights.keys()) logWeights[row] += (schedule[t] - schedule[t - 1]) * log[row];
    // Nobody asks where chains go after the last weight.
    if (t === schedule.length - 1) break;
    const move = { size: sizeAt(t), steps: dynamics.steps };
    const moved = await hamiltonianStep(chains, schedule[t], (codes) => target.densityAt(codes), move, next);
    onMoved?.(t, moved.accepted);
    chains = moved;
    await breathe();
  }
  return logWeights;
}

function logMeanExp(values: Float64Array): number {
  const largest = values.reduce((a, b) => Math.max(a, b));
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0) / values.length);
}
