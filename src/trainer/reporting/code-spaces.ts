import { spread } from '../../exploration/example-set';
import { rowsOf } from '../../exploration/placement';
import { drawFromPrior } from '../../exploration/prior-draws';
import { marginalsOf } from '../../exploration/prior-fit/marginals';
import { pcaLayout } from '../../exploration/projection';
import type { Labels } from '../../measures/context';
import { posteriorOf, priorOf } from '../../protocol/composition';
import type { RunFacts, Space } from '../../report/facts';
import { range } from '../../training/encoding';
import type { OpenMeasured } from '../measuring/measure-run';

/** Points that can be told apart in a picture of a page's width. */
const mostPoints = 3000;
/** Draws of a prior that is not N(0, I), which its density is estimated from. */
const draws = 1000;

type Spaces = Pick<RunFacts, 'spaces' | 'labels' | 'points' | 'marginals'>;

/** Where codes lie: those of the judged examples, and of those that were trained on. */
export async function codeSpaces(opened: OpenMeasured): Promise<Spaces> {
  const { context, data, model } = opened;
  const parts = [context.judged, ...(context.reference ? [context.reference] : [])];
  const encoded = await Promise.all(parts.map((part) => part.codes()));
  const { latent } = encoded[0];
  const means = joined(encoded.map((codes) => codes.means));
  const count = means.length / latent;
  const some = spread(range(0, count), mostPoints);
  const shown = rowsOf({ latent, means }, some).means;
  const kept = (await context.layouts()).flatMap(({ name, positions, reference }): Space[] => {
    const all = joined([positions, ...(reference ? [reference] : [])]);
    return all.length === 3 * count ? [{ by: { layout: name }, points: flat(all, some) }] : [];
  });
  const { logVars } = encoded[0];
  const isDiagonal = posteriorOf(model.config).name === 'diagonal' && logVars !== null;
  return {
    spaces: [...linear(shown, latent), ...kept],
    labels: labelsOf(
      parts.map(({ labels }) => labels),
      some,
    ),
    points: { shown: some.length, all: data.judged.all.length + (data.reference?.all.length ?? 0) },
    marginals: isDiagonal
      ? marginalsOf(
          { means: encoded[0].means, logVars },
          drawFromPrior(model, draws, opened.seed),
          latent,
          priorOf(model.config).name === 'standard',
        )
      : null,
  };
}

/** Two axes as they are, or the first two principal components; of one dimension there is no plane. */
function linear(means: Float32Array, latent: number): readonly Space[] {
  if (latent < 2 || !means.every(Number.isFinite)) return [];
  if (latent === 2) return [{ by: 'axes', points: means }];
  const { origin, basis, axes } = pcaLayout({ latent, means }, null);
  const points = new Float32Array((2 * means.length) / latent);
  for (let row = 0; 2 * row < points.length; row++) {
    for (let axis = 0; axis < 2; axis++) {
      let sum = 0;
      for (let j = 0; j < latent; j++) sum += (means[row * latent + j] - origin[j]) * basis[axis][j];
      points[2 * row + axis] = sum;
    }
  }
  return [{ by: 'components', points, shares: [axes[0].variance ?? 0, axes[1].variance ?? 0] }];
}

/** The first two of three coordinates. */
function flat(positions: Float32Array, some: Int32Array): Float32Array {
  return Float32Array.from({ length: 2 * some.length }, (_, i) => positions[3 * some[i >> 1] + (i % 2)]);
}

function labelsOf(labels: readonly (Labels | null)[], some: Int32Array): Labels | null {
  const [first] = labels;
  if (!first) return null;
  const names = labels.map((own) => (own?.names.join('\0') === first.names.join('\0') ? own : null));
  if (names.some((own) => own === null)) return null;
  const numbers = Int32Array.from(names.flatMap((own) => [...(own?.numbers ?? [])]));
  return { names: first.names, numbers: some.map((row) => numbers[row]) };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
