import * as v from 'valibot';
import type { Architecture } from './models';
import { PythonError, PythonPeer } from './python';

const Greeting = v.object({ torch: v.string(), threads: v.number() });
const Milliseconds = v.object({ ms: v.number() });
const Seconds = v.object({ seconds: v.number() });
const Elbo = v.object({ elbo: v.number() });
const Peak = v.object({ peak: v.number() });
const Anything = v.object({});

/** How PyTorch takes a step: operation by operation or compiled, and how it lays out images. */
export interface Mode {
  readonly mode: 'eager' | 'compile';
  readonly layout: 'contiguous' | 'channels_last';
}

/** Its modes for each network; layouts differ for images only. */
const modes: Readonly<Record<Architecture, readonly Mode[]>> = {
  dense: (['eager', 'compile'] as const).map((mode) => ({ mode, layout: 'contiguous' })),
  conv: (['eager', 'compile'] as const).flatMap((mode) =>
    (['contiguous', 'channels_last'] as const).map((layout) => ({ mode, layout })),
  ),
};

/** Steps by which the fastest mode is found. */
const trialSteps = 8;

export function modeName({ mode, layout }: Mode): string {
  return layout === 'contiguous' ? mode : `${mode}, ${layout.replace('_', ' ')}`;
}

/** Training of the dense network by whole epochs on the images of an IDX file. */
export interface EpochsRequest {
  readonly train: string;
  readonly batch: number;
  readonly epochs: number;
  readonly rate: number;
  /** How the step size goes on. */
  readonly schedule: 'cosine' | 'constant';
  readonly sizes: { readonly hidden: number; readonly latent: number };
  readonly mode: Mode['mode'];
}

export interface StepRequest {
  readonly model: Architecture;
  readonly batch: number;
  readonly examples: number;
}

/** Where batches come from: gathered by index from memory, or by a DataLoader. */
export type Loop = 'memory' | 'loader';

/** PyTorch in a process of its own. What it computes stands in peers/pytorch.py. */
export class PyTorch {
  private constructor(
    private readonly peer: PythonPeer,
    /** Its version, and how many threads it computes with. */
    readonly description: string,
  ) {}

  /** Rejects with a PythonError where there is none. */
  static async start(python?: string): Promise<PyTorch> {
    const { peer, greeting } = await PythonPeer.start('pytorch.py', Greeting, { python });
    return new PyTorch(peer, `PyTorch ${greeting.torch}, ${greeting.threads} threads`);
  }

  /** Milliseconds a training step. */
  async step(request: StepRequest, mode: Mode, steps: number): Promise<number> {
    return (await this.peer.ask({ work: 'step', ...request, ...mode, steps }, Milliseconds)).ms;
  }

  /** Makes the training of this process ready. */
  async prepare(request: EpochsRequest): Promise<void> {
    await this.peer.ask({ work: 'prepare', ...request }, Anything);
  }

  /** Seconds of the next epoch. */
  async epoch(loop: Loop): Promise<number> {
    return (await this.peer.ask({ work: 'epoch', loop }, Seconds)).seconds;
  }

  /** The ELBO of the images of an IDX file, nats per example. */
  async evaluate(test: string): Promise<number> {
    return (await this.peer.ask({ work: 'evaluate', test }, Elbo)).elbo;
  }

  /** The most that its process has held, bytes. */
  async peakMemory(): Promise<number> {
    return (await this.peer.ask({ work: 'memory' }, Peak)).peak;
  }

  /** Milliseconds to encode `examples` examples. */
  async encode(model: Architecture, examples: number, times: number): Promise<number> {
    return (await this.peer.ask({ work: 'encode', model, examples, times }, Milliseconds)).ms;
  }

  /** Milliseconds of a product of two square matrices, at best. */
  async product(edge: number, times: number): Promise<number> {
    return (await this.peer.ask({ work: 'product', edge, times }, Milliseconds)).ms;
  }

  stop(): Promise<void> {
    return this.peer.stop();
  }
}

/** PyTorch, or the sentence that says why there is none; `false`: not even looked for. */
export async function findPyTorch(wanted: boolean): Promise<PyTorch | string> {
  if (!wanted) return 'PyTorch was not asked for.';
  try {
    return await PyTorch.start();
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return `Without PyTorch: ${error.message}. LATENT_LENS_PYTHON names a Python that has it.`;
  }
}

/**
 * PyTorch and the mode that is the fastest in a trial; null where none works. Each mode has a process of its own, so that
 * none bears what another leaves behind. `onFailure` hears why one does not work.
 */
export async function fastestPyTorch(
  request: StepRequest,
  onFailure: (sentence: string) => void,
): Promise<{ readonly pytorch: PyTorch; readonly mode: Mode } | null> {
  let best: { readonly pytorch: PyTorch; readonly mode: Mode; readonly ms: number } | null = null;
  for (const mode of modes[request.model]) {
    const pytorch = await PyTorch.start();
    const ms = await tryMode(pytorch, request, mode, onFailure);
    if (ms < (best?.ms ?? Number.POSITIVE_INFINITY)) {
      await best?.pytorch.stop();
      best = { pytorch, mode, ms };
    } else {
      await pytorch.stop();
    }
  }
  return best;
}

/** Milliseconds a step; infinite where the mode does not work here. */
async function tryMode(
  pytorch: PyTorch,
  request: StepRequest,
  mode: Mode,
  onFailure: (sentence: string) => void,
): Promise<number> {
  try {
    await pytorch.step(request, mode, 1);
    return await pytorch.step(request, mode, trialSteps);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    onFailure(`PyTorch, ${modeName(mode)}: ${error.message}.`);
    return Number.POSITIVE_INFINITY;
  }
}
