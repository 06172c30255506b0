// What tests come to, and how their processes are run.
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCode, root } from '../processes.mjs';

/** Where failed tests leave pictures and logs. */
export const evidence = join(root, 'dist', 'test-results');

/**
 * Numbers of tests, titles of those that lacked something, and how long each took: { title, ms }. Where it is known, too,
 * `processors`: the seconds that processors worked.
 */
export function noResult() {
  return { passed: 0, failed: 0, skipped: [], durations: [] };
}

export function sum(results) {
  return results.reduce(
    (total, { passed, failed, skipped, durations }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: [...total.skipped, ...skipped],
      durations: [...total.durations, ...durations],
    }),
    noResult(),
  );
}

/**
 * The result of tests that leave it in a file. Those that leave none, or end with a code though none of them failed, have
 * failed as a whole: they crashed, or did not even load.
 */
export async function readResult(file, code) {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const result = text === undefined ? noResult() : JSON.parse(text);
  if (text !== undefined && (code === 0 || result.failed > 0)) return { result };
  return {
    result: { ...result, failed: result.failed + 1 },
    complaint: `The tests ended with code ${code}${text === undefined ? ' and without a result' : ''}.`,
  };
}

/** The environment that tests take their orders from. */
export function orders({ grep, resultFile }) {
  return { LATENT_LENS_TEST_RESULT: resultFile, LATENT_LENS_TEST_GREP: grep ?? '' };
}

/** Runs built test files, named from dist/test, in a process of their own; `print` takes what they print, at the end, and `yields` is as for `exitCode`. */
export function runTestFiles(files, { grep, environment, print, yields }) {
  return inFolder(async (folder) => {
    const resultFile = join(folder, 'result.json');
    const args = [join(root, 'dist', 'test', 'harness', 'main.js'), ...files];
    const code = await printed(process.execPath, args, {
      env: { ...environment, ...orders({ grep, resultFile }) },
      print,
      yields,
    });
    const { result, complaint } = await readResult(resultFile, code);
    if (complaint) print(complaint);
    return result;
  });
}

/** Runs a command; answers its exit code or signal, after `print` was given all that it printed. */
export function printed(command, args, { env, print, yields }) {
  return inFolder(async (folder) => {
    // Into a file and not through a pipe: what a command leaves running would keep a pipe open.
    const file = join(folder, 'output');
    const output = await open(file, 'w');
    const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
    const where = { env: { ...colour, ...env }, stdout: output.fd, stderr: output.fd };
    const code = await exitCode(command, args, { ...where, yields });
    await output.close();
    print((await readFile(file, 'utf8')).trimEnd());
    return code;
  });
}

async function inFolder(action) {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
  try {
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
