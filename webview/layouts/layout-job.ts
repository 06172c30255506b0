import { UserError } from '../../src/protocol/errors';
import type { KeptLayout } from '../../src/protocol/layout';
import type { RunningLayout } from '../../src/protocol/panel';
import type { LayoutProjection } from '../../src/protocol/trainer';
import { t } from '../l10n';
import type { Panel } from '../panel';
import { createStore, type Store } from '../state/store';

export interface LayoutState {
  /** What is being made; null: nothing. */
  readonly running: RunningLayout | null;
  /** What is kept with the run, by epoch. */
  readonly kept: readonly KeptLayout[];
}

/** The layout that is being made, one at a time and only when somebody asks for it. It goes on while the panel is away. */
export interface LayoutJob {
  readonly state: Store<LayoutState>;
  /** Lays out what is shown. */
  start(layout: LayoutProjection): void;
  stop(): void;
}

interface JobListener {
  /** Where the points are while they converge, examples x 3. */
  moved(positions: Float32Array, layout: LayoutProjection): void;
  /** It is with the run now, or was called off: what is shown has to be asked for anew. */
  ended(): void;
}

export function createLayoutJob(panel: Panel, { moved, ended }: JobListener): LayoutJob {
  const { fail, host, view } = panel;
  const state = createStore<LayoutState>({ running: null, kept: [] });
  const begun = (layout: LayoutProjection) =>
    state.set({ running: { layout, progress: { phase: 'neighbours', fraction: 0 } } });
  host.on('layoutBegun', ({ layout }) => begun(layout));
  host.on('layoutProgress', (progress) => {
    const { running } = state.get();
    if (running) state.set({ running: { ...running, progress } });
  });
  host.on('layoutPositions', ({ positions }) => {
    const { running } = state.get();
    if (running) moved(positions, running.layout);
  });
  host.on('layoutEnded', ({ failure }) => {
    state.set({ running: null });
    if (failure === null) panel.announce(t('The points are laid out.'));
    else fail(new UserError(failure.code, failure.params));
    void read().then(ended, fail);
  });
  const read = async () => state.set(await host.call('layouts', {}));
  void read().catch(fail);
  return {
    state,
    start(layout) {
      if (state.get().running) return;
      begun(layout);
      host.call('layOut', { epoch: view.get().epoch, layout }).catch((error) => {
        state.set({ running: null });
        fail(error);
      });
    },
    stop: () => void host.call('stopLayout', {}).catch(fail),
  };
}
