// Runs the tests of one folder in this process: node dist/test/harness/main.js unit
import { join } from 'node:path';
import { projectRoot } from './paths';
import { runTests } from './test-run';

const [suite = 'unit'] = process.argv.slice(2);
const timeout = suite === 'unit' ? 60_000 : 300_000;
runTests({ folder: join(projectRoot, 'dist', 'test', suite), timeout }).then(
  ({ failed }) => process.exit(failed ? 1 : 0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
