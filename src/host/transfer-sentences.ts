import type { Sentence } from '../protocol/errors';
import type { RunOrigin } from '../protocol/run';

/** So many variables are named. */
const mostNames = 6;

/** That a fork could not take all weights of its origin; of one that could, nothing. */
export function transferSentences({ name, epoch, taken, initialised }: RunOrigin): readonly Sentence[] {
  if (initialised.length === 0) return [];
  const names = [...initialised.slice(0, mostNames), ...(initialised.length > mostNames ? ['…'] : [])].join(', ');
  const all = taken.length + initialised.length;
  return [{ code: 'run.partlyTaken', params: { run: name, epoch, taken: taken.length, all, names } }];
}
