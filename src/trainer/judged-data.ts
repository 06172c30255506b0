import { createComputation, type LoadedModel } from '../compute';
import { Exploration } from '../exploration/exploration';
import type { ExploredData } from '../exploration/explored-data';
import type { ExploredRun, ShownModel } from '../exploration/explored-run';
import type { Codes } from '../exploration/projection';
import { type Capabilities, capabilitiesOf } from '../protocol/capabilities';
import type { DataConfig } from '../protocol/config';
import type { FailureMethods, Failures } from '../protocol/failures';
import type { ChosenModel } from '../protocol/trainer';
import { encodeAll, range } from '../training/encoding';
import { Mutex } from '../training/mutex';
import type { Split } from '../training/split';
import { loadTrained, openAs } from './batch';
import { wholeData } from './run-data';

/** Looks for what is wrong with other data, as the model of a run sees them. @throws UserError data.*, run.* */
export async function failuresOfData(
  {
    data,
    kinds,
    top,
    ...chosen
  }: ChosenModel & Omit<Parameters<FailureMethods['failures']>[0], 'epoch'> & { readonly data: DataConfig },
  signal: AbortSignal,
): Promise<Failures> {
  const { record, model, weights } = await loadTrained(chosen);
  const dataset = await openAs(record, data, signal);
  const computation = createComputation(model, dataset, record.config.objective, () => undefined);
  try {
    const { means } = await encodeAll(computation, dataset.summary.examples, model.config.latent);
    const codes = { latent: model.config.latent, means };
    const judged = new JudgedData(wholeData(dataset), { model, computation }, codes, weights.epoch);
    return await new Exploration(judged).answers.failures({ top, ...(kinds && { kinds }) }, signal);
  } finally {
    computation.dispose();
    await dataset.stream?.close();
  }
}

/** Data that a run was not trained on, for its model to be asked about. */
class JudgedData implements ExploredRun {
  readonly weights = new Mutex();
  readonly inferredClasses = [];
  readonly reviewed = new Set<number>();
  readonly split: Split;

  constructor(
    readonly data: ExploredData,
    private readonly loaded: LoadedModel,
    private readonly codes: Codes,
    private readonly epoch: number,
  ) {
    this.split = { training: range(0, data.examples), validation: new Int32Array() };
  }

  get capabilities(): Capabilities {
    return capabilitiesOf(this.loaded.model.config);
  }

  /** Runs of these data are none. */
  get others(): never {
    throw new Error('Data that are judged are of no run');
  }

  get latent(): number {
    return this.codes.latent;
  }

  async model(): Promise<LoadedModel> {
    return this.loaded;
  }

  showing<T>(_epoch: number | null, answer: (shown: ShownModel) => Promise<T>): Promise<T> {
    const { loaded, codes, epoch, weights } = this;
    return answer({ ...loaded, codes, epoch, weights });
  }

  async encodings(): Promise<{ readonly epoch: number; readonly codes: Codes }> {
    return { epoch: this.epoch, codes: this.codes };
  }

  async layoutNear(): Promise<null> {
    return null;
  }
}
