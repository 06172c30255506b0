import { adviceOn } from '../../advice/rules';
import { type Computation, createComputation } from '../../compute';
import { type Dataset, fingerprint } from '../../dataset';
import { drawClasses } from '../../exploration/decoded-classes';
import { rowsOf } from '../../exploration/placement';
import { drawFromPrior } from '../../exploration/prior-draws';
import type { KeptPlaces, MeasureContext, MeasuredExamples, Samples } from '../../measures/context';
import { measureAll } from '../../measures/measure-all';
import type { Autoencoder } from '../../model/autoencoder';
import { decoderLogVariances } from '../../model/decoder-variance';
import { capabilitiesOf } from '../../protocol/capabilities';
import type { LayoutParams } from '../../protocol/layout';
import type { Measured, MeasuredPart, MeasureParams, MeasureReport } from '../../protocol/measures';
import type { BackendInfo, EpochMetrics, RunRecord, WeightsInUse } from '../../protocol/run';
import { type Encodings, inBatches, range } from '../../training/encoding';
import { RunDirectory } from '../../training/store/run-directory';
import { loadTrained, warningsOf } from '../batch';
import { Layouts } from '../layouts';
import { evidenceOf } from '../reporting/evidence';
import { imageCodec } from './image-codec';
import { type DataPart, type Extent, type MeasuredData, measuredData } from './measured-data';
import { ModelExamples } from './measured-examples';

/**
 * Measures a run on the examples that it holds out, or on other data.
 * @param onMeasured Hears of each measure when it is done. @param accept Is told what is to be judged before anything is measured, and may
 * throw. @throws UserError data.*, run.*; the signal's reason
 */
export async function measureRun(
  params: MeasureParams,
  signal: AbortSignal,
  onMeasured: (measured: Measured) => void,
  accept: (judged: MeasuredPart) => void = () => undefined,
): Promise<MeasureReport> {
  const opened = await openMeasured(params, signal);
  const { context, record, backend, weights, data, seed } = opened;
  try {
    accept(partWords(data.judged));
    const measured: Measured[] = [];
    for await (const one of measureAll(context, params.only, signal)) {
      measured.push(one);
      onMeasured(one);
    }
    const { judged, reference } = data;
    const datasets = new Set([judged.dataset, ...(reference ? [reference.dataset] : [])]);
    return {
      run: record.name,
      weights,
      backend,
      judged: partWords(judged),
      reference: reference && partWords(reference),
      seed,
      measured,
      ...(!params.only && { advice: adviceOn(await evidenceOf(opened, measured)) }),
      warnings: [...datasets].flatMap(warningsOf),
    };
  } finally {
    await opened.close();
  }
}

/** A run that is got ready to be measured. */
export interface OpenMeasured {
  readonly record: RunRecord;
  readonly model: Autoencoder;
  readonly backend: BackendInfo;
  readonly weights: WeightsInUse;
  readonly data: MeasuredData;
  readonly seed: number;
  /** One row an epoch. */
  readonly history: readonly EpochMetrics[];
  readonly context: MeasureContext;
  /** Other examples of the data of one of the parts. */
  examplesOf(part: DataPart): MeasuredExamples;
  close(): Promise<void>;
}

/** @throws UserError data.*, run.* */
export async function openMeasured(params: MeasureParams, signal: AbortSignal, extent?: Extent): Promise<OpenMeasured> {
  const { record, model, backend, weights } = await loadTrained(params);
  const data = await measuredData(params, record, signal, extent);
  const seed = params.seed ?? record.config.training.seed;
  const computations = new Computations(model, record);
  const measuring = { params, record, model, data, weights, seed };
  return {
    record,
    model,
    backend,
    weights,
    data,
    seed,
    history: await (await RunDirectory.open(params.directory)).directory.readHistory(),
    context: contextOf(measuring, computations),
    examplesOf: (part) => examplesOf(measuring, computations, part),
    async close() {
      computations.dispose();
      for (const part of [data.judged, data.reference]) await part?.dataset.stream?.close();
    },
  };
}

export function partWords({ source, part, indices, dataset }: DataPart): MeasuredPart {
  return { source, part, examples: indices.length, fingerprint: fingerprint(dataset) };
}

/** What computes with a model and each of some data sets. */
class Computations {
  private readonly made = new Map<Dataset, Computation>();

  constructor(
    private readonly model: Autoencoder,
    private readonly record: RunRecord,
  ) {}

  of(dataset: Dataset): Computation {
    const computation =
      this.made.get(dataset) ?? createComputation(this.model, dataset, this.record.config.objective, () => undefined);
    this.made.set(dataset, computation);
    return computation;
  }

  dispose(): void {
    for (const computation of this.made.values()) computation.dispose();
  }
}

