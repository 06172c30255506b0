import { UserError } from '../protocol/errors';
import { type LayoutParams, neighboursOf } from '../protocol/layout';
import type { Points } from './neighbours';

/**
 * Refuses what has no layout.
 * @param params Null: by principal components.
 * @throws UserError layout.onePoint, layout.tooFewPoints, layout.perplexityTooHigh, layout.notFinite, layout.allEqual
 */
export function checkPoints({ values, dims }: Points, params: LayoutParams | null): void {
  const points = values.length / dims;
  const least = params?.kind === 'tsne' ? 4 : 3;
  if (points < least) throw new UserError('layout.onePoint', { points, least });
  if (params && points <= neighboursOf(params)) throw tooFew(points, params);
  const wrong = new Set<number>();
  let differs = false;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) wrong.add(Math.floor(i / dims));
    differs ||= values[i] !== values[i % dims];
  }
  if (wrong.size > 0) {
    const [index] = wrong;
    throw new UserError('layout.notFinite', { count: wrong.size, index });
  }
  if (!differs) throw new UserError('layout.allEqual', { points });
}

function tooFew(points: number, params: LayoutParams): UserError {
  return params.kind !== 'tsne'
    ? new UserError('layout.tooFewPoints', { points, neighbours: params.neighbours, most: points - 1 })
    : new UserError('layout.perplexityTooHigh', {
        points,
        perplexity: params.perplexity,
        most: Math.floor((points - 1) / 3),
      });
}
