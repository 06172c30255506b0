import { isUserError } from '../../../../src/protocol/errors';
import { RunLock } from '../../../../src/training/store/run-lock';

/** Takes the lock of the run in a folder, says what came of it, and lets go of it when its input ends. */
async function main(folder: string): Promise<void> {
  try {
    const lock = await RunLock.acquire(folder);
    process.stdout.write('held\n');
    process.stdin.resume().on('end', () => void lock.release());
  } catch (error) {
    process.stdout.write(`${isUserError(error) ? error.code : error}\n`);
  }
}

void main(process.argv[2]);
