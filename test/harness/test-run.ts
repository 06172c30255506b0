import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { ownProcessorTime } from './processor-time';

export interface TestRunOptions {
  /** The built test files to run. */
  readonly files: readonly string[];
  /** Milliseconds for one test that sets no limit of its own. */
  readonly timeout: number;
  readonly print?: (line: string) => void;
}

export interface TestRunResult {
  passed: number;
  failed: number;
  /** Titles of tests that lacked something. */
  skipped: string[];
  /** How long each test took, in ms. */
  durations: { readonly title: string; readonly ms: number }[];
  /** Seconds that processors have worked for this process and what it started; null where there is no telling. */
  processors: number | null;
}

/**
 * Runs tests by mocha: those whose title has the text of LATENT_LENS_TEST_GREP, or all. A file that adds no test counts
 * as a failure, as does a run of no tests at all. The result is also left in the file of LATENT_LENS_TEST_RESULT.
 * @throws Error where a test is marked as the only one: it would hide all others.
 */
export async function runTests({ files, timeout, print = console.log }: TestRunOptions): Promise<TestRunResult> {
  const { LATENT_LENS_TEST_GREP: grep, LATENT_LENS_TEST_RESULT: resultFile } = process.env;
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => print(format(...values));
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout, fgrep: grep || undefined, forbidOnly: true });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const loaded = new Set<string | undefined>();
  mocha.suite.eachTest((test) => loaded.add(test.file));

  const result: TestRunResult = { passed: 0, failed: 0, skipped: [], durations: [], processors: null };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', () => result.passed++)
      .on('fail', () => result.failed++)
      .on('pending', (test) => result.skipped.push(test.fullTitle()))
      .on('test end', (test) => {
        if (test.duration) result.durations.push({ title: test.fullTitle(), ms: test.duration });
      });
  });
  for (const file of files.filter((file) => !loaded.has(file))) {
    print(`No test in ${basename(file)}.`);
    result.failed++;
  }
  if (result.passed + result.failed + result.skipped.length === 0 && !grep) {
    print('No test ran.');
    result.failed++;
  }
  result.processors = ownProcessorTime();
  if (resultFile) writeFileSync(resultFile, JSON.stringify(result));
  return result;
}
