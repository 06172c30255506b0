import type { Codes } from '../exploration/projection';
import type { RunDirectory } from '../training/store/run-directory';

/** How many epochs' latents are stored at most, evenly spread, beside the last. */
const maximalFrames = 100;

/** The codes of all examples at one epoch. */
export interface Frame {
  readonly epoch: number;
  readonly codes: Codes;
}

/** The codes of a run's epochs: those stored, and those of the weights in use. */
export class FrameStore {
  /** Of the weights in use. */
  private present: Frame | null = null;

  constructor(
    private readonly directory: RunDirectory,
    private readonly examples: number,
    private readonly latent: number,
    private stored: readonly number[],
  ) {}

  /** Epochs that can be shown, ascending. */
  get epochs(): readonly number[] {
    const { stored, present } = this;
    return present === null || stored.includes(present.epoch)
      ? stored
      : [...stored, present.epoch].sort((a, b) => a - b);
  }

  /** The codes of an epoch that are stored. @throws UserError run.noLatents */
  async at(epoch: number): Promise<Frame> {
    if (epoch === this.present?.epoch) return this.present;
    const means = await this.directory.readLatents(epoch, this.examples, this.latent);
    return { epoch, codes: { latent: this.latent, means } };
  }

  /** The codes of the weights in use. @param encode Computes them, where they are not stored. */
  async ofWeights(epoch: number, encode: () => Promise<Frame>): Promise<Frame> {
    if (epoch !== this.present?.epoch) {
      const stored = this.stored.includes(epoch) ? this.at(epoch) : Promise.reject();
      this.present = await stored.catch(encode);
    }
    return this.present;
  }

  /** Those on disk now: another process may have trained the run since it was opened. */
  async readAgain(): Promise<void> {
    this.stored = await this.directory.frames();
    this.present = null;
  }

  /** Of a finished epoch. @param epochs That there are to be. */
  async keep(frame: Frame, epochs: number): Promise<void> {
    this.present = frame;
    const stride = Math.ceil(epochs / maximalFrames);
    if (frame.epoch % stride === 0) await this.store(frame);
  }

  /** The last epoch is stored, whichever it is. */
  async keepPresent(): Promise<void> {
    if (this.present && !this.stored.includes(this.present.epoch)) await this.store(this.present);
  }

  private async store({ epoch, codes }: Frame): Promise<void> {
    await this.directory.saveLatents(epoch, codes.means, codes.latent);
    this.stored = [...this.stored.filter((other) => other !== epoch), epoch].sort((a, b) => a - b);
  }
}
