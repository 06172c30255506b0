import * as tf from '@tensorflow/tfjs';
import { gatherStored, noiseOf } from '../../../src/compute';
import { asInputs } from '../../../src/compute/examples';
import type { Dataset } from '../../../src/dataset';
import { numbered } from '../../../src/model/classes';
import type { Noise } from '../../../src/model/noise';
import { createObjective } from '../../../src/model/objectives';
import { type StoredTensor, type StoredTensors, storeTensor, storeWeights } from '../../../src/model/weights';
import type { FamilyName, ObjectiveConfig, PresetName, RunConfig } from '../../../src/protocol/config';
import { resolveConfig } from '../../../src/protocol/presets';
import { pixels, randomImages } from './images';
import { TimedSteps } from './steps';

/** Classes of the data of those models that know any. */
const classCount = 10;

/** Of a semi-supervised model's examples: the class of one of so many is known. */
const oneKnownOf = 10;

/** What a peer needs to be the same model, with the weights as they are. */
export interface SameModel {
  readonly family: FamilyName;
  readonly model: RunConfig['model'];
  readonly objective: ObjectiveConfig;
  readonly scalars: Readonly<Record<string, number>>;
  readonly data: Readonly<Record<'features' | 'examples' | 'classes' | 'share', number>>;
  readonly weights: StoredTensors;
}

/** A batch, and all random numbers that a step with it takes, by distribution and stream. */
export interface SameStep {
  readonly batch: StoredTensor;
  readonly classes: StoredTensor | null;
  readonly noise: StoredTensors;
}

/** The networks that members are measured with, by the preset that has them. */
export const networkPresets = { dense: 'classic', conv: 'conv' } as const satisfies Partial<
  Record<RunConfig['model']['architecture'], PresetName>
>;
export type FamilyNetwork = keyof typeof networkPresets;

/** A member of the family in training: the network of a preset, on grey images of 28 x 28 pixels. */
export class FamilySubject {
  readonly steps: TimedSteps;
  readonly config: RunConfig;
  /** Classes that the model knows; 0 of most. */
  readonly classes: number;
  private readonly dataset: Dataset;
  private readonly share: number;

  constructor(
    private readonly family: FamilyName,
    private readonly batchSize: number,
    examples: number,
    { network = 'dense', objective = {} }: { network?: FamilyNetwork; objective?: Partial<ObjectiveConfig> } = {},
  ) {
    const preset = networkPresets[network];
    this.config = resolveConfig({ data: 'builtin:digits', preset, family, objective }, { kind: 'images' });
    const { classes } = this.config.model;
    this.classes = classes ? classCount : 0;
    this.share = classes === 'inferred' ? 1 / oneKnownOf : 1;
    this.dataset = this.classes > 0 ? labelledImages(examples, this.share) : randomImages(examples);
    this.steps = new TimedSteps({ config: this.config, dataset: this.dataset, batchSize });
  }

  sameModel(): SameModel {
    const { model, objective } = this.config;
    const { examples } = this.dataset.summary;
    return {
      family: this.family,
      model,
      objective,
      scalars: this.steps.scalars,
      data: { features: pixels, examples, classes: this.classes, share: this.knownShare() },
      weights: storeWeights(this.steps.model),
    };
  }

  sameStep(indices: Int32Array, seed: readonly [number, number]): SameStep {
    const rows = gatherStored(this.dataset, indices);
    const batch = { shape: [indices.length, pixels], values: Float32Array.from(rows) };
    const noise = new Map<string, StoredTensor>();
    const numbers = this.numbersOf(indices);
    const known = numbers && tf.tidy(() => numbered(tf.tensor1d(numbers, 'int32'), this.classes));
    const objective = createObjective(this.steps.model, this.config.objective, 1, this.share);
    tf.tidy(() => {
      const x = tf.tensor2d(asInputs(rows), [indices.length, pixels]);
      const examples = { x, classes: known, noise: recorded(noiseOf(indices.length, seed), noise) };
      return objective.compute([examples], this.steps.scalars).loss;
    });
    const classes = known ? storeTensor(known) : null;
    known?.dispose();
    return { batch, classes, noise };
  }

  /** Our losses of so many steps, all with these examples and this seed. */
  losses(indices: Int32Array, seed: readonly [number, number], count: number): number[] {
    return Array.from({ length: count }, () => this.steps.take(indices, Int32Array.from(seed)));
  }

  get examples(): number {
    return this.dataset.summary.examples;
  }

  /** The first examples of the data, as many as a batch has. */
  firstBatch(): Int32Array {
    return Int32Array.from({ length: this.batchSize }, (_, i) => i);
  }

  dispose(): void {
    this.steps.dispose();
  }

  private numbersOf(indices: Int32Array): Int32Array | undefined {
    const [column] = this.dataset.columns;
    if (!column) return undefined;
    return indices.map((index) => (Number.isNaN(column.values[index]) ? -1 : column.values[index]));
  }

  private knownShare(): number {
    const numbers = this.numbersOf(Int32Array.from({ length: this.examples }, (_, i) => i));
    return numbers ? numbers.filter((number) => number >= 0).length / this.examples : 1;
  }
}

/** Random images with a class for a share of them. */
function labelledImages(examples: number, share: number): Dataset {
  const images = randomImages(examples);
  const categories = Array.from({ length: classCount }, (_, i) => String(i));
  const label = { name: 'class', role: 'label', type: 'category', categories } as const;
  const values = Float32Array.from({ length: examples }, (_, i) =>
    i % Math.round(1 / share) === 0 ? Math.floor(i * share) % classCount : Number.NaN,
  );
  const summary = { ...images.summary, columns: [label], label: label.name };
  return { ...images, summary, columns: [{ ...label, values }] };
}

/** Noise whose numbers are kept as they are asked for. */
function recorded(noise: Noise, into: Map<string, StoredTensor>): Noise {
  const of = (distribution: keyof Noise) => (stream: string, width: number, draws?: number) => {
    const drawn = noise[distribution](stream, width, draws);
    into.set(`${distribution}/${stream}`, storeTensor(drawn));
    return drawn;
  };
  return { normal: of('normal'), uniform: of('uniform') };
}
