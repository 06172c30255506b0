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
    await commands[name](parseArguments(name, args));
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
