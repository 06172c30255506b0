import { render } from '../../dataset';
import type { Direction, DirectionParams } from '../../protocol/directions';
import { UserError } from '../../protocol/errors';
import { isDiscrete } from '../../protocol/posteriors';
import { codeOf } from '../decoded-space';
import { indicesOf } from '../example-set';
import type { ExploredRun, ShownModel } from '../explored-run';
import type { Placement } from '../placement';
import { findDirection } from './find-direction';

/** A direction between two sets of examples, applied to some codes: z + t v, decoded. @throws UserError direction.*, path.* */
export async function runDirection(
  run: Pick<ExploredRun, 'data'>,
  { codes, computation, epoch, model, weights }: ShownModel,
  placement: Placement,
  { kind, a, b, from, factors, seed }: DirectionParams,
  classes: (count: number) => Int32Array | undefined,
): Promise<Direction> {
  if (isDiscrete(model.config)) throw new UserError('path.discrete');
  const { latent } = codes;
  const { examples } = run.data;
  const sets = { a: indicesOf(a, examples), b: indicesOf(b, examples) };
  const { vector, ...found } = await findDirection(codes, sets, kind, seed);
  const moved = new Float32Array(from.length * factors.length * latent);
  for (const [row, point] of from.entries()) {
    const base = codeOf(codes, point);
    if (!base.every(Number.isFinite)) throw new UserError('path.notFinite', { point: row + 1 });
    for (const [column, factor] of factors.entries()) {
      const z = base.map((value, j) => value + factor * vector[j]);
      moved.set(z, (row * factors.length + column) * latent);
    }
  }
  const count = from.length * factors.length;
  const decoded = await weights.exclusive(async () => computation.decode(moved, classes(count)));
  return {
    ...found,
    epoch,
    vector: Float32Array.from(vector),
    codes: moved,
    positions: placement.place({ latent, means: moved }),
    decoded: render(decoded, run.data.dataset.encoding),
  };
}
