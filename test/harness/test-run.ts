import { readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

export interface TestRunOptions {
  /** Every `*.test.js` below it is run. */
  readonly folder: string;
  /** Milliseconds for one test that sets no limit of its own. */
  readonly timeout: number;
  readonly print?: (line: string) => void;
}

export interface TestRunResult {
  passed: number;
  failed: number;
  /** Titles of tests that were left out. */
  leftOut: string[];
}

/**
 * Runs tests by mocha: those whose title has the text of LATENT_LENS_TEST_GREP, or all. A file that adds no test counts
 * as a failure, as does a run of no tests at all. The result is also left in the file of LATENT_LENS_TEST_RESULT.
 */
export async function runTests({ folder, timeout, print = console.log }: TestRunOptions): Promise<TestRunResult> {
  const { LATENT_LENS_TEST_GREP: grep, LATENT_LENS_TEST_RESULT: resultFile } = process.env;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.js'))
    .sort()
    .map((file) => join(folder, file));
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => print(format(...values));
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout, fgrep: grep || undefined });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const loaded = new Set<string | undefined>();
  mocha.suite.eachTest((test) => loaded.add(test.file));

  const result: TestRunResult = { passed: 0, failed: 0, leftOut: [] };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', () => result.passed++)
      .on('fail', () => result.failed++)
      .on('pending', (test) => result.leftOut.push(test.fullTitle()));
  });
  for (const file of files.filter((file) => !loaded.has(file))) {
    print(`No test in ${relative(folder, file)}.`);
    result.failed++;
  }
  if (result.passed + result.failed === 0 && !grep) {
    print(`No test ran in ${folder}.`);
    result.failed++;
  }
  if (resultFile) writeFileSync(resultFile, JSON.stringify(result));
  return result;
}
