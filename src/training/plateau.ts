import type { PlateauConfig } from '../protocol/config';

/** Where training stands with its plateaus. */
export interface Plateau {
  /** How the best epoch so far was judged, the lower the better. */
  readonly best: number;
  /** Epochs since then, or since the last fall. */
  readonly waited: number;
  /** How often the step size has fallen. */
  readonly falls: number;
}

export const noPlateau: Plateau = { best: Number.POSITIVE_INFINITY, waited: 0, falls: 0 };

/**
 * After one more epoch: where more than `patience` in a row were not better than the best, the step size falls. As PyTorch's
 * ReduceLROnPlateau has it with a threshold of 0: anything that is better counts, as it does for early stopping.
 */
export function afterEpoch({ best, waited, falls }: Plateau, judged: number, { patience = 3 }: PlateauConfig): Plateau {
  if (judged < best) return { best: judged, waited: 0, falls };
  return waited >= patience ? { best, waited: 0, falls: falls + 1 } : { best, waited: waited + 1, falls };
}

/** What is left of the step size. */
export function shareAfter({ falls }: Plateau, { factor = 0.5 }: PlateauConfig): number {
  return factor ** falls;
}
