import { capabilitiesOf } from './capabilities';
import { isImportanceWeighted } from './composition';
import { mostLayers } from './config/latents';
import type { ModelConfig } from './config/model';
import type { ObjectiveConfig } from './config/objective';
import { hasDiscriminator } from './discriminators';
import { ganOf } from './gan';
import { ladderOf } from './ladder';
import { withDefaults } from './posteriors';

/** What decides which terms a loss has, and what they weigh. */
export interface TermsConfig {
  readonly model: ModelConfig;
  readonly objective: ObjectiveConfig;
}

/** A part of a loss, nats per example. Its texts are English, to be translated where they are shown. */
interface Term {
  /** What it is called by itself. */
  readonly title: string;
  /** What it is called in a sum. */
  readonly name: string;
  /** Whether the ELBO is less by it. */
  readonly isOfElbo: boolean;
  /** Whether it is reported beside the loss, and weighs nothing; never where left out. */
  isBeside?(config: TermsConfig): boolean;
  /** More of it is better; of all others less is. */
  readonly isBetterHigher?: true;
  isIn(config: TermsConfig): boolean;
  /** What it counts for in the loss, once it is warmed up. */
  weight(config: TermsConfig): number;
  /** What a value of it counts for before it is weighed, where that is not the value itself. */
  counted?(value: number, config: TermsConfig): number;
}

/** Every term that a loss may have, in the order in which they are shown. */
const terms = {
  reconstruction: {
    title: 'Reconstruction',
    name: 'reconstruction',
    isOfElbo: true,
    isBeside: (config) => pixelWeight(config) === 0,
    isIn: () => true,
    weight: (config) => pixelWeight(config),
  },
  kl: {
    title: 'KL divergence',
    name: 'KL',
    isOfElbo: true,
    isIn: ({ model }) => capabilitiesOf(model).elbo,
    weight: ({ objective }) => objective.beta,
    counted: (kl, { objective: { capacity = {} } }) => (capacity.nats ? Math.abs(kl - capacity.nats) : kl),
  },
  klLower: layer('KL of the lower layer', 2),
  klLayer2: layer('KL of layer 2', 3),
  klLayer3: layer('KL of layer 3', 4),
  klLayer4: layer('KL of layer 4', 5),
  klLayer5: layer('KL of layer 5', 6),
  klLayer6: layer('KL of layer 6', 7),
  klLayer7: layer('KL of layer 7', mostLayers),
  klTop: layer('KL of the top layer', 2),
  classes: {
    title: 'Classes',
    name: 'classes',
    isOfElbo: true,
    isIn: ({ model }) => model.classes === 'inferred',
    weight: () => 1,
  },
  classification: {
    title: 'Classification',
    name: 'classification',
    isOfElbo: false,
    isIn: ({ model }) => model.classes === 'inferred',
    weight: ({ objective }) => objective.classification?.weight ?? 0,
  },
  totalCorrelation: penalty(
    'Total correlation',
    'total correlation',
    ({ totalCorrelation }) => totalCorrelation?.weight,
  ),
  covariance: penalty('Covariance', 'covariance', ({ covariance = {} }) =>
    covariance.offDiagonal || covariance.diagonal ? 1 : 0,
  ),
  mmd: penalty('Mean discrepancy', 'mean discrepancy', ({ mmd }) => mmd?.weight),
  adversarial: penalty('Adversarial loss', 'adversarial loss', ({ adversarial }) => adversarial?.weight),
  features: penalty('Feature error', 'feature error', (objective) => ganOf(objective)?.features),
  gan: penalty('GAN', 'GAN', ({ gan }) => gan?.weight),
  // What it minimises itself: log 2 of codes, and 3 log 2 of images, where it cannot tell them apart.
  discriminator: {
    title: 'Discriminator loss',
    name: 'discriminator loss',
    isOfElbo: false,
    isBeside: () => true,
    isBetterHigher: true,
    isIn: ({ objective }) => hasDiscriminator(objective),
    weight: () => 0,
  },
  sparsity: penalty('Sparsity', 'sparsity', ({ sparsity }) => sparsity?.weight),
  commitment: {
    title: 'Commitment',
    name: 'commitment',
    isOfElbo: false,
    isIn: ({ model }) => model.posterior?.name === 'quantised',
    weight: ({ model }) => withDefaults(model.posterior).commitment,
  },
  perplexity: {
    title: 'Perplexity',
    name: 'perplexity',
    isOfElbo: false,
    isBeside: () => true,
    isBetterHigher: true,
    isIn: ({ model }) => model.posterior?.name === 'quantised',
    weight: () => 0,
  },
  contraction: penalty('Contraction', 'contraction', ({ contraction }) => contraction?.weight),
} as const satisfies Readonly<Record<string, Term>>;

