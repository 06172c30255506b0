import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { isModelFormat, modelFormats } from '../protocol/model-export';
import { nearestName } from '../protocol/nearest-name';
import type { PagePlan } from '../protocol/page';
import { type Arguments, UsageError } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { modelFrom } from './model';
import { printer } from './printer';

/** `latent-lens export` */
export async function exportRun(args: Arguments): Promise<void> {
  const { page, format } = args.values;
  if (page !== undefined && format !== undefined)
    throw new UsageError('export writes a page or a model at a time: give --page or --format');
  if (page === undefined && format === undefined) throw new UsageError('export needs --page, or --format and --out');
  await (format === undefined ? exportPage(args) : exportModel(args, String(format)));
}

async function exportModel(args: Arguments, format: string): Promise<void> {
  if (!isModelFormat(format)) {
    const nearest = nearestName(format.toLowerCase(), modelFormats);
    throw new UsageError(
      `there is no format ${format}, did you mean ${nearest}? --format takes ${modelFormats.join(', ')}`,
    );
  }
  const path = resolve(args.required('out'));
  const { paths, weights } = await startTrainer({}).exportModel({ ...modelFrom(args), format, path }, unbroken);
  printer(args)(
    { event: 'exported', out: path, format, files: paths, weights },
    `${path}: the model after ${weights.epoch} epochs (${paths.map((own) => basename(own)).join(', ')})`,
  );
}

async function exportPage(args: Arguments): Promise<void> {
  const out = resolve(args.required('page'));
  const { directory, backend, weights } = modelFrom(args);
  const trainer = startTrainer({});
  const onShow = { pinned: null, projection: null };
  await trainer.open({ directory, backend }, unbroken);
  if (typeof weights === 'number') throw new UsageError('export takes best or newest for --weights');
  if (weights) await trainer.useWeights({ choice: weights }, unbroken);
  const { bytes: expected, ...plan } = await trainer.pagePlan(onShow, unbroken);
  const print = printer(args);
  print({ event: 'plan', bytes: expected, ...plan }, planWords({ bytes: expected, ...plan }));
  const page = { state: null, ...onShow, language: { strings: {}, locale: 'en' } };
  await trainer.exportPage({ ...page, path: out }, unbroken);
  const { size } = await stat(out);
  print({ event: 'exported', out, bytes: size }, `${out}: ${megabytes(size)}`);
}

function planWords({
  bytes,
  points,
  examples,
  epochs,
  allEpochs,
  layouts,
  computed,
  trusted,
  decoderBytes,
  isDecoderComputed,
  withDecoder,
}: PagePlan): string {
  const lacking = isDecoderComputed ? megabytes(decoderBytes) : 'which pages cannot compute';
  const decoder = withDecoder ? 'the decoder' : `not the decoder (${lacking})`;
  const names = trusted > 0 ? [...computed, 'trust', 'continuity'] : computed;
  const columns = names.length > 0 ? `computed columns (${names.join(', ')})` : 'no computed columns';
  return `About ${megabytes(bytes)}: ${points} points after ${epochs} of ${allEpochs} epochs, ${layouts} layouts, ${columns}, ${examples} examples to look at, ${decoder}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
