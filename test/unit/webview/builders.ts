import type { ColumnInfo } from '../../../src/protocol/data';
import { resolveConfig } from '../../../src/protocol/presets';
import type { EpochMetrics, RunSummary } from '../../../src/protocol/run';

export const labelColumn: ColumnInfo = { name: 'digit', role: 'label', type: 'category', categories: ['0', '1'] };
const measure = (name: string): ColumnInfo => ({ name, role: 'measure', type: 'numeric' });

interface RunParts {
  readonly latent?: number;
  readonly kind?: 'vae' | 'ae';
  readonly examples?: number;
  readonly frames?: readonly number[];
  readonly history?: readonly EpochMetrics[];
  readonly label?: string;
}

/** A run on small images. */
export function buildRun({
  latent = 3,
  kind = 'vae',
  examples = 100,
  frames = [0, 1, 2],
  history = [],
  label = 'digit',
}: RunParts = {}): RunSummary {
  const request = { data: 'builtin:digits', model: { kind, latent } } as const;
  return {
    directory: '/runs/one',
    record: {
      format: 2,
      name: 'one',
      created: '2024-01-01T00:00:00Z',
      status: 'running',
      config: resolveConfig(request, { kind: 'images' }),
      data: {
        name: 'digits',
        source: 'builtin:digits',
        format: 'builtin',
        kind: 'images',
        examples,
        shape: [28, 28, 1],
        dtype: 'uint8',
        columns: [labelColumn],
        label,
        warnings: [],
      },
      fingerprint: '',
      encoding: null,
      epochs: 2,
      backend: { name: 'tensorflow', version: '2.9.1' },
      versions: {},
    },
    weights: { choice: 'newest', epoch: 2, steps: 0, best: null },
    history,
    frames,
    columns: [
      labelColumn,
      { name: 'split', role: 'split', type: 'category', categories: ['train', 'validation'] },
      measure('reconstruction'),
      measure('kl'),
    ],
    trainingExamples: 90,
    validationExamples: 10,
  };
}

/** As training stores it: its own loss has the KL at the beta of the epoch, that of validation at the full one. */
export function buildEpoch(epoch: number, loss = 100, beta = 1): EpochMetrics {
  const losses = (reconstruction: number, kl: number, weight: number) => ({
    loss: reconstruction + weight * kl,
    terms: { reconstruction, kl },
    elbo: -(reconstruction + kl),
  });
  const validation = losses(loss - 9, 10, 1);
  return { epoch, ...losses(loss - 10, 10, beta), validation, beta, activeUnits: 3, seconds: 1 };
}
