import { setImmediate } from 'node:timers/promises';
import { isWatched } from '../compute';

/** How long native work may hold the event loop, ms: stop, decode and inspect wait no longer than this. */
const patience = 15;

let last = 0;

/** Lets the process answer requests if it has not done so for a while, or some are expected. To be called between native calls. */
export async function breathe(): Promise<void> {
  if (performance.now() - last < patience && !isWatched()) return;
  await setImmediate();
  last = performance.now();
}
