import { keepsWeights } from '../src/protocol/kept-weights';
import type { Session } from './session';
import type { Store } from './state/store';
import type { ViewDocument } from './state/view-document';

interface Shown {
  readonly session: Pick<Store<Session>, 'get'>;
  readonly view: Pick<Store<ViewDocument>, 'get'>;
}

/** The epoch whose weights the model is to be shown by: the one on show, where the run keeps its weights; null: those in use. */
export function weightsEpoch({ session, view }: Shown): number | null {
  const { epoch } = view.get();
  if (epoch === null) return null;
  const { run, weights } = session.get();
  const { config, from } = run.record;
  const isFirstOfFork = epoch === 0 && from !== undefined;
  return keepsWeights(epoch, config.training) || epoch === weights.best || isFirstOfFork ? epoch : null;
}
