import { expectMore } from '../compute';
import type { Exploration } from '../exploration/exploration';
import type { ShownAxesMethods } from '../protocol/compare';
import type { Handlers } from '../protocol/rpc';
import type { ExplorationMethods } from '../protocol/trainer';
import type { FirstLook } from './first-look';
import type { Run } from './run';

/** Asked at each move of the 3-D cursor: the next question comes at once. */
const following = ['decode', 'support', 'decodeByOther'] as const satisfies Names;
const others = [
  'column',
  'examples',
  'inspect',
  'nearest',
  'trails',
  'dimensionEffects',
  'posteriorBodies',
  'sigmaHistograms',
  'priorFit',
  'failures',
  'path',
  'direction',
  'traversals',
  'manifold',
  'compare',
  'neighboursInCommon',
  'byEpoch',
  'codeLists',
  'swapCode',
  'samples',
  'reconstructions',
  'around',
  'nearestInputs',
  'latentMoments',
  'sheet',
] as const satisfies Names;

type Names = readonly (keyof Exploration['answers'])[];
type Asked = (typeof following | typeof others)[number];

/**
 * What is asked of the codes and the model of the run that is open.
 * @param look Answers the first look at a new run before its first step.
 */
export function createExploring(
  opened: () => Run,
  look: () => FirstLook | undefined,
): Handlers<ExplorationMethods & ShownAxesMethods> {
  const ask = (name: Asked) => (params: never, signal: AbortSignal) =>
    opened().exploration.answers[name](params, signal);
  const askFollowing = (name: Asked) => (params: never, signal: AbortSignal) => {
    expectMore();
    return ask(name)(params, signal);
  };
  const asked = Object.fromEntries([
    ...others.map((name) => [name, ask(name)]),
    ...following.map((name) => [name, askFollowing(name)]),
  ]) as Pick<Handlers<ExplorationMethods>, Asked>;
  return {
    ...asked,
    latents: (params) => {
      const answer = () => opened().exploration.answers.latents(params);
      const first = look();
      return first ? first.answer(answer) : answer();
    },
    encodeGiven: async ({ content, ...place }, signal) => {
      const run = opened();
      return run.exploration.given(await run.readGiven(content, signal), place);
    },
    nearestInputsOfGiven: async ({ content }, signal) => {
      const run = opened();
      return run.exploration.nearestInputsOf(await run.readGiven(content, signal));
    },
    shownAxes: ({ epoch }) => opened().exploration.shownAxes(epoch),
  };
}
