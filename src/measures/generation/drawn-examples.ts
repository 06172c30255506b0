import { type EncodedColumn, widthOf } from '../../dataset';
import { type Bits, fillNormal, random, toUnit } from '../../random';
import type { MeasureContext } from '../context';
import type { Points } from '../points';

/** Tells these numbers from others. */
const drawSeed = 0xd7a;

/**
 * New examples of a model: z from the prior, and x from p(x|z). Of tables and vectors numbers have the noise of a Gaussian likelihood,
 * and each column of categories one of them. Pixels, symbols and counts are the means of p(x|z), as one looks at them: of images noise
 * that is independent from pixel to pixel is nothing that data have.
 */
export async function drawnExamples(
  { samples, encoding, logVariances, seed }: Pick<MeasureContext, 'samples' | 'encoding' | 'logVariances' | 'seed'>,
  count: number,
): Promise<Points> {
  const { examples } = await samples(count);
  const dims = examples.length / count;
  if (encoding.kind !== 'columns') return { values: examples, dims };
  const next = random(seed, drawSeed);
  const values = examples.slice();
  for (let begin = 0; begin < values.length; begin += dims)
    drawRow(values.subarray(begin, begin + dims), encoding.columns, logVariances, next);
  return { values, dims };
}

function drawRow(
  row: Float32Array,
  columns: readonly EncodedColumn[],
  logVariances: Float32Array | null,
  next: Bits,
): void {
  const noise = fillNormal(new Float32Array(row.length), next);
  let at = 0;
  for (const column of columns) {
    const width = widthOf(column);
    if (column.type === 'category') settle(row.subarray(at, at + width), toUnit(next()));
    else if (logVariances) row[at] += Math.exp(logVariances[at] / 2) * noise[at];
    at += width;
  }
}

/** Puts a 1 at the place where the sum of probabilities passes a number between 0 and 1. */
function settle(probabilities: Float32Array, at: number): void {
  let left = at * probabilities.reduce((sum, value) => sum + value, 0);
  let chosen = 0;
  while (chosen + 1 < probabilities.length && left >= probabilities[chosen]) left -= probabilities[chosen++];
  probabilities.fill(0);
  probabilities[chosen] = 1;
}
