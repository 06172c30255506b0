/** Said by a step when the person wants the one before. */
export const back = Symbol('back');

/** The state after a step, `back`, or undefined when the person gave up. */
export type Answer<S> = S | typeof back | undefined;

/** The same answer about something else. */
export function mapAnswer<T, S>(answer: Answer<T>, change: (value: T) => S): Answer<S> {
  if (answer === undefined) return undefined;
  return answer === back ? back : change(answer as T);
}

/** Asks for the next state. @param position From 0. */
export type Step<S> = (state: S, position: number) => Promise<Answer<S>>;

/**
 * Runs steps until `stepAt` has no more; which step comes next may depend on the answers so far. Going back returns to
 * the state before the step; before the first there is nothing, which is giving up.
 */
export async function runSteps<S>(
  initial: S,
  stepAt: (position: number, state: S) => Step<S> | undefined,
): Promise<S | undefined> {
  const states = [initial];
  for (;;) {
    const position = states.length - 1;
    const state = states[position];
    const step = stepAt(position, state);
    if (!step) return state;
    const answer = await step(state, position);
    if (answer === undefined) return undefined;
    if (answer !== back) states.push(answer);
    else if (states.length === 1) return undefined;
    else states.pop();
  }
}
