import type { EpochMetrics } from '../protocol/run';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors';

/** Running sums of an epoch under way, nats, so that training can go on in its middle. */
export interface PartialEpoch {
  readonly step: number;
  readonly examples: number;
  readonly loss: number;
  readonly reconstruction: number;
  readonly kl: number;
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
  readonly weights: ReadonlyMap<string, StoredTensor>;
  /** The optimiser's state, by its own names. */
  readonly optimizer: ReadonlyMap<string, StoredTensor>;
  /** Epoch with the lowest validation loss so far, for early stopping. */
  readonly best: { readonly epoch: number; readonly loss: number } | null;
}

const optimizerPrefix = 'optimizer/';

export function encodeCheckpoint({ weights, optimizer, ...progress }: Checkpoint): Uint8Array {
  const tensors = new Map(weights);
  for (const [name, tensor] of optimizer) tensors.set(optimizerPrefix + name, tensor);
  return encodeSafetensors({ tensors, metadata: { format: 'latent-lens', progress: JSON.stringify(progress) } });
}

/** Throws an Error that says what is wrong with the bytes. */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const weights = new Map<string, StoredTensor>();
  const optimizer = new Map<string, StoredTensor>();
  for (const [name, tensor] of tensors) {
    if (name.startsWith(optimizerPrefix)) optimizer.set(name.slice(optimizerPrefix.length), tensor);
    else weights.set(name, tensor);
  }
  const progress = JSON.parse(metadata.progress) as Pick<Checkpoint, 'epoch' | 'partial' | 'metrics' | 'best'>;
  return { ...progress, weights, optimizer };
}
