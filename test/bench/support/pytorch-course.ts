import type { RunConfig } from '../../../src/protocol/config';
import type { Course } from './course';
import type { Digits } from './digits';
import { type EpochsRequest, type Loop, type Mode, PyTorch } from './pytorch';

/** A training in PyTorch with our hyperparameters by one of its loops, in a process of its own. */
export class PyTorchCourse implements Course {
  readonly seconds: number[] = [];
  readonly elbos: number[] = [];

  private constructor(
    private readonly pytorch: PyTorch,
    private readonly loop: Loop,
    private readonly test: string | null,
  ) {}

  static async start({ train, test }: Digits, config: RunConfig, mode: Mode, loop: Loop): Promise<PyTorchCourse> {
    const pytorch = await PyTorch.start();
    await pytorch.prepare(epochsRequest(train, config, mode.mode));
    return new PyTorchCourse(pytorch, loop, test);
  }

  async epoch(): Promise<void> {
    this.seconds.push(await this.pytorch.epoch(this.loop));
    if (this.test !== null) this.elbos.push(await this.pytorch.evaluate(this.test));
  }

  stop(): Promise<void> {
    return this.pytorch.stop();
  }
}

/** @throws Error of what is no dense network with one hidden layer, or has another schedule */
function epochsRequest(train: string, { model, training }: RunConfig, mode: EpochsRequest['mode']): EpochsRequest {
  const { batchSize: batch, epochs, learningRate: rate, schedule } = training;
  const { architecture, hidden, latent } = model;
  if (architecture !== 'dense' || hidden.length !== 1 || (schedule !== 'cosine' && schedule !== 'constant'))
    throw new Error('PyTorch has no such training here');
  return { train, batch, epochs, rate, schedule, mode, sizes: { hidden: hidden[0], latent } };
}

/** Bytes that a PyTorch process held at most when an epoch is done, operation by operation: compiling takes more. */
export async function pytorchPeak({ train }: Digits, config: RunConfig): Promise<number> {
  const pytorch = await PyTorch.start();
  try {
    await pytorch.prepare(epochsRequest(train, config, 'eager'));
    await pytorch.epoch('memory');
    return await pytorch.peakMemory();
  } finally {
    await pytorch.stop();
  }
}
