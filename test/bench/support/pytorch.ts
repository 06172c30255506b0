import * as v from 'valibot';
import type { Architecture } from './models';
import { PythonError, PythonPeer } from './python';

const Greeting = v.object({ torch: v.string(), threads: v.number() });
const Milliseconds = v.object({ ms: v.number() });
const Anything = v.object({});

/** How PyTorch takes a step: operation by operation or compiled, and how it lays out images. */
export interface Mode {
  readonly mode: 'eager' | 'compile';
  readonly layout: 'contiguous' | 'channels_last';
}

export interface StepRequest {
  readonly model: Architecture;
  readonly batch: number;
  readonly examples: number;
}

/** PyTorch in a process of its own. What it computes stands in peers/pytorch.py. */
export class PyTorch {
  private constructor(
    readonly peer: PythonPeer,
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

  /** Milliseconds to encode `examples` examples. */
  async encode(model: Architecture, examples: number, times: number): Promise<number> {
    return (await this.peer.ask({ work: 'encode', model, examples, times }, Milliseconds)).ms;
  }

  /** Milliseconds of a product of two square matrices, at best. */
  async product(edge: number, times: number): Promise<number> {
    return (await this.peer.ask({ work: 'product', edge, times }, Milliseconds)).ms;
  }

  /** Frees what steps were taken with. */
  async forget(): Promise<void> {
    await this.peer.ask({ work: 'forget' }, Anything);
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
