import { UserError } from '../../protocol/errors';
import { likelihoods } from '../../protocol/likelihoods';
import type { MeasuredValue } from '../../protocol/measures';
import type { MeasureContext } from '../context';
import { meanOf, ratioOf } from '../estimate';
import { elbosOf } from './elbos';

/** The code of a place beyond the end of a text. */
const padding = 0;
/** Shades of a byte, each of which has the width 1 / 256 once noise fills the gaps. */
const shades = 256;

/**
 * Bits per dimension, -ELBO / (d log 2): an upper bound of what a lossless code of the data by this model takes.
 *
 * Where p(x|z) is a probability of what is stored (shades by the discretised logistic, pixels that are black or white, counts, characters),
 * d is the number of pixels, counts or characters. Where it is a density of shades (Gaussian, continuous Bernoulli), bytes b get uniform
 * noise, x = (b + u) / 256, and by Jensen's inequality -E_u[log p(x)] / (d log 2) + 8 is such a bound (Theis, van den Oord & Bethge 2016,
 * arXiv 1511.01844, equation 3): uniform dequantisation, one draw of u for each pixel.
 *
 * Bits. The error is that of the mean over the examples. Costs what the ELBO does.
 * @throws UserError measure.noBits, where p(x|z) is neither
 */
export async function bitsOf(context: MeasureContext): Promise<MeasuredValue> {
  const { model, objective, judged, shape, kind } = context;
  if (kind === 'text') return bitsPerCharacter(context);
  const { likelihood } = model;
  const dimensions = shape.reduce((product, size) => product * size, 1);
  const name = 'bits-per-dimension';
  const isShades =
    likelihood === 'continuous-bernoulli' || likelihood === 'gaussian' || likelihood === 'gaussian-learned';
  if (kind === 'images' && judged.isBytes && isShades) {
    const bits = elbosOf(await judged.dequantisedBounds()).map(
      (elbo) => -elbo / (dimensions * Math.LN2) + Math.log2(shades),
    );
    return { name, unit: 'bits', ...meanOf(bits), note: { code: 'measure.dequantised', params: {} } };
  }
  const isProbability =
    likelihoods[likelihood].isCounts ||
    (likelihood === 'discretised-logistic' && judged.isBytes) ||
    (likelihood === 'bernoulli' && (objective.binarised || isBlackAndWhite(judged.originals())));
  if (!isProbability) throw new UserError('measure.noBits');
  const bits = elbosOf(await judged.bounds()).map((elbo) => -elbo / (dimensions * Math.LN2));
  return { name, unit: 'bits', ...meanOf(bits) };
}

function isBlackAndWhite(pixels: Float32Array): boolean {
  return pixels.every((pixel) => pixel === 0 || pixel === 1);
}

/** Of the characters that are there: padding costs bits, too, but is none. */
async function bitsPerCharacter({ judged, shape }: MeasureContext): Promise<MeasuredValue> {
  const [length, symbols] = shape;
  const originals = judged.originals();
  const characters = new Float64Array(judged.count).fill(length);
  for (let place = 0; place < judged.count * length; place++) {
    characters[Math.floor(place / length)] -= originals[place * symbols + padding];
  }
  const bits = elbosOf(await judged.bounds()).map((elbo) => -elbo / Math.LN2);
  return { name: 'bits per character', unit: 'bits', ...ratioOf(bits, characters) };
}
