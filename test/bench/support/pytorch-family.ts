import * as v from 'valibot';
import type { StoredTensor, StoredTensors } from '../../../src/model/weights';
import type { FamilySubject, SameModel } from './family-subject';
import { PythonError, PythonPeer } from './python';

const Greeting = v.object({ torch: v.string(), threads: v.number() });
const Milliseconds = v.object({ ms: v.number() });
const Losses = v.object({ losses: v.array(v.number()) });
const Anything = v.object({});

export type FamilyMode = 'eager' | 'compile';
const modes: readonly FamilyMode[] = ['eager', 'compile'];

/** Steps by which the faster mode is found. */
const trialSteps = 10;

/** Steps that the losses of are compared: the gradients and the optimiser make the second, and updates the third. */
const comparedSteps = 4;

/** The relative difference that rounding may make of losses, in other orders of sums and after some steps. */
const tolerance = 2e-3;

/** A member of the family in PyTorch, in a process of its own. What it computes stands in peers/family.py. */
export class PyTorchFamily {
  private constructor(
    private readonly peer: PythonPeer,
    /** Its version, and how many threads it computes with. */
    readonly description: string,
  ) {}

  /** Rejects with a PythonError where there is none. */
  static async start(python?: string): Promise<PyTorchFamily> {
    const { peer, greeting } = await PythonPeer.start('family.py', Greeting, { python });
    return new PyTorchFamily(peer, `PyTorch ${greeting.torch}, ${greeting.threads} threads`);
  }

  async begin({ weights, ...model }: SameModel): Promise<void> {
    await this.peer.ask({ work: 'begin', ...model, weights: encoded(weights) }, Anything);
  }

  /**
   * Lets both sides take the same steps, from the same weights and with the same random numbers. Throws an Error where their
   * losses differ by more than rounding: then it is another computation, and its time says nothing.
   */
  async compare(subject: FamilySubject): Promise<void> {
    const [indices, seed] = [subject.firstBatch(), [11, 12] as const];
    await this.begin(subject.sameModel());
    const { batch, classes, noise } = subject.sameStep(indices, seed);
    const request = { batch: encode(batch), classes: classes && encode(classes), noise: encoded(noise) };
    const { losses: theirs } = await this.peer.ask({ work: 'losses', ...request, steps: comparedSteps }, Losses);
    const ours = subject.losses(indices, seed, comparedSteps);
    const differs = ours.some((loss, i) => !(Math.abs(loss - theirs[i]) <= tolerance * Math.max(1, Math.abs(loss))));
    if (differs)
      throw new Error(`PyTorch computes something else: losses ${theirs.join(', ')}, ours ${ours.join(', ')}`);
  }

  /** Milliseconds a training step. @param labels Classes that the model knows. */
  async step(mode: FamilyMode, batch: number, labels: number, steps: number): Promise<number> {
    return (await this.peer.ask({ work: 'step', mode, batch, labels, steps }, Milliseconds)).ms;
  }

  /** The mode that is faster in a trial; null where neither works. `onFailure` hears why one does not. */
  async fastest(
    batch: number,
    labels: number,
    onFailure: (mode: FamilyMode, reason: string) => void,
  ): Promise<FamilyMode | null> {
    let best: { readonly mode: FamilyMode; readonly ms: number } | null = null;
    for (const mode of modes) {
      try {
        await this.step(mode, batch, labels, trialSteps);
        const ms = await this.step(mode, batch, labels, trialSteps);
        if (!best || ms < best.ms) best = { mode, ms };
      } catch (error) {
        if (!(error instanceof PythonError)) throw error;
        onFailure(mode, error.message);
      }
    }
    return best?.mode ?? null;
  }

  stop(): Promise<void> {
    return this.peer.stop();
  }
}

function encoded(tensors: StoredTensors) {
  return Object.fromEntries([...tensors].map(([name, tensor]) => [name, encode(tensor)]));
}

function encode({ shape, values }: StoredTensor) {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return { shape, values: bytes.toString('base64') };
}
