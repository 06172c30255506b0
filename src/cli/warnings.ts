import { formatSentence, type Sentence } from '../protocol/errors';
import type { Arguments } from './arguments';
import { say } from './output';
import { printer } from './printer';

/** What is to be said of data: to people beside what is printed, to scripts as events as well. */
export function sayWarnings(args: Arguments, warnings: readonly Sentence[]): void {
  for (const warning of warnings) {
    say(`${formatSentence(warning)}\n`);
    if (args.json) printer(args)({ event: 'warning', ...warning }, '');
  }
}
