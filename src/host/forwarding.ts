import type { PanelMethods } from '../protocol/panel';
import type { Handlers } from '../protocol/rpc';
import type { TrainerMethods } from '../protocol/trainer';
import type { RunSession } from './run-session';

/** What the panel asks of the trainer; the host checks the parameters and passes them on. */
const forwarded = [
  'latents',
  'column',
  'examples',
  'inspect',
  'decode',
  'nearest',
  'support',
  'trails',
  'posteriorBodies',
  'sigmaHistograms',
  'path',
  'direction',
  'traversals',
  'manifold',
  'priorFit',
  'encodeGiven',
  'dimensionEffects',
  'compare',
  'neighboursInCommon',
  'decodeByOther',
  'byEpoch',
  'codeLists',
  'swapCode',
  'samples',
  'reconstructions',
  'around',
  'nearestInputs',
  'nearestInputsOfGiven',
  'latentMoments',
  'sheet',
  'selections',
  'keepSelections',
  'keptMeasures',
  'measure',
  'pagePlan',
] as const satisfies readonly (keyof PanelMethods & keyof TrainerMethods)[];

type Forwarded = Pick<Handlers<PanelMethods>, (typeof forwarded)[number]>;

export function forwarding(session: RunSession): Forwarded {
  const handlers = forwarded.map((name) => {
    const forward = async (params: never, signal: AbortSignal) => {
      const trainer = await session.connected();
      session.asked(name);
      return trainer.call(name, params, signal);
    };
    return [name, forward];
  });
  return Object.fromEntries(handlers) as Forwarded;
}
