// Runs files of tests in this process: node dist/test/harness/main.js unit/scene/axes.test.js ...
import { join } from 'node:path';
import { projectRoot } from './paths';
import { runTests } from './test-run';

/** A test that hangs is to be ended, not one that meets a busy machine. */
const timeout = 10 * 60_000;

const files = process.argv.slice(2).map((file) => join(projectRoot, 'dist', 'test', file));
runTests({ files, timeout }).then(
  ({ failed }) => process.exit(failed ? 1 : 0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
