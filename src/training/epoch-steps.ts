import { type BatchSizes, batchSizeIn, stepsIn } from '../protocol/batch-sizes';

/** The steps that epochs consist of, of which later ones may have larger batches, and so fewer. Epochs count from 0. */
export class EpochSteps {
  /** Of each epoch that was asked for, how many steps the ones before have. */
  private readonly before = [0];

  /** @param examples Those of an epoch. */
  constructor(
    private readonly examples: number,
    private readonly sizes: BatchSizes,
  ) {}

  /** How many an epoch has. */
  count(epoch: number): number {
    return stepsIn(epoch, this.sizes, this.examples);
  }

  /** Examples of each step of an epoch but the last, which may have fewer. */
  size(epoch: number): number {
    return batchSizeIn(epoch, this.sizes, this.examples);
  }

  /** Which one of all steps a step of an epoch is, both from 0. */
  number(epoch: number, step: number): number {
    const { before } = this;
    while (before.length <= epoch) before.push(before[before.length - 1] + this.count(before.length - 1));
    return before[epoch] + step;
  }

  /** How many epochs are over before a step of one, the part of its own among them. */
  place(epoch: number, step: number): number {
    const count = this.count(epoch);
    return (epoch * count + step) / count;
  }
}
