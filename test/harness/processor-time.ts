// How long processors have worked, in seconds. Elsewhere than on Linux there is no telling: null.
import { membersOf, processIds, readProcess } from './processes';

const canTell = process.platform === 'linux';

/** For this process and all that it has started, of which what was left unburied counts where `ending` saw to it. */
export function ownProcessorTime(): number | null {
  return canTell ? sum([process.pid]) + unburied() : null;
}

/** For all of a group, and what they started and have buried. */
export function processorTimeOfGroup(group: number): number | null {
  return canTell ? sum(membersOf(group)) : null;
}

/** Ends something whose processes leave children unburied, as browsers do: what these took counts from then on. */
export async function ending(end: () => Promise<void>): Promise<void> {
  const before = canTell ? sum(family()) : 0;
  await end();
  if (canTell) Object.assign(globalThis, { [key]: unburied() + Math.max(0, before - sum(family())) });
}

/** Each bundle of tests has this module anew. */
const key = Symbol.for('latent-lens-unburied');

function unburied(): number {
  return Number(Reflect.get(globalThis, key) ?? 0);
}

function sum(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (readProcess(pid)?.worked ?? 0), 0);
}

/** This process and all that descend from it and run. */
function family(): number[] {
  const found = new Set([process.pid]);
  // A child may have a smaller number than its parent, once the numbers have begun anew.
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const pid of processIds()) if (found.has(readProcess(pid)?.parent ?? 0)) found.add(pid);
  }
  return [...found];
}
