import type { Computation } from '../compute';
import { random } from '../random';

/** Tells these draws from those of codes. */
const classSeed = 0xc1a5;

/** Of a model that knows classes: what a code is decoded with where nobody says which class. @param place Of an example: its own. */
export function usualClass(computation: Computation, place: number | null): Int32Array | undefined {
  const own = place === null ? undefined : computation.classify(Int32Array.of(place));
  if (own && own[0] >= 0) return own;
  const { classes } = computation;
  if (!classes) return undefined;
  return Int32Array.of(mostFrequent(classes));
}

/** A class for each of some draws, as often as the data have it. */
export function drawClasses(computation: Computation, count: number, seed: number): Int32Array | undefined {
  const known = computation.classes?.filter((number) => number >= 0);
  if (!known) return undefined;
  const next = random(seed, classSeed);
  return Int32Array.from({ length: count }, () => (known.length > 0 ? known[next() % known.length] : 0));
}

/** By the classes of a data set: asked for at each move of the 3-D cursor. */
const mostFrequentOf = new WeakMap<Int32Array, number>();

/** The class that most examples have, the first of several; 0 where none is known. */
function mostFrequent(classes: Int32Array): number {
  let most = mostFrequentOf.get(classes);
  if (most === undefined) {
    const counts = new Int32Array(1 + classes.reduce((largest, number) => Math.max(largest, number), 0));
    for (const number of classes) if (number >= 0) counts[number]++;
    most = counts.indexOf(Math.max(...counts));
    mostFrequentOf.set(classes, most);
  }
  return most;
}
