import { type Computation, createComputation, decodeCodes, likelihoodBatch } from '../compute';
import { defaultMemory, featureGroups, libraryOf, openDataset } from '../dataset';
import type { Dataset, Encoding } from '../dataset/dataset';
import { readNpy, writeNpy, writeNpyFloats } from '../dataset/npy';
import type { Codes } from '../exploration/projection';
import { type Autoencoder, createAutoencoder } from '../model/autoencoder';
import { restoreWeights } from '../model/weights';
import { capabilitiesOf } from '../protocol/capabilities';
import type { DataConfig } from '../protocol/config';
import { UserError } from '../protocol/errors';
import type { BackendInfo, Losses, RunRecord, WeightsInUse } from '../protocol/run';
import type { ChosenModel } from '../protocol/trainer';
import { chooseBackend } from '../runtime/backend';
import { judgedExamples } from '../training/binarised';
import { encodeBatches, inBatches, inferenceBatch } from '../training/encoding';
import { evaluate } from '../training/evaluation';
import { estimateLikelihood, type Likelihood } from '../training/likelihood';
import { RunDirectory } from '../training/store/run-directory';
import { type Stretches, stretchesOf } from '../training/stretches';
import { checkpointFor, usualChoice } from './weights-choice';

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
): Promise<Losses & { examples: number; backend: BackendInfo; weights: WeightsInUse } & Partial<Likelihood>> {
  const { record, model, backend, weights } = await loadTrained(params);
  const dataset = await openAs(record, params.data, signal);
  const examples = countAll(dataset);
  const { objective, training } = record.config;
  const computation = createComputation(model, dataset, objective, ignore);
  const examplesBy = (batch: number) =>
    judgedExamples(dataset, stretchesOf(dataset, batch, signal), batch, objective, training.seed);
  const losses = await evaluate(computation, examplesBy(inferenceBatch), record.config, training.seed);
  if (samples === undefined) return { ...losses, examples, backend, weights };
  const { likelihood: isDrawn, elbo } = capabilitiesOf(model.config);
  if (!elbo) throw new UserError('run.noLikelihood', { run: record.name });
  if (!isDrawn) throw new UserError('run.likelihoodIsBound', { run: record.name });
  const likelihood = await estimateLikelihood(
    computation,
    examplesBy(likelihoodBatch.examples),
    samples,
    training.seed,
  );
  return { ...losses, ...likelihood, examples, backend, weights };
}

/** Posterior means of other data, to a file. */
export async function encodeFile(
  params: ChosenModel & { readonly data: DataConfig; readonly out: string },
  signal: AbortSignal,
): Promise<{ shape: readonly number[]; weights: WeightsInUse }> {
  const { record, model, weights } = await loadTrained(params);
  const dataset = await openAs(record, params.data, signal);
  const computation = createComputation(model, dataset, record.config.objective, ignore);
  const shape = [countAll(dataset), model.config.latent];
  await writeNpyFloats(params.out, shape, meansOf(computation, stretchesOf(dataset, inferenceBatch, signal)));
  return { shape, weights };
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
  params: ChosenModel & { readonly z: string; readonly out: string },
): Promise<{ shape: readonly number[]; weights: WeightsInUse }> {
  const { record, model, weights } = await loadTrained(params);
  const { latent } = model.config;
  const { shape, data } = await readNpy(params.z);
  const width = shape.at(-1) ?? 1;
  if (width !== latent) throw new UserError('run.wrongCodes', { path: params.z, actual: width, expected: latent });
  const codes = Float32Array.from(data as ArrayLike<number>);
  const count = codes.length / latent;
  const decoded = new Float32Array(count * model.features);
  await inBatches(count, (begin, end) => {
    decoded.set(decodeCodes(model, codes.subarray(begin * latent, end * latent)), begin * model.features);
  });
  const outShape = [count, ...record.data.shape];
  await writeNpy(params.out, decoded, outShape);
  return { shape: outShape, weights };
}

async function loadTrained({ directory: path, backend: choice, weights }: ChosenModel): Promise<Trained> {
  const { directory, record } = await RunDirectory.open(path);
  const backend = await chooseBackend(choice);
  const { config, data } = record;
  const encoding = record.encoding as Encoding;
  const groups = featureGroups(encoding);
  const surroundings = { objective: config.objective, library: libraryOf(encoding) };
  const model = createAutoencoder(config.model, data.shape, data.kind, config.training.seed, groups, surroundings);
  const found = await checkpointFor(directory, weights ?? usualChoice(record), model);
  if (found === null) throw new UserError('run.untrained', { path });
  const { checkpoint, ...inUse } = found;
  restoreWeights(model, checkpoint.weights);
  return { record, model, backend, weights: inUse };
}

function openAs(record: RunRecord, data: DataConfig, signal: AbortSignal): Promise<Dataset> {
  return openDataset({ memory: defaultMemory(), ...data }, { encoding: record.encoding as Encoding, signal });
}

/** Those that memory does not hold among them. */
function countAll({ summary, stream }: Dataset): number {
  return stream?.examples ?? summary.examples;
}
