import { expectMore } from '../compute';
import type { ShownAxesMethods } from '../protocol/compare';
import type { Handlers } from '../protocol/rpc';
import type { ExplorationMethods } from '../protocol/trainer';
import type { FirstLook } from './first-look';
import type { Run } from './run';

/**
 * What is asked of the codes and the model of the run that is open.
 * @param look Answers the first look at a new run before its first step.
 */
export function createExploring(
  opened: () => Run,
  look: () => FirstLook | undefined,
): Handlers<ExplorationMethods & ShownAxesMethods> {
  return {
    latents: (params) => {
      const answer = () => opened().exploration.latents(params);
      const first = look();
      return first ? first.answer(answer) : answer();
    },
    column: (params, signal) => opened().exploration.column(params, signal),
    examples: (params) => opened().exploration.examples(params),
    inspect: (params) => opened().exploration.inspect(params),
    decode: (params) => {
      expectMore();
      return opened().exploration.decode(params);
    },
    nearest: (params) => opened().exploration.nearest(params),
    support: (params) => {
      expectMore();
      return opened().exploration.support(params);
    },
    dimensionEffects: (params) => opened().exploration.dimensionEffects(params),
    posteriorBodies: (params) => opened().exploration.posteriorBodies(params),
    sigmaHistograms: (params, signal) => opened().exploration.sigmaHistograms(params, signal),
    trails: (params, signal) => opened().exploration.trails(params, signal),
    encodeGiven: async ({ content, ...place }, signal) => {
      const run = opened();
      return run.exploration.given(await run.readGiven(content, signal), place);
    },
    failures: (params, signal) => opened().exploration.failures(params, signal),
    path: (params, signal) => opened().exploration.path(params, signal),
    direction: (params) => opened().exploration.direction(params),
    traversals: (params) => opened().exploration.traversals(params),
    manifold: (params) => opened().exploration.manifold(params),
    priorFit: (params) => opened().exploration.priorFit(params),
    shownAxes: ({ epoch }) => opened().exploration.shownAxes(epoch),
    compare: (params, signal) => opened().exploration.compare(params, signal),
    neighboursInCommon: (params, signal) => opened().exploration.neighboursInCommon(params, signal),
    decodeByOther: (params) => {
      expectMore();
      return opened().exploration.decodeByOther(params);
    },
    samples: (params) => opened().exploration.samples(params),
    reconstructions: (params) => opened().exploration.reconstructions(params),
    around: (params, signal) => opened().exploration.around(params, signal),
    latentMoments: (params) => opened().exploration.latentMoments(params),
    sheet: (params) => opened().exploration.sheet(params),
  };
}
