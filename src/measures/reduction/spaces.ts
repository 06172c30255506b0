import type { Codes } from '../../exploration/projection';
import { UserError } from '../../protocol/errors';
import type { MeasureContext } from '../context';
import { linearCodesOf } from '../linear-codes';
import { perContext } from '../per-context';
import { Space } from './space';

/** The judged examples as they are, and as they are reduced to fewer dimensions. */
export interface Spaces {
  /** By what the model is given of them. */
  readonly data: Space;
  /** The codes, principal components of as many dimensions, and the layouts that are kept. */
  readonly reduced: readonly Space[];
}

/** @throws UserError measure.notFinite, measure.codesAllEqual, measure.dataAllEqual */
export const spacesOf = perContext(createSpaces);

async function createSpaces(context: MeasureContext): Promise<Spaces> {
  const { judged } = context;
  const values = judged.originals();
  const data = new Space('data', { values, dims: values.length / judged.count });
  if (isOnePlace({ means: values, latent: data.points.dims })) throw new UserError('measure.dataAllEqual');
  const { means, latent } = await judged.codes();
  checkCodes({ means, latent });
  const linear = linearCodesOf(context).judged;
  const layouts = await context.layouts();
  return {
    data,
    reduced: [
      new Space('codes', { values: means, dims: latent }),
      new Space('pca', { values: linear.means, dims: linear.latent }),
      ...layouts.map(({ name, positions }) => new Space(name, { values: positions, dims: 3 })),
    ],
  };
}

/** @throws UserError measure.notFinite, measure.codesAllEqual */
export function checkCodes({ means, latent }: Codes): void {
  const odd = means.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw new UserError('measure.notFinite', { index: Math.floor(odd / latent) });
  if (isOnePlace({ means, latent })) throw new UserError('measure.codesAllEqual');
}

function isOnePlace({ means, latent }: Codes): boolean {
  return means.every((value, at) => value === means[at % latent]);
}
