import { joined, type PeerRun, type SharedCamera, type SharedChange } from '../../src/protocol/linked';
import { Bits } from '../data/bits';
import { t } from '../l10n';
import type { Session } from '../session';
import { createStore, type Store } from './store';
import type { Ui } from './ui';
import type { ViewDocument } from './view-document';
import type { ViewStore } from './view-store';

/** The way to the other panels. */
export interface LinkHost {
  link(on: boolean): Promise<unknown>;
  share(change: SharedChange): Promise<unknown>;
  onPeers(listener: (runs: readonly PeerRun[]) => void): void;
  onShared(listener: (change: SharedChange) => void): void;
}

export interface Linked {
  /** The runs on the same data that other panels show. */
  readonly peers: Store<{ readonly runs: readonly PeerRun[] }>;
  /** Where a person looks from now. */
  lookedFrom(camera: SharedCamera | null): void;
  /** Calls back with where a person looks from in another panel. */
  onCamera(listener: (camera: SharedCamera | null) => void): void;
  /** From now on this panel hears the others, if a person has it so. */
  begin(): void;
}

interface LinkedParts {
  readonly host: LinkHost;
  readonly session: Store<Session>;
  readonly view: ViewStore;
  readonly ui: Store<Ui>;
  fail(error: unknown): void;
  announce(text: string): void;
}

/** What panels of the same data share of what is shown. */
const sharedParts = ['selection', 'pinned', 'epoch'] as const;

/**
 * Tells linked panels what a person changes here, and does here, as one step that can be undone, what a person does in
 * one of them. What is undone here, or follows by itself, stays here.
 */
export function linkPanels({ host, session, view, ui, fail, announce }: LinkedParts): Linked {
  const peers = createStore<{ readonly runs: readonly PeerRun[] }>({ runs: [] });
  const cameraListeners = new Set<(camera: SharedCamera | null) => void>();
  /** What is done here is another's. */
  let applying = false;
  let due: SharedChange | null = null;
  let sending = false;

  const isLinked = () => ui.get().linked && peers.get().runs.length > 0;

  /** One at a time: of a drag that is faster than it can be told, the newest. */
  async function send(change: SharedChange): Promise<void> {
    due = joined(due, change);
    if (sending) return;
    sending = true;
    try {
      while (due) {
        const next: SharedChange = due;
        due = null;
        await host.share(next);
      }
    } catch (error) {
      fail(error);
    } finally {
      sending = false;
    }
  }

  view.made(({ words, patch, goesOn }) => {
    if (applying || !isLinked()) return;
    const { selection, pinned, epoch } = patch;
    if (sharedParts.every((name) => patch[name] === undefined)) return;
    void send({
      words: words.slice(0, 1000),
      goesOn,
      ...(selection !== undefined && { selection: selection === null ? null : selection.words }),
      ...(pinned !== undefined && { pinned }),
      ...(epoch !== undefined && { epoch }),
    });
  });

  function hear(change: SharedChange): void {
    if (!ui.get().linked) return;
    const patch = fitting(change, session.get(), view.get());
    const words = t('{0}, in a linked panel', change.words);
    applying = true;
    try {
      if (view.change(words, patch, change.goesOn ? `linked ${Object.keys(patch)}` : undefined)) announce(words);
    } finally {
      applying = false;
    }
    const { camera } = change;
    if (camera !== undefined) for (const listener of cameraListeners) listener(camera);
  }

  return {
    peers,
    lookedFrom(camera) {
      if (isLinked()) void send({ words: '', goesOn: true, camera });
    },
    onCamera: (listener) => void cameraListeners.add(listener),
    begin() {
      host.onPeers((runs) => peers.set({ runs }));
      host.onShared(hear);
      ui.watch(
        (state) => state.linked,
        (on) => host.link(on).catch(fail),
      );
    },
  };
}

/** What of a change can be shown here, and is not. */
function fitting(
  { selection, pinned, epoch }: SharedChange,
  { run, frames }: Pick<Session, 'run' | 'frames'>,
  present: ViewDocument,
): Partial<ViewDocument> {
  const { examples } = run.record.data;
  const isOfTheRun = selection?.length === Math.ceil(examples / 32);
  const selected = selection && isOfTheRun ? Bits.ofWords(examples, selection) : null;
  const isSelectable = selection === null || (selected && !present.selection?.equals(selected));
  return {
    ...(isSelectable && { selection: selected }),
    ...(pinned !== undefined && (pinned === null || pinned < examples) && { pinned }),
    ...(epoch !== undefined && (epoch === null || frames.includes(epoch)) && { epoch }),
  };
}
