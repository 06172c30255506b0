// Stage `unit`: a process for each folder of tests.
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../processes.mjs';
import { runTestFiles } from './results.mjs';

export async function unitJobs({ grep }) {
  const files = await testFiles('unit');
  return [...new Set(files.map(dirname))].map((folder) => ({
    title: folder,
    run: (print) =>
      runTestFiles(
        files.filter((file) => dirname(file) === folder),
        { grep, print },
      ),
  }));
}

/** The built test files below a folder, from dist/test. Their sources say which there are, built or not. */
export async function testFiles(folder) {
  const names = await readdir(join(root, 'test', folder), { recursive: true });
  const sources = names.filter((name) => name.endsWith('.test.ts')).map((name) => join(folder, name));
  return sources.sort().map((name) => name.replace(/\.ts$/, '.js'));
}
