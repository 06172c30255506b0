import { resolve } from 'node:path';
import { isUserError, toWireError, UserError } from '../protocol/errors';
import { isCommand, parseArguments, UsageError } from './arguments';
import { commands } from './commands';
import { beQuiet, brokenPipeStatus, complain, OutputError, outputFailure, print, UnmetExpectations } from './output';
import { withPipes } from './pipes';
import { usage, usageOf } from './usage';

/** 0: done. 1: our mistake, or expectations that are not met. 2: the caller's, said in one line, or no place to write to. 141: nobody reads any more. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  try {
    if (name === undefined) {
      complain(usage);
      return 2;
    }
    const wantsHelp = [name, ...args].some((word) => word === '--help' || word === '-h');
    if (wantsHelp && !isCommand(name) && !name.startsWith('-')) throw unknownCommand(name);
    if (wantsHelp) {
      print(isCommand(name) ? usageOf(name) : usage);
      return 0;
    }
    if (!isCommand(name)) throw unknownCommand(name);
    const parsed = parseArguments(name, args);
    const { library } = parsed.values;
    // The trainer, which is in this process, takes it from there as in any other.
    if (typeof library === 'string') process.env.LATENT_LENS_LIBRARY = library && resolve(library);
    if (parsed.values.quiet === true) beQuiet();
    await withPipes(parsed, commands[name]);
    const lost = outputFailure();
    return lost && !lost.isUnread ? 2 : 0;
  } catch (error) {
    if (error instanceof OutputError && error.isUnread) return brokenPipeStatus;
    if (error instanceof UnmetExpectations) return 1;
    const mistake = mistakeIn(error);
    complain(`latent-lens: ${mistake ?? (error instanceof Error ? error.stack : undefined) ?? error}\n`);
    return mistake === undefined ? 1 : 2;
  }
}

function unknownCommand(name: string): UsageError {
  return new UsageError(`there is no command ${name}; try latent-lens --help`);
}

/** What a person can mend, in one sentence; undefined for what is a fault of ours. */
function mistakeIn(error: unknown): string | undefined {
  if (error instanceof UsageError || error instanceof OutputError) return error.message;
  if (isUserError(error)) return error.code === 'internal' ? undefined : error.message;
  const { code, params } = toWireError(error);
  return code === 'internal' ? undefined : new UserError(code, params).message;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
