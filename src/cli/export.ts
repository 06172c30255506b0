import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { PagePlan } from '../protocol/page';
import { type Arguments, UsageError } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { modelFrom } from './model';
import { printer } from './printer';

/** `latent-lens export` */
export async function exportRun(args: Arguments): Promise<void> {
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
