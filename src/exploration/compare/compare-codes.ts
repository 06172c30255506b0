import { exactNeighbours } from '../../layout/neighbours';
import { type CodeComparison, leastCompared } from '../../protocol/compare';
import { neighbourhoodSize } from '../../protocol/data';
import { permutation, random } from '../../random';
import { breathe } from '../../training/breathe';
import { rowsOf } from '../placement';
import { procrustes } from '../procrustes';
import type { Codes } from '../projection';
import { crossProducts } from './cross-products';
import { distanceAgreement } from './distance-agreement';
import { linearCka } from './linear-cka';
import { meanOverlap, neighbourOverlap } from './neighbour-overlap';

/** Examples that stand for all, at most: of CKA and Procrustes, of the overlap, of distances, whose number is the square. */
const samples = { products: 20_000, overlap: 1000, distances: 1000 };
/** Products of two numbers in one comparison, roughly: of very wide codes fewer examples stand for all. */
const mostProducts = 2e9;

/**
 * How alike the codes are that two models give the same examples, whatever the dimensions of their latent spaces are. By samples that
 * are always the same; neighbours are looked for among all examples. Its backend computes them.
 * @param neighbours Whether codes have neighbours: not where they are drawn from a list, and many examples have the same.
 * @throws RangeError of fewer examples than `leastCompared`; the signal's reason
 */
export async function compareCodes(
  x: Codes,
  y: Codes,
  { neighbours = true, signal }: { readonly neighbours?: boolean; readonly signal?: AbortSignal } = {},
): Promise<CodeComparison> {
  const examples = x.means.length / x.latent;
  if (examples < leastCompared) throw new RangeError(`${examples} examples`);
  const order = permutation(examples, random(1));
  const some = (codes: Codes, count: number) => rowsOf(codes, order.subarray(0, count));
  const width = x.latent + y.latent;
  const wide = Math.max(2 * width, Math.floor(mostProducts / width ** 2));
  const products = Math.min(examples, samples.products, wide);
  if (isOnePlace(x) || isOnePlace(y)) return { examples, cka: null, disparity: null, distances: null, overlap: null };
  const [sampleX, sampleY] = [x, y].map((codes) => some(codes, products));
  const { correlation } = procrustes(sampleX, sampleY);
  await breathe();
  return {
    examples,
    cka: linearCka(crossProducts(sampleX, sampleY)),
    disparity: Math.max(0, 1 - correlation ** 2),
    distances: distanceAgreement(some(x, samples.distances), some(y, samples.distances)),
    overlap: neighbours ? await overlapOf(x, y, order.slice(0, samples.overlap).sort(), signal) : null,
  };
}

/** Of some examples, among all. */
async function overlapOf(x: Codes, y: Codes, of: Int32Array, signal?: AbortSignal): Promise<CodeComparison['overlap']> {
  const examples = x.means.length / x.latent;
  const k = Math.min(neighbourhoodSize, examples - 1);
  const near = ({ means: values, latent: dims }: Codes) => exactNeighbours({ values, dims }, k, { of, signal });
  const overlap = meanOverlap(neighbourOverlap(await near(x), await near(y)));
  return overlap && { ...overlap, k, chance: k / (examples - 1) };
}

/** Whether the codes of all examples are the same: then nothing can be said of them. */
function isOnePlace({ latent, means }: Codes): boolean {
  return means.every((value, at) => value === means[at % latent]);
}
