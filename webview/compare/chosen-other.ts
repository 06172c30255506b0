import { mostCompared, type OtherRun } from '../../src/protocol/compare';
import type { PeerRun } from '../../src/protocol/linked';
import type { Session } from '../session';
import type { Store } from '../state/store';
import type { Ui } from '../state/ui';

/** What decides it. */
interface Around {
  readonly linked: { readonly peers: Pick<Store<{ readonly runs: readonly PeerRun[] }>, 'get'> };
  readonly session: Pick<Store<Session>, 'get'>;
  readonly ui: Pick<Store<Ui>, 'get'>;
}

/** What this run is held against: what a person chose, as long as it is there; else a run of another panel, else its own first epoch. */
export function chosenOther({ linked, session, ui }: Around): OtherRun {
  const { run, frames } = session.get();
  const { runs } = linked.peers.get();
  const { against } = ui.get();
  const isThere = ({ directory }: OtherRun) =>
    directory === run.directory || runs.some((peer) => peer.directory === directory);
  if (against && isThere(against)) return against;
  return runs.length > 0
    ? { directory: runs[0].directory, epoch: null }
    : { directory: run.directory, epoch: frames[0] ?? null };
}

/** The chosen one first, and then the runs of the other panels. */
export function othersOf(around: Around): readonly OtherRun[] {
  const chosen = chosenOther(around);
  const rest = around.linked.peers.get().runs.filter(({ directory }) => directory !== chosen.directory);
  return [chosen, ...rest.map(({ directory }) => ({ directory, epoch: null }))].slice(0, mostCompared - 1);
}
