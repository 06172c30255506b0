import type { Advice } from '../protocol/advice';
import { formatSentence } from '../protocol/errors';

/** What to do next with a run, in lines. @param of The run, where there are several. */
export function adviceLines(advice: readonly Advice[], of?: string): readonly string[] {
  if (advice.length === 0) return [];
  const lines = advice.flatMap(({ sentence, why, changes, source }) => [
    `  ${formatSentence(sentence)}`,
    `    ${formatSentence(why)}${source === undefined ? '' : ` (${source})`}`,
    ...changes.map(({ setting, from, to }) => `    --set '${setting}=${to}' (now ${from})`),
  ]);
  return ['', `What should I do next?${of === undefined ? '' : ` ${of}`}`, ...lines];
}
