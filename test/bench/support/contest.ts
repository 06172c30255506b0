/** One of several ways to do the same. */
export interface Contestant<Name extends string> {
  readonly name: Name;
  /** Does it `times` times; answers the mean duration, ms. */
  readonly perform: (times: number) => number | Promise<number>;
}

export interface ContestOptions {
  readonly rounds: number;
  /** How long a turn should take, ms: long enough for the clock and for the processor's caches to be one's own. */
  readonly turn?: number;
}

export interface Outcome {
  /** The very first time, ms: with all that is made once. */
  readonly first: number;
  /** One duration a round, ms. */
  readonly times: readonly number[];
}

const defaultTurn = 250;

/** Past this many, longer turns tell nothing more. */
const mostTimes = 256;

/**
 * Lets contestants take turns, round by round, so that what else the machine does meets all of them. A turn of more than
 * one time begins with one that is not counted: it wakes threads and fills caches.
 */
export async function contest<Name extends string>(
  contestants: readonly Contestant<Name>[],
  { rounds, turn = defaultTurn }: ContestOptions,
): Promise<Record<Name, Outcome>> {
  const entries: { name: Name; outcome: Outcome; takeTurn: () => Promise<void> }[] = [];
  for (const { name, perform } of contestants) {
    const first = await perform(1);
    const count = Math.max(1, Math.min(mostTimes, Math.floor(turn / (await perform(1)))));
    const times: number[] = [];
    const takeTurn = async () => {
      if (count > 1) await perform(1);
      times.push(await perform(count));
    };
    entries.push({ name, outcome: { first, times }, takeTurn });
  }
  for (let i = 0; i < rounds; i++) for (const { takeTurn } of entries) await takeTurn();
  return Object.fromEntries(entries.map(({ name, outcome }) => [name, outcome])) as Record<Name, Outcome>;
}

/** A contestant that is a function to be called. */
export function repeated<Name extends string>(name: Name, work: () => unknown): Contestant<Name> {
  return {
    name,
    async perform(times) {
      const began = performance.now();
      for (let i = 0; i < times; i++) await work();
      return (performance.now() - began) / times;
    },
  };
}
