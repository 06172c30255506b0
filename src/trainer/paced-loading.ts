import type { Emit } from '../protocol/rpc';
import type { LoadingProgress, TrainerEvents } from '../protocol/trainer';

/** Between two words on how far something is, ms: nobody sees more, and each goes through three processes to a bar. */
const pace = 100;

/** Tells of `loading` as often as somebody can see it: what begins, and what is over, at once. */
export function pacedLoading(emit: Emit<TrainerEvents>): Emit<TrainerEvents> {
  let last: { readonly phase: LoadingProgress['phase']; readonly time: number } | undefined;
  return (event, params) => {
    if (event === 'loading') {
      const { phase, fraction } = params as LoadingProgress;
      const time = performance.now();
      if (last?.phase === phase && fraction < 1 && time - last.time < pace) return;
      last = { phase, time };
    }
    emit(event, params);
  };
}