interface Measuring {
  readonly params: MeasureParams;
  readonly record: RunRecord;
  readonly model: Autoencoder;
  readonly data: MeasuredData;
  readonly weights: WeightsInUse;
  readonly seed: number;
}

function examplesOf({ model, record, seed }: Measuring, computations: Computations, part: DataPart): MeasuredExamples {
  const { dataset, indices } = part;
  const { objective } = record.config;
  return new ModelExamples({ model, dataset, computation: computations.of(dataset), objective, seed }, indices);
}

function contextOf(measuring: Measuring, computations: Computations): MeasureContext {
  const { params, record, model, data, weights, seed } = measuring;
  const { judged, reference, referenceProblem } = data;
  const { summary, encoding } = judged.dataset;
  const computation = computations.of(judged.dataset);
  const { objective } = record.config;
  const drawn = new Map<number, Promise<Samples>>();
  const decode = (codes: Float32Array) => decodeAll(computation, codes, model, seed);
  return {
    model: model.config,
    objective,
    capabilities: capabilitiesOf(model.config),
    kind: summary.kind,
    shape: summary.shape,
    encoding,
    judged: examplesOf(measuring, computations, judged),
    reference: reference && examplesOf(measuring, computations, reference),
    ...(referenceProblem && { referenceProblem }),
    logVariances: decoderLogVariances(model),
    seed,
    codec: imageCodec(),
    ...(params.samples !== undefined && { likelihoodSamples: params.samples }),
    ...(params.temperatures !== undefined && { temperatures: params.temperatures }),
    layouts: () => (params.data ? Promise.resolve([]) : keptPlaces(params, record, weights, data)),
    decode,
    encode: (examples) => encodeRows(computation, examples, model),
    samples(count) {
      const samples = drawn.get(count) ?? drawSamples(model, count, seed, decode);
      drawn.set(count, samples);
      return samples;
    },
  };
}

async function drawSamples(
  model: Autoencoder,
  count: number,
  seed: number,
  decode: MeasureContext['decode'],
): Promise<Samples> {
  const codes = drawFromPrior(model, count, seed);
  return { codes, examples: await decode(codes) };
}

async function decodeAll(
  computation: Computation,
  codes: Float32Array,
  { config: { latent }, features }: Autoencoder,
  seed: number,
): Promise<Float32Array> {
  const count = codes.length / latent;
  const classes = drawClasses(computation, count, seed);
  const decoded = new Float32Array(count * features);
  await inBatches(count, (begin, end) => {
    const some = computation.decode(codes.slice(begin * latent, end * latent), classes?.subarray(begin, end));
    decoded.set(some, begin * features);
  });
  return decoded;
}

async function encodeRows(
  computation: Computation,
  rows: Float32Array,
  { config: { latent }, features }: Autoencoder,
): Promise<Encodings> {
  const count = rows.length / features;
  const means = new Float32Array(count * latent);
  const logVars = new Float32Array(count * latent);
  let isPoint = false;
  await inBatches(count, (begin, end) => {
    const some = rows.slice(begin * features, end * features);
    const encoded = computation.encode(range(0, end - begin), { rows: some });
    means.set(encoded.means, begin * latent);
    if (encoded.logVars) logVars.set(encoded.logVars, begin * latent);
    else isPoint = true;
  });
  return { latent, means, logVars: isPoint ? null : logVars };
}

/** The layouts of all examples that are kept of the epoch of the weights. */
async function keptPlaces(
  { directory: path, backend }: MeasureParams,
  { data, fingerprint }: RunRecord,
  { epoch, steps }: WeightsInUse,
  { judged, reference: others }: MeasuredData,
): Promise<readonly KeptPlaces[]> {
  if (steps > 0) return [];
  const { directory } = await RunDirectory.open(path);
  const layouts = new Layouts(directory, { ...data, fingerprint }, backend, () => undefined);
  const places: KeptPlaces[] = [];
  for (const kept of await layouts.list()) {
    if (kept.epoch !== epoch || kept.of !== undefined) continue;
    const layout = await layouts.stored(kept);
    if (!layout) continue;
    const at = (part: DataPart) => rowsOf({ latent: 3, means: layout.positions }, numbersOf(part)).means;
    places.push({
      name: nameOf(kept.params),
      positions: at(judged),
      reference: others?.dataset === judged.dataset ? at(others) : null,
    });
  }
  return places;
}

/** In the data of the run. */
function numbersOf({ indices, kept }: DataPart): Int32Array {
  return kept ? indices.map((place) => kept[place]) : indices;
}

function nameOf(params: LayoutParams): string {
  return `${params.kind}-${params.dims}d-${params.kind === 'tsne' ? params.perplexity : params.neighbours}`;
}