/** The error in pixels, where another one may stand in its place. */
function pixelWeight({ objective }: TermsConfig): number {
  return ganOf(objective)?.pixels ?? 1;
}

/** What a layer of a ladder of at least so many has of the KL, where that is of one draw. */
function layer(title: string, least: number): Term {
  return {
    title,
    name: title,
    isOfElbo: false,
    isBeside: () => true,
    isIn: ({ model, objective }) => (ladderOf(model)?.length ?? 0) >= least && !isImportanceWeighted(objective),
    weight: () => 0,
  };
}

/** A term that is added to the ELBO, where it weighs something. */
function penalty(title: string, name: string, weightOf: (objective: ObjectiveConfig) => number | undefined): Term {
  const weight = ({ objective }: TermsConfig) => weightOf(objective) ?? 0;
  return { title, name, isOfElbo: false, isIn: (config) => weight(config) > 0, weight };
}

export type TermName = keyof typeof terms;

export const termNames = Object.keys(terms) as readonly TermName[];

/** The term that the layer of this index has, the lowest is 0, of a ladder of so many. */
export function layerTerm(layer: number, layers: number): string {
  if (layer === layers - 1) return 'klTop';
  return layer === 0 ? 'klLower' : `klLayer${layer + 1}`;
}

/** Terms by name, unweighted. A file may have others than those that are declared here. */
export type Terms = Readonly<Record<string, number>>;

/** The terms that the loss of a configuration has, in the order in which they are shown. */
export function termsOf(config: TermsConfig): readonly TermName[] {
  return termNames.filter((name) => terms[name].isIn(config));
}

/** Those that the loss is the sum of. */
export function lossTermsOf(config: TermsConfig): readonly TermName[] {
  return termsOf(config).filter((name) => {
    const term: Term = terms[name];
    return !term.isBeside?.(config);
  });
}

/** What a term is called by itself, in English. */
export function termTitle(name: TermName): string {
  return terms[name].title;
}

/** What a term is called in a sum, in English. */
export function termInSum(name: TermName): string {
  return terms[name].name;
}

/** Every text of terms that people see. */
export function termTexts(): readonly string[] {
  return termNames.flatMap((name) => [terms[name].title, terms[name].name]);
}

/** Whether more of a term is better, instead of less. */
export function isBetterHigher(name: TermName): boolean {
  return 'isBetterHigher' in terms[name];
}

/** What a term counts for in the loss of a configuration, once it is warmed up. */
export function termWeight(name: TermName, config: TermsConfig): number {
  return terms[name].weight(config);
}

/**
 * The loss with every term at its whole weight, nats per example; NaN where a term is missing. The `loss` of an epoch is
 * another quantity in training than in validation while a term is warmed up: there its weight rises from 0, here it is whole
 * from the start. What is spared by free bits is not stored: they do not count here.
 */
export function lossAtWholeWeights(values: Terms, config: TermsConfig): number {
  return lossTermsOf(config).reduce((sum, name) => {
    const term: Term = terms[name];
    const value = values[name] ?? Number.NaN;
    return sum + term.weight(config) * (term.counted?.(value, config) ?? value);
  }, 0);
}

/** Of these terms, those that the ELBO is the negative sum of. */
export function elboTerms(values: Terms): readonly TermName[] {
  return termNames.filter((name) => terms[name].isOfElbo && name in values);
}

/** The evidence lower bound, nats per example, whatever the loss weighs its terms by. */
export function elboOf(values: Terms): number {
  return -elboTerms(values).reduce((sum, name) => sum + values[name], 0);
}
