import type { Losses } from '../protocol/run';
import type { Arguments } from './arguments';
import { print } from './output';

/** Prints the same to scripts, with `--json`, as an object a line, and to people in words. */
export type Printer = (object: object, words: string) => void;

/** @throws OutputError where the standard output can't be written */
export function printer({ json }: Arguments): Printer {
  return (object, words) => print(`${json ? JSON.stringify(object) : words}\n`);
}

export function lossWords({ loss, reconstruction, kl, elbo }: Losses): string {
  const judged = elbo === null ? `loss ${loss.toFixed(2)}` : `ELBO ${elbo.toFixed(2)}`;
  return `${judged} (reconstruction ${reconstruction.toFixed(2)}, KL ${kl.toFixed(2)})`;
}
