import type { KeptLayout, LayoutProgress, UmapParams } from '../../src/protocol/layout';
import { t } from '../l10n';
import type { Panel } from '../panel';
import { createStore, type Store } from '../state/store';

export interface LayoutState {
  /** What is being made; null: nothing. */
  readonly running: { readonly params: UmapParams; readonly progress: LayoutProgress } | null;
  /** What is kept with the run, by epoch. */
  readonly kept: readonly KeptLayout[];
}

/** The layout that is being made, one at a time and only when somebody asks for it. */
export interface LayoutJob {
  readonly state: Store<LayoutState>;
  /** Lays out what is shown. */
  start(params: UmapParams): void;
  stop(): void;
}

interface JobListener {
  /** Where the points are while they converge, n x 3. */
  moved(positions: Float32Array, params: UmapParams): void;
  /** It is with the run now, or was called off: what is shown has to be asked for anew. */
  ended(): void;
}

export function createLayoutJob(panel: Panel, { moved, ended }: JobListener): LayoutJob {
  const { host, view } = panel;
  const state = createStore<LayoutState>({ running: null, kept: [] });
  let job: AbortController | null = null;
  const readKept = async () => state.set({ kept: await host.call('layouts', {}) });
  void readKept().catch(panel.fail);
  // Those of another panel on the same run come here, too.
  host.on('layoutProgress', (progress) => {
    const { running } = state.get();
    if (running) state.set({ running: { ...running, progress } });
  });
  host.on('layoutPositions', ({ positions }) => {
    const { running } = state.get();
    if (running) moved(positions, running.params);
  });

  const run = async (params: UmapParams, { signal }: AbortController) => {
    state.set({ running: { params, progress: { phase: 'neighbours', fraction: 0 } } });
    try {
      await host.call('layOut', { epoch: view.get().epoch, params }, signal);
      await readKept();
      panel.announce(t('The points are laid out.'));
    } catch (error) {
      panel.fail(error);
    } finally {
      job = null;
      state.set({ running: null });
      ended();
    }
  };
  return {
    state,
    start(params) {
      if (job) return;
      job = new AbortController();
      void run(params, job);
    },
    stop: () => job?.abort(),
  };
}
