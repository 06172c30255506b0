import { classesOf } from './classes';
import { priorOf, samplesOf } from './composition';
import type { ModelConfig, ObjectiveConfig, OptimizerConfig, OptimizerName, TrainingConfig } from './config';
import { discriminatorOfCodes, discriminatorOfImages, type PlannedDiscriminator } from './discriminator-plan';
import { ganOf } from './gan';
import { type PlannedData, type PlannedKind, type PlannedLayer, planNetwork } from './network-plan';
import { discreteCodes } from './posteriors';

/** Memory of a model while it trains, bytes, estimated. */
export interface MemoryPlan {
  /** Of what is there all the time: weights and their gradients, what optimisers keep of them, their running means. */
  readonly weights: number;
  /** Of what a batch gives on its way through the networks, and of the gradients by it. */
  readonly batch: number;
  readonly bytes: number;
}

type Discriminators = Readonly<Record<'codes' | 'images', PlannedDiscriminator | null>>;

interface Planned {
  readonly model: ModelConfig;
  readonly objective: ObjectiveConfig;
  readonly training: Pick<TrainingConfig, 'optimizer' | 'players' | 'ema'>;
}

const float32 = 4;

/** How many running means of gradients an optimiser keeps of each weight. */
const meansOf: Readonly<Record<OptimizerName, number>> = { adam: 2, adamw: 2, adamax: 2, sgd: 1, rmsprop: 2 };

/** What gives nothing for each example of a batch that is kept. */
const besideNetwork: ReadonlySet<PlannedKind> = new Set(['noise', 'linear', 'prior', 'codebook']);
/** What dropout leaves units of out. */
const dropped: ReadonlySet<PlannedKind> = new Set(['dense', 'convolution', 'transposed', 'block', 'recurrent']);

/** @param batchSize Of the largest batch. */
export function planMemory({ model, objective, training }: Planned, data: PlannedData, batchSize: number): MemoryPlan {
  const { layers } = planNetwork(model, data);
  const discriminators = {
    codes: discriminatorOfCodes(model, objective),
    images: discriminatorOfImages(model, objective, data.shape),
  };
  const weights = float32 * numbersOfWeights(layers, Object.values(discriminators), training);
  const { columns = [], label } = data;
  const classes = model.classes === 'inferred' ? classesOf(model, { columns, label }).length : 1;
  const network = numbersOfNetwork(layers, { model, objective, training }, classes);
  const beside = numbersOfDiscriminators(discriminators) + numbersOfPrior(model, data);
  const batch = float32 * (batchSize * (network + beside) + numbersOfPairs(model, objective, batchSize));
  return { weights, batch, bytes: weights + batch };
}

/** Of each trained weight itself, its gradient, what its optimiser keeps of it and its running mean; others have no gradient. */
function numbersOfWeights(
  layers: readonly PlannedLayer[],
  discriminators: readonly (PlannedDiscriminator | null)[],
  { optimizer, players, ema = 0 }: Planned['training'],
): number {
  const codebook = sum(layers, ({ kind, weights }) => (kind === 'codebook' ? weights : 0));
  const own = sum(layers, ({ weights }) => weights) - codebook;
  const opponents = sum(discriminators, (discriminator) => discriminator?.weights ?? 0);
  const means = ema > 0 ? 1 : 0;
  const each = ({ name = 'adam' }: OptimizerConfig = {}) => 2 + meansOf[name] + means;
  return (
    own * each(optimizer) + opponents * each(players?.discriminator?.optimizer ?? optimizer) + codebook * (1 + means)
  );
}

/** Of one example: what each layer gives and keeps inside, as often as it is passed, with the gradient. */
function numbersOfNetwork(layers: readonly PlannedLayer[], { model, objective }: Planned, classes: number): number {
  const { dropout = 0 } = model;
  const gan = ganOf(objective) === null ? 0 : 2;
  const passes = {
    classifier: 1,
    encoder: classes * (objective.contraction?.weight ? 2 : 1),
    latent: classes,
    // Reconstructions with fixed codes, and draws from the prior.
    decoder: classes * (samplesOf(objective) + gan),
  };
  const isDrawn = samplesOf(objective) > 1;
  // Of the insides of a convolutional block there are gradients at one time with it; texts' are let go of one by one.
  const kept = model.architecture === 'residual' ? 2 : 1;
  return sum(layers, ({ kind, part, shape, inner = 0 }) => {
    if (besideNetwork.has(kind)) return 0;
    const given = size(shape);
    // What is left out, and what is not.
    const masks = dropout > 0 && dropped.has(kind) ? 2 * given : 0;
    // Examples are repeated for each draw that is compared with them.
    const compared = isDrawn && kind === 'output' ? 2 * given : 0;
    return passes[part] * ((convolved.has(kind) ? 3 : 2) * given + kept * inner + masks + compared);
  });
}

/** What keeps the product before the activation, too. */
const convolved: ReadonlySet<PlannedKind> = new Set(['convolution', 'transposed']);

/** Of one example: what discriminators give. Their passes are differentiated one after another. */
function numbersOfDiscriminators({ codes, images }: Discriminators): number {
  return 3 * ((codes?.outputs ?? 0) + (images?.outputs ?? 0));
}

/** Of one example: its distance from each component of a prior, or from each vector of a codebook. */
function numbersOfPrior(model: ModelConfig, { shape }: PlannedData): number {
  const { name, components, layers: couplings, width } = priorOf(model);
  const codes = discreteCodes(model, shape);
  const vectors = codes?.name === 'quantised' ? 2 * codes.groups * codes.codes : 0;
  switch (name) {
    case 'standard':
      return vectors;
    case 'mixture':
    case 'vamp':
      return vectors + 2 * components * model.latent;
    case 'realnvp':
      return vectors + 2 * couplings * (2 * model.latent + width);
  }
}

/** What is computed of each pair of examples of a batch. */
function numbersOfPairs(
  { latent }: ModelConfig,
  { totalCorrelation, mmd }: ObjectiveConfig,
  batchSize: number,
): number {
  const sampled = totalCorrelation?.weight && totalCorrelation.by !== 'discriminator' ? 2 * latent + 1 : 0;
  return batchSize ** 2 * (sampled + (mmd?.weight ? 2 : 0));
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
