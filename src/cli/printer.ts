import type { Losses } from '../protocol/run';
import { termInSum, termNames } from '../protocol/terms';
import type { Arguments } from './arguments';
import { print } from './output';

/** Prints the same to scripts, with `--json`, as an object a line, and to people in words. */
export type Printer = (object: object, words: string) => void;

/** @throws OutputError where the standard output can't be written */
export function printer({ json }: Arguments): Printer {
  return (object, words) => print(`${json ? JSON.stringify(object) : words}\n`);
}

export function lossWords({ loss, terms, elbo }: Losses): string {
  const judged = elbo === null ? `loss ${loss.toFixed(2)}` : `ELBO ${elbo.toFixed(2)}`;
  const made = termNames.filter((name) => name in terms).map((name) => `${termInSum(name)} ${terms[name].toFixed(2)}`);
  return `${judged} (${made.join(', ')})`;
}

/** Losses as scripts get them, each term a field of its own; `kl` is there also of a model without one, as 0. */
export function lossFields({ loss, terms, elbo }: Losses): Readonly<Record<string, number | null>> {
  const { reconstruction, kl = 0, ...others } = terms;
  return { loss, reconstruction, kl, ...others, elbo };
}
