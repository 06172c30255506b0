import type { ShownAxesMethods } from '../../protocol/compare';
import { defaultProjection } from '../../protocol/projection';
import { Comparing } from '../compare/comparing';
import type { ExplorationContext } from '../exploration-context';
import type { Answers } from './answers';

/** The run beside others of the same data. */
export function comparingAnswers(
  context: ExplorationContext,
): Answers<'compare' | 'neighboursInCommon' | 'decodeByOther'> {
  const comparing = new Comparing(context.run);
  return {
    compare: (params, signal) => comparing.compare(params, signal),

    neighboursInCommon: (params, signal) => comparing.neighboursInCommon(params, signal),

    async decodeByOther(params) {
      const { from, ofClass = null } = params;
      if (from !== null) context.checked([from]);
      return comparing.decodeByOther(params, (computation) => context.classOf(computation, ofClass, from));
    },
  };
}

/** The axes that another run's panel turns its codes onto. */
export async function shownAxes(
  context: ExplorationContext,
  wanted: number | null,
): Promise<ReturnType<ShownAxesMethods['shownAxes']>> {
  const shown = await context.run.encodings(wanted);
  const { origin, basis } = await context.projected(shown, defaultProjection(context.run.latent));
  const [x, y, z] = basis;
  return { origin: [...origin], basis: [[...x], [...y], [...z]] };
}
