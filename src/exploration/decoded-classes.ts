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
  const counts = countClasses(classes);
  return Int32Array.of(counts.indexOf(Math.max(...counts)));
}

/** A class for each of some draws, as often as the data have it. */
export function drawClasses(computation: Computation, count: number, seed: number): Int32Array | undefined {
  const known = computation.classes?.filter((number) => number >= 0);
  if (!known) return undefined;
  const next = random(seed, classSeed);
  return Int32Array.from({ length: count }, () => (known.length > 0 ? known[next() % known.length] : 0));
}

/** How many examples each class has. */
function countClasses(classes: Int32Array): number[] {
  const counts = [0];
  for (const number of classes) if (number >= 0) counts[number] = (counts[number] ?? 0) + 1;
  return Array.from(counts, (count = 0) => count);
}
