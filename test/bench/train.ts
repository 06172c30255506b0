import { CompiledModel } from '../../src/compile';
import type { Dataset } from '../../src/dataset/dataset';
import { type Autoencoder, createAutoencoder } from '../../src/model/autoencoder';
import { resolveConfig } from '../../src/protocol/presets';
import { random } from '../../src/random';
import { chooseBackend } from '../../src/runtime/backend';
import { Adam, adamConstants } from '../../src/training/adam';
import type { Computation, Stepper } from '../../src/training/computation';
import { EagerModel } from '../../src/training/eager-model';
import { inferenceBatch } from '../../src/training/encoding';
import { type Bench, type BenchResult, median } from './bench';

/** MNIST's size. */
const examples = 60_000;
const shape = [28, 28, 1];

/** Batch sizes of the dense model, by LATENT_LENS_BATCH_SIZES where given; the convolutional one has those up to 128. */
const batchSizes = (process.env.LATENT_LENS_BATCH_SIZES ?? '32,128,512,1024').split(',').map(Number);

/** Calls that are timed, each beside one of its peer. */
const rounds = 25;

type Row = BenchResult['rows'][number];

/** Training, decoding and encoding: operation by operation against compiled, side by side in time. */
export const run: Bench = async ({ log }) => {
  const { version } = await chooseBackend('tensorflow');
  const dataset = images();
  const rows: Row[] = [];
  for (const architecture of ['dense', 'conv'] as const) {
    const config = resolveConfig(
      { data: 'builtin:digits', preset: architecture === 'dense' ? 'classic' : 'conv' },
      { kind: 'images' },
    );
    for (const batchSize of batchSizes.filter((size) => architecture === 'dense' || size <= 128)) {
      log(`${architecture}, batches of ${batchSize}`);
      const model = createAutoencoder(config.model, shape, 'images', 1);
      rows.push(timeTraining(`${architecture} step, batch ${batchSize}`, model, dataset, batchSize));
      model.dispose();
    }
    log(`${architecture}, decoding and encoding`);
    const model = createAutoencoder(config.model, shape, 'images', 1);
    rows.push(...timeInference(architecture, model, dataset));
    model.dispose();
  }
  const figures = Object.fromEntries(
    rows.flatMap(({ what, ...values }) => Object.entries(values).map(([key, value]) => [`${what} ${key}`, value])),
  );
  return { rows, figures: { library: version, ...figures } };
};

/** Bytes of about as many bright pixels as handwritten digits have. */
function images(): Dataset {
  const next = random(7);
  const values = new Uint8Array(examples * 784);
  for (let i = 0; i < values.length; i++) values[i] = next() % 5 === 0 ? next() % 256 : 0;
  const summary = { name: '', source: '', format: 'builtin', kind: 'images', examples, shape, dtype: 'uint8' } as const;
  return {
    summary: { ...summary, columns: [], warnings: [] },
    encoding: { kind: 'pixels', shape: [28, 28, 1], offset: 0, scale: 255 },
    values,
    columns: [],
    source: () => null,
  };
}

function timeTraining(what: string, model: Autoencoder, dataset: Dataset, batchSize: number): Row {
  const optimizer = new Adam(model.variables);
  const compiled = new CompiledModel(model, dataset, 0);
  const steppers = [new EagerModel(model, dataset, 0), compiled].map((made) =>
    made.training(optimizer.slots, adamConstants),
  );
  const next = random(3);
  let step = 0;
  const take = (stepper: Stepper, count: number) => {
    const steps = {
      batchSize,
      batches: Int32Array.from({ length: count * batchSize }, () => next() % examples),
      seeds: Int32Array.from({ length: 2 * count }, (_, i) => step + i),
      betas: new Float32Array(count).fill(1),
      rates: optimizer.corrections(count).map((correction) => 1e-3 * correction),
    };
    const began = performance.now();
    stepper.run(steps);
    const milliseconds = performance.now() - began;
    optimizer.advance(count);
    step += count;
    return milliseconds / count;
  };
  const [, first] = steppers.map((stepper) => take(stepper, 1));
  const times = pairs(
    rounds,
    ...(steppers.map((stepper) => () => take(stepper, stepper.stepsPerCall(batchSize))) as [
      () => number,
      () => number,
    ]),
  );
  for (const stepper of steppers) stepper.dispose();
  compiled.dispose();
  optimizer.dispose();
  return compare(what, ...times, first);
}

function timeInference(architecture: string, model: Autoencoder, dataset: Dataset): Row[] {
  const eager = new EagerModel(model, dataset, 0);
  const compiled = new CompiledModel(model, dataset, 0);
  const code = new Float32Array(model.config.latent);
  const all = Int32Array.from({ length: examples }, (_, i) => i);
  const decode = (computation: Computation) => () => time(() => computation.decode(code));
  const encode = (computation: Computation) => () =>
    time(() => {
      for (let begin = 0; begin < examples; begin += inferenceBatch) {
        computation.encode(all.subarray(begin, begin + inferenceBatch));
      }
    });
  const firstDecode = decode(compiled)();
  const firstEncode = time(() => compiled.encode(all.subarray(0, inferenceBatch)));
  const rows = [
    compare(`${architecture} decode 1`, ...pairs(8 * rounds, decode(eager), decode(compiled)), firstDecode),
    compare(`${architecture} encode ${examples}`, ...pairs(3, encode(eager), encode(compiled)), firstEncode),
  ];
  compiled.dispose();
  return rows;
}

/** What two ways to do the same take, in turns, so that what else the machine does meets both. */
function pairs(count: number, eager: () => number, compiled: () => number): [eager: number[], compiled: number[]] {
  const times: [number[], number[]] = [[], []];
  for (let i = -3; i < count; i++) {
    const pair = [eager(), compiled()];
    // The first ones warm up.
    if (i >= 0) pair.forEach((milliseconds, way) => void times[way].push(milliseconds));
  }
  return times;
}

function compare(what: string, eager: readonly number[], compiled: readonly number[], first: number): Row {
  return {
    what,
    'eager ms': round(median(eager)),
    'compiled ms': round(median(compiled)),
    faster: round(median(eager.map((ms, i) => ms / compiled[i]))),
    'best compiled ms': round(Math.min(...compiled)),
    'first call ms': round(first),
  };
}

function time(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
