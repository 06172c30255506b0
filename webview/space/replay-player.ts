import { presentFrame } from '../../src/protocol/run';
import type { Panel } from '../panel';
import { dwell, following } from './replay-pace';

export interface ReplayPlayer {
  toggle(): void;
  pause(): void;
  /** The points of this epoch are on show now. */
  shown(epoch: number): void;
}

/**
 * Goes from epoch to epoch. The next one is not asked for before the points of the one before are there, so that a slow
 * run is played slower and none is left out.
 */
export function createReplayPlayer(
  { session, ui, view }: Panel,
  { goTo, changed }: { goTo(place: number): void; changed(playing: boolean): void },
): ReplayPlayer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let playing = false;
  let since = 0;

  const places = () => session.get().frames;
  const place = () => places().indexOf(view.get().epoch ?? presentFrame(session.get()) ?? 0);

  function go(to: number): void {
    since = performance.now();
    goTo(to);
  }

  function set(on: boolean): void {
    clearTimeout(timer);
    playing = on;
    changed(on);
  }

  function advance(): void {
    clearTimeout(timer);
    const rest = since + dwell(places().length, ui.get().replay.speed) - performance.now();
    timer = setTimeout(
      () => {
        const next = following(place(), places().length, ui.get().replay.loop);
        if (next === null) set(false);
        else go(next);
      },
      Math.max(0, rest),
    );
  }

  return {
    pause: () => set(false),
    toggle() {
      set(!playing);
      if (!playing) return;
      since = performance.now();
      if (place() === places().length - 1) go(0);
      else advance();
    },
    shown(epoch) {
      if (!playing) return;
      const isLast = epoch === places().at(-1);
      if (isLast && !ui.get().replay.loop) set(false);
      else advance();
    },
  };
}
