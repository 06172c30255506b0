import type { LoadedModel } from '../compute';
import type { OtherCodes, OtherRuns as Others } from '../exploration/compare/other-runs';
import type { Autoencoder } from '../model/autoencoder';
import { restoreWeights } from '../model/weights';
import { mostCompared, type OtherRun } from '../protocol/compare';
import type { RunRecord } from '../protocol/run';
import type { OfWeights } from '../protocol/trainer';
import { RunDirectory } from '../training/store/run-directory';
import { modelOf } from './run-model';
import { checkSameData, comparedRun, storedCodes, storedEpoch } from './stored-codes';
import { weightsFor } from './weights-choice';

/** The runs that the one that is open is compared with: their codes, and the model of one at a time. */
export class OtherRuns implements Others {
  /** By run and epoch, the one that was asked for last at the end. */
  private readonly kept = new Map<string, Promise<OtherCodes>>();
  private inUse: { readonly key: string; readonly model: Promise<LoadedModel & OfWeights> } | null = null;

  /**
   * @param own The record of the run that is open.
   * @param compute Makes a model compute, on the data of the run that is open.
   */
  constructor(
    private readonly own: () => Pick<RunRecord, 'name' | 'fingerprint'>,
    private readonly compute: (model: Autoencoder, record: RunRecord) => Promise<LoadedModel>,
  ) {}

  async codes(other: OtherRun): Promise<OtherCodes> {
    const { directory, record } = await this.open(other);
    const epoch = await storedEpoch(directory, other.epoch ?? 'newest');
    const key = keyOf({ ...other, epoch });
    const found =
      this.kept.get(key) ??
      storedCodes(directory, record, epoch).then((codes) => comparedRun(directory, record, codes));
    this.kept.delete(key);
    this.kept.set(key, found);
    for (const oldest of [...this.kept.keys()].slice(0, -mostCompared)) this.kept.delete(oldest);
    return found.catch((error) => {
      this.kept.delete(key);
      throw error;
    });
  }

  async history(other: OtherRun) {
    const { directory } = await this.open(other);
    return { history: await directory.readHistory(), frames: await directory.frames() };
  }

  model(other: OtherRun): Promise<LoadedModel & OfWeights> {
    const key = keyOf(other);
    if (this.inUse?.key !== key) {
      void this.inUse?.model.then(
        ({ model }) => model.dispose(),
        () => undefined,
      );
      const model = this.load(other);
      this.inUse = { key, model };
      // What failed may succeed once its cause is mended.
      model.catch(() => {
        if (this.inUse?.model === model) this.inUse = null;
      });
    }
    return this.inUse.model;
  }

  private async load(other: OtherRun): Promise<LoadedModel & OfWeights> {
    const { directory, record } = await this.open(other);
    const model = modelOf(record);
    try {
      const { weights, epoch } = await weightsFor(directory, record, other.epoch ?? 'newest', model);
      restoreWeights(model, weights);
      return { ...(await this.compute(model, record)), epoch };
    } catch (error) {
      model.dispose();
      throw error;
    }
  }

  /** @throws UserError compare.otherData, run.* */
  private async open({ directory }: OtherRun): Promise<{ directory: RunDirectory; record: RunRecord }> {
    const opened = await RunDirectory.open(directory);
    checkSameData([this.own(), opened.record]);
    return opened;
  }
}

function keyOf({ directory, epoch }: OtherRun): string {
  return `${directory}@${epoch}`;
}
