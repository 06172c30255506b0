import { type Computation, createComputation, decodeCodes, likelihoodBatch } from '../compute';
import type { Dataset, Encoding } from '../dataset';
import { defaultMemory, openDataset, readNpy, writeNpy, writeNpyFloats } from '../dataset';
import type { Codes } from '../exploration/projection';
import type { Autoencoder } from '../model/autoencoder';
import { restoreWeights } from '../model/weights';
import { capabilitiesOf } from '../protocol/capabilities';
import type { DataConfig } from '../protocol/config';
import { type Sentence, UserError } from '../protocol/errors';
import type { BackendInfo, Losses, RunRecord, WeightsInUse } from '../protocol/run';
import type { ChosenModel } from '../protocol/trainer';
import { chooseBackend } from '../runtime/backend';
import { judgedExamples } from '../training/binarised';
import { encodeBatches, inBatches, inferenceBatch } from '../training/encoding';
import { evaluate } from '../training/evaluation';
import { estimateLikelihood, type Likelihood } from '../training/likelihood';
import { RunDirectory } from '../training/store/run-directory';
import { rowsOf, type Stretches, stretchesOf } from '../training/stretches';
import { modelOf } from './run-model';
import { weightsFor } from './weights-choice';

/** Nobody listens here: a batch job computed more slowly is the same. */
const ignore = () => undefined;

interface Trained {
  readonly record: RunRecord;
  readonly model: Autoencoder;
  readonly backend: BackendInfo;
  readonly weights: WeightsInUse;
}

/** The losses of a trained model on other data, and with `samples` the likelihood that it gives them. */
export async function evaluateRun(
  { samples, ...params }: ChosenModel & { readonly data: DataConfig; readonly samples?: number },
  signal: AbortSignal,
): Promise<
  Losses &
    Partial<Likelihood & Accuracy> & {
      examples: number;
      backend: BackendInfo;
      weights: WeightsInUse;
      warnings: readonly Sentence[];
    }
> {
  const { record, model, backend, weights } = await loadTrained(params);
  const dataset = await openAs(record, params.data, signal);
  const examples = countAll(dataset);
  const { objective, training } = record.config;
  const computation = createComputation(model, dataset, objective, ignore);
  const examplesBy = (batch: number) =>
    judgedExamples(dataset, stretchesOf(dataset, batch, signal), batch, objective, training.seed);
  const losses = {
    ...(await evaluate(computation, examplesBy(inferenceBatch), record.config, training.seed)),
    ...(model.classify && (await accuracyOf(computation, stretchesOf(dataset, inferenceBatch, signal)))),
  };
  const warnings = warningsOf(dataset);
  if (samples === undefined) return { ...losses, examples, backend, weights, warnings };
  const { likelihood: isDrawn, elbo } = capabilitiesOf(model.config);
  if (!elbo) throw new UserError('run.noLikelihood', { run: record.name });
  if (!isDrawn) throw new UserError('run.likelihoodIsBound', { run: record.name });
  const likelihood = await estimateLikelihood(
    computation,
    examplesBy(likelihoodBatch.examples),
    samples,
    training.seed,
  );
  return { ...losses, ...likelihood, examples, backend, weights, warnings };
}

/** How many examples have a class, and for what share of them it is the one that the model finds most probable. */
interface Accuracy {
  readonly labelled: number;
  /** NaN where none has one. */
  readonly accuracy: number;
}

async function accuracyOf(computation: Computation, stretches: Stretches): Promise<Accuracy> {
  let [labelled, right] = [0, 0];
  for await (const stretch of stretches) {
    await inBatches(stretch.indices.length, (from, to) => {
      const [some, given] = [stretch.indices.subarray(from, to), rowsOf(stretch, from, to)];
      const predicted = computation.predict(some, given);
      for (const [i, known] of computation.classesOf(some, given)?.entries() ?? []) {
        labelled += Number(known >= 0);
        right += Number(known >= 0 && known === predicted[i]);
      }
    });
  }
  return { labelled, accuracy: right / labelled };
}

/** Posterior means of other data, to a file. */
export async function encodeFile(
  params: ChosenModel & { readonly data: DataConfig; readonly out: string },
  signal: AbortSignal,
): Promise<{ shape: readonly number[]; weights: WeightsInUse; warnings: readonly Sentence[] }> {
  const { record, model, weights } = await loadTrained(params);
  const dataset = await openAs(record, params.data, signal);
  const computation = createComputation(model, dataset, record.config.objective, ignore);
  const shape = [countAll(dataset), model.config.latent];
  await writeNpyFloats(params.out, shape, meansOf(computation, stretchesOf(dataset, inferenceBatch, signal)));
  return { shape, weights, warnings: warningsOf(dataset) };
}

