import type { LatentFrame } from '../../src/protocol/trainer';
import { Latest } from '../latest';
import { type Panel, projectionOf, whileShown } from '../panel';

/**
 * Keeps the points at the epoch and layout that were chosen: the newest ones while training goes on. Walking fast
 * through the epochs never queues requests.
 * @returns Asks for them anew.
 */
export function followFrames(panel: Panel, onFrame: (frame: LatentFrame) => void): () => void {
  const { host, session, view } = panel;
  const frames = new Latest(
    (epoch: number | null) => host.call('latents', { epoch, projection: projectionOf(panel) }),
    onFrame,
    panel.fail,
  );
  const refresh = whileShown(panel, 'space', () => {
    if (session.get().frames.length > 0) frames.ask(view.get().epoch);
  });
  session.changed(
    (state) => state.frames,
    () => {
      if (view.get().epoch === null) refresh();
    },
  );
  view.changed((state) => state.epoch, refresh);
  view.changed((state) => state.projection, refresh);
  refresh();
  return refresh;
}
