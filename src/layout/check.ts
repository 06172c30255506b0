import { UserError } from '../protocol/errors';
import type { Points } from './neighbours';

/**
 * Refuses what has no layout.
 * @throws UserError layout.onePoint, layout.tooFewPoints, layout.notFinite, layout.allEqual
 */
export function checkPoints({ values, dims }: Points, neighbours: number): void {
  const points = values.length / dims;
  if (points < 3) throw new UserError('layout.onePoint', { points });
  if (points <= neighbours) throw new UserError('layout.tooFewPoints', { points, neighbours, most: points - 1 });
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
