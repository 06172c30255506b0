import { resolve } from 'node:path';
import { isUserError } from '../protocol/errors';
import { isCommand, parseArguments, UsageError } from './arguments';
import { commands } from './commands';
import { usage } from './usage';

/** 0: done. 1: our mistake. 2: the caller's, said in one line. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  try {
    if (name === undefined || name === '--help' || name === '-h' || args.includes('--help') || args.includes('-h')) {
      process.stdout.write(usage);
      return name === undefined ? 2 : 0;
    }
    if (!isCommand(name)) throw new UsageError(`there is no command ${name}; try latent-lens --help`);
    const parsed = parseArguments(name, args);
    const { library } = parsed.values;
    // The trainer, which is in this process, takes it from there as in any other.
    if (typeof library === 'string') process.env.LATENT_LENS_LIBRARY = library && resolve(library);
    await commands[name](parsed);
    return 0;
  } catch (error) {
    const isMistake = error instanceof UsageError || (isUserError(error) && error.code !== 'internal');
    const line = error instanceof Error ? (isMistake ? error.message : (error.stack ?? error.message)) : String(error);
    process.stderr.write(`latent-lens: ${line}\n`);
    return isMistake ? 2 : 1;
  }
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
