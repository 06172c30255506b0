import { convertStored, inspectStored, openStored } from '../dataset';
import type { StoredSummary } from '../protocol/data';
import type { Conversion, StoredDataParams } from '../protocol/trainer';

type Progress = (fraction: number) => void;

/** What a file or folder stores. */
export async function inspectData(
  { path, ...options }: StoredDataParams,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<StoredSummary> {
  const data = await openStored(path, { ...options, task: { signal } });
  return inspectStored(data, { signal, onProgress });
}

/** Writes what a file or folder stores to .npy files. */
export async function convertData(
  { path, out, labelsOut, ...options }: StoredDataParams & { readonly out: string; readonly labelsOut?: string },
  signal: AbortSignal,
  onProgress: Progress,
): Promise<Conversion> {
  const data = await openStored(path, { ...options, task: { signal } });
  const written = await convertStored(data, { out, labels: labelsOut }, { signal, onProgress });
  const { values, labels, warnings } = written;
  return {
    values: { dtype: values.dtype, shape: values.shape },
    labels: labelsOut !== undefined && labels ? { dtype: labels.dtype, shape: labels.shape } : null,
    warnings,
  };
}
