import type { ModelConfig } from '../protocol/config';
import type { Examples } from '../protocol/data';
import type { PathPoint } from '../protocol/paths';
import type { Placement } from './placement';
import type { Codes } from './projection';

/** The codes of an epoch with what decodes them: all that ways through a latent space need, in a trainer or on a page. */
export interface DecodedSpace {
  readonly model: ModelConfig;
  readonly epoch: number;
  /** Of all examples. */
  readonly codes: Codes;
  /** Where they are shown. */
  readonly placement: Placement;
  /** E[x|z] of codes, rows x latent: rows x features. By weights that stay as they are within `exclusive`. */
  decode(codes: Float32Array): Float32Array;
  exclusive<T>(task: () => Promise<T>): Promise<T>;
  /** What is decoded, as it is shown. */
  render(decoded: Float32Array): Examples;
}

/** @throws RangeError where it is of another number of dimensions */
export function codeOf({ latent, means }: Codes, point: PathPoint): Float32Array {
  if ('example' in point) return means.subarray(point.example * latent, (point.example + 1) * latent);
  if (point.code.length !== latent) throw new RangeError(`A code of ${latent} dimensions, not ${point.code.length}`);
  return point.code;
}
