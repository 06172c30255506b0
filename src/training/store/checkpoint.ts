import * as v from 'valibot';
import type { StoredTensor, StoredTensors } from '../../model/weights';
import type { EpochMetrics } from '../../protocol/run';
import type { StoredSums } from '../losses';
import type { Plateau } from '../plateau';
import { checksum } from './checksum';
import { progressFrom1 } from './format-1';
import { EpochMetricsSchema } from './history';
import { decodeSafetensors, encodeSafetensors } from './safetensors';

/** Running sums of an epoch under way, so that training can go on in its middle. */
export interface PartialEpoch extends StoredSums {
  readonly step: number;
  readonly seconds: number;
}

/** All that training needs to go on as if it had never stopped. */
export interface Checkpoint {
  /** Finished epochs. */
  readonly epoch: number;
  readonly partial: PartialEpoch | null;
  /** Of the last finished epoch: the process may end before they are appended to the run's metrics. */
  readonly metrics: EpochMetrics | null;
  /** By variable name. */
  readonly weights: StoredTensors;
  /** The optimiser's state, by its own names. */
  readonly optimizer: StoredTensors;
  /** The best epoch so far, for early stopping: `loss` is how it was judged by what is monitored, the lower the better. */
  readonly best: { readonly epoch: number; readonly loss: number } | null;
  /** Of the schedule of that name. */
  readonly plateau?: Plateau;
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());

const Progress = v.object({
  format: v.literal(2),
  epoch: count,
  partial: v.nullable(
    v.object({
      step: count,
      examples: count,
      loss: finite,
      terms: v.record(v.string(), finite),
      seconds: finite,
    }),
  ),
  metrics: v.nullable(EpochMetricsSchema),
  best: v.nullable(v.object({ epoch: count, loss: v.nullable(finite) })),
  plateau: v.optional(v.object({ best: v.nullable(finite), waited: count, falls: count })),
});

const optimizerPrefix = 'optimizer/';

export function encodeCheckpoint({ weights, optimizer, ...state }: Checkpoint): Uint8Array {
  const tensors = new Map(weights);
  for (const [name, tensor] of optimizer) tensors.set(optimizerPrefix + name, tensor);
  const progress = JSON.stringify({ format: 2, ...state });
  const metadata = { format: 'latent-lens', progress, sha256: checksum(progress, tensors) };
  return encodeSafetensors({ tensors, metadata });
}

/** Throws an Error that says what is wrong with the bytes. */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { progress, sha256 } = metadata;
  // Checkpoints of earlier versions have none.
  if (sha256 !== undefined && sha256 !== checksum(progress, tensors)) throw new Error('its checksum is wrong');
  const weights = new Map<string, StoredTensor>();
  const optimizer = new Map<string, StoredTensor>();
  for (const [name, tensor] of tensors) {
    if (name.startsWith(optimizerPrefix)) optimizer.set(name.slice(optimizerPrefix.length), tensor);
    else weights.set(name, tensor);
  }
  return { ...parseProgress(progress), weights, optimizer };
}

function parseProgress(
  text: string | undefined,
): Pick<Checkpoint, 'epoch' | 'partial' | 'metrics' | 'best' | 'plateau'> {
  const result = v.safeParse(Progress, progressFrom1(JSON.parse(text ?? 'null')));
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`progress ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  }
  const { format: _, best, plateau, ...progress } = result.output;
  return {
    ...progress,
    // JSON has no infinity.
    best: best && { ...best, loss: best.loss ?? Number.POSITIVE_INFINITY },
    ...(plateau && { plateau: { ...plateau, best: plateau.best ?? Number.POSITIVE_INFINITY } }),
  };
}
