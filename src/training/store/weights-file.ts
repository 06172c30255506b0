import * as v from 'valibot';
import { fitsHalf, fromHalf, toHalf } from '../../half-precision';
import type { StoredTensors } from '../../model/weights';
import { checksum } from './checksum';
import { decodeSafetensors, encodeSafetensors, type Precision } from './safetensors';

/** The weights of a model after an epoch, without what only training needs. */
export interface EpochWeights {
  readonly epoch: number;
  /** By variable name. */
  readonly weights: StoredTensors;
}

const Said = v.object({ format: v.literal(1), epoch: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });
const Newer = v.looseObject({ format: v.pipe(v.number(), v.gtValue(1)) });

export function encodeWeights({ epoch, weights }: EpochWeights, precision: Precision): Uint8Array {
  const said = JSON.stringify({ format: 1, epoch });
  const tensors = precision === 'float16' ? rounded(weights) : weights;
  const metadata = { format: 'latent-lens', weights: said, sha256: checksum(said, tensors) };
  return encodeSafetensors({ tensors, metadata }, precision);
}

/** Throws an Error that says what is wrong with the bytes. */
export function decodeWeights(bytes: Uint8Array): EpochWeights {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { weights: said = 'null', sha256 } = metadata;
  const value: unknown = JSON.parse(said);
  if (v.is(Newer, value)) throw new Error('a newer version of Latent Lens wrote it');
  if (!v.is(Said, value)) throw new Error('it does not say of which epoch it is');
  if (sha256 !== checksum(said, tensors)) throw new Error('its checksum is wrong');
  return { epoch: value.epoch, weights: tensors };
}

/** As they will be read. */
function rounded(weights: StoredTensors): StoredTensors {
  return new Map(
    [...weights].map(([name, { shape, values }]) => [
      name,
      { shape, values: fitsHalf(values) ? fromHalf(toHalf(values)) : values },
    ]),
  );
}
