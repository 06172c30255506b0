import type { Losses } from '../protocol/run';
import type { Arguments } from './arguments';

/** Prints the same to scripts, with `--json`, as an object a line, and to people in words. */
export function printer({ json }: Arguments): (object: object, words: string) => void {
  return (object, words) => process.stdout.write(`${json ? JSON.stringify(object) : words}\n`);
}

export function lossWords({ loss, reconstruction, kl, elbo }: Losses): string {
  const judged = elbo === null ? `loss ${loss.toFixed(2)}` : `ELBO ${elbo.toFixed(2)}`;
  return `${judged} (reconstruction ${reconstruction.toFixed(2)}, KL ${kl.toFixed(2)})`;
}
