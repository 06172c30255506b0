import type { ModelConfig, ObjectiveConfig } from './config';
import { isAdversarial } from './discriminators';
import { ganOf } from './gan';

/** A discriminator as it is going to be: its weights, and what its layers give for one row, before the logit. */
export interface PlannedDiscriminator {
  readonly weights: number;
  readonly outputs: number;
}

/** Units of the hidden layers of one of codes, as in src/model/discriminator.ts, and of the last one of images. */
const hidden = [256, 256, 256];
const last = 256;
/** Kernels of convolutions, as in src/model/layers.ts. */
const kernelArea = 16;

/** The one of codes that an objective sets against the encoder; null where there is none. */
export function discriminatorOfCodes({ latent }: ModelConfig, objective: ObjectiveConfig): PlannedDiscriminator | null {
  return isAdversarial(objective) ? denseLayers([latent, ...hidden]) : null;
}

/** The one of images that an objective sets against the decoder, of the encoder's sizes; null where there is none. */
export function discriminatorOfImages(
  { architecture, hidden: sizes }: ModelConfig,
  objective: ObjectiveConfig,
  shape: readonly number[],
): PlannedDiscriminator | null {
  if (ganOf(objective) === null) return null;
  if (architecture === 'dense') return denseLayers([product(shape), ...sizes, last]);
  let [height, width, channels] = shape;
  let [weights, outputs] = [0, 0];
  for (const filters of sizes) {
    weights += (kernelArea * channels + 1) * filters;
    [height, width, channels] = [Math.ceil(height / 2), Math.ceil(width / 2), filters];
    outputs += height * width * channels;
  }
  const head = denseLayers([height * width * channels, last]);
  return { weights: weights + head.weights, outputs: outputs + head.outputs };
}

/** Layers from one width to the next, and the logit. */
function denseLayers(widths: readonly number[]): PlannedDiscriminator {
  const all = [...widths, 1];
  return {
    weights: all.slice(1).reduce((sum, units, i) => sum + (all[i] + 1) * units, 0),
    outputs: widths.slice(1).reduce((sum, units) => sum + units, 0),
  };
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}
