import { breathe } from '../../training/breathe';

/** Codes that see each other, or one alone. */
export interface Group {
  /** The place of the first of them in the list. */
  readonly first: number;
  readonly members: number;
}

/** Codes that are put together; of more some, which are as fair a sample. */
export const grouped = 192;
/** Groups that are told apart. */
const most = 12;
/** Where it is looked between two codes, as shares of the way. */
const between = [0.5, 0.25, 0.75];

/** Places on the line between two codes, those first that are likelier to be in the way. */
export function placesBetween(a: Float32Array, b: Float32Array): readonly Float32Array[] {
  return between.map((share) => a.map((value, j) => value + share * (b[j] - value)));
}

/**
 * Puts codes together that see each other: each joins the first group whose first code it sees, or begins another.
 * @param seen Which of some codes, the first of their groups, a code sees; -1: none.
 */
export async function groupsInSight(
  codes: readonly Float32Array[],
  seen: (code: Float32Array, others: readonly Float32Array[]) => number | Promise<number>,
): Promise<readonly Group[]> {
  const groups: { readonly first: number; members: number }[] = [];
  for (const [place, code] of codes.entries()) {
    const firsts = groups.map(({ first }) => codes[first]);
    const own = groups[await seen(code, firsts)];
    if (own) own.members++;
    else if (groups.length < most) groups.push({ first: place, members: 1 });
    await breathe();
  }
  return groups;
}