/** The same, kept in memory. */
export async function encodeData(
  params: ChosenModel & { readonly data: DataConfig },
  signal: AbortSignal,
): Promise<{ codes: Codes; weights: WeightsInUse }> {
  const { record, model, weights } = await loadTrained(params);
  const dataset = await openAs(record, params.data, signal);
  const computation = createComputation(model, dataset, record.config.objective, ignore);
  const { latent } = model.config;
  const means = new Float32Array(countAll(dataset) * latent);
  let at = 0;
  for await (const piece of meansOf(computation, stretchesOf(dataset, inferenceBatch, signal))) {
    means.set(piece, at);
    at += piece.length;
  }
  return { codes: { latent, means }, weights };
}

async function* meansOf(computation: Computation, stretches: Stretches): AsyncGenerator<Float32Array> {
  for await (const { means } of encodeBatches(computation, stretches)) yield means;
}

/** Means of p(x|z) of the codes of a file, to a file. */
export async function decodeFile(
  params: ChosenModel & { readonly z: string; readonly out: string; readonly ofClass?: string },
): Promise<{ shape: readonly number[]; weights: WeightsInUse }> {
  const { record, model, weights } = await loadTrained(params);
  const { latent } = model.config;
  const { shape, data } = await readNpy(params.z);
  const width = shape.at(-1) ?? 1;
  if (width !== latent) throw new UserError('run.wrongCodes', { path: params.z, actual: width, expected: latent });
  const codes = Float32Array.from(data as ArrayLike<number>);
  const odd = codes.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    const [row, dimension] = [Math.floor(odd / latent), odd % latent];
    throw new UserError('run.codesNotFinite', { path: params.z, row, dimension, value: String(data[odd]) });
  }
  const count = codes.length / latent;
  const classes = classNumbersOf(model, params.ofClass, count);
  const decoded = new Float32Array(count * model.features);
  await inBatches(count, (begin, end) => {
    const part = decodeCodes(model, codes.subarray(begin * latent, end * latent), classes?.subarray(begin, end));
    decoded.set(part, begin * model.features);
  });
  const outShape = [count, ...record.data.shape];
  await writeNpy(params.out, decoded, outShape);
  return { shape: outShape, weights };
}

/**
 * The class that all codes are decoded with, of a model that knows classes.
 * @throws UserError run.needsClass, run.knowsNoClasses
 */
function classNumbersOf({ classes }: Autoencoder, name: string | undefined, count: number): Int32Array | undefined {
  if (classes.length === 0) {
    if (name !== undefined) throw new UserError('run.knowsNoClasses', { class: name });
    return undefined;
  }
  const number = name === undefined ? -1 : classes.indexOf(name);
  if (number < 0) throw new UserError('run.needsClass', { classes: classes.join(', ') });
  return new Int32Array(count).fill(number);
}

/** The model of a run, with the weights that are asked for. @throws UserError run.* */
export async function loadTrained({ directory: path, backend: choice, weights }: ChosenModel): Promise<Trained> {
  const { directory, record } = await RunDirectory.open(path);
  const backend = await chooseBackend(choice);
  const model = modelOf(record);
  const { weights: found, ...inUse } = await weightsFor(directory, record, weights, model);
  restoreWeights(model, found);
  return { record, model, backend, weights: inUse };
}

/** What is to be said of data of which nothing is shown: how much of them a panel would show is none of it. */
export function warningsOf({ summary }: Dataset): readonly Sentence[] {
  return summary.warnings.filter(({ code }) => code !== 'data.streamed');
}

/** Other data for a model. Every row of them is encoded: where the run has said what becomes of gaps, they are filled in. */
export function openAs({ encoding, config }: RunRecord, data: DataConfig, signal: AbortSignal): Promise<Dataset> {
  const gaps = config.data.missing === undefined ? {} : { missing: 'impute' as const };
  return openDataset({ memory: defaultMemory(), ...gaps, ...data }, { encoding: encoding as Encoding, signal });
}

/** Those that memory does not hold among them. */
function countAll({ summary, stream }: Dataset): number {
  return stream?.examples ?? summary.examples;
}
