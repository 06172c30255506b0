import { indicesOf, spread } from '../exploration/example-set';
import { byDeviations, halfAxes } from '../exploration/half-axes';
import type { Codes } from '../exploration/projection';
import type { PanelMethods } from '../protocol/panel';
import type { Handlers } from '../protocol/rpc';
import type { PageContent } from './content';
import type { Placements } from './placements';

type Answered = Pick<PanelMethods, 'posteriorBodies'>;

/**
 * The posteriors as bodies, by the variances that came along; nothing where there are none, or where a body takes more: a full
 * covariance stays with the run.
 * @param present The codes of the weights in use.
 */
export function pagePosteriors(
  { logVars, present: epoch, run }: PageContent,
  placements: Placements,
  present: Codes,
): Partial<Handlers<Answered>> {
  if (!logVars || run.record.config.model.posterior?.name === 'full-covariance') return {};
  const { latent, means } = present;
  return {
    posteriorBodies: ({ of, most, projection }) => {
      const indices = spread(indicesOf(of, means.length / latent), most);
      const { basis } = placements.linearOf(epoch, present, projection);
      const axes = new Float32Array(9 * indices.length);
      for (const [body, index] of indices.entries()) {
        const own = logVars.subarray(index * latent, (index + 1) * latent);
        axes.set(halfAxes(byDeviations(basis, own)), 9 * body);
      }
      return { epoch, indices, axes };
    },
  };
}
