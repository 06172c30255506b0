// Stage `unit`: a process for each folder of tests.
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../processes.mjs';
import { runTestFiles } from './results.mjs';

/** Begun first, the longest of all in front: whatever is short fills up what time is left beside the last of them. */
const longest = ['cli', 'trainer', 'training', 'compute', 'runtime', 'bench', 'trial', 'scene', 'dataset/streaming'];

export async function unitJobs({ grep }) {
  const files = await testFiles('unit');
  const ranks = new Map(longest.map((name, rank) => [join('unit', name), rank]));
  const rank = (folder) => ranks.get(folder) ?? longest.length;
  const folders = [...new Set(files.map(dirname))].toSorted((a, b) => rank(a) - rank(b));
  return folders.map((folder) => ({
    title: folder,
    run: (print) =>
      runTestFiles(
        files.filter((file) => dirname(file) === folder),
        { grep, print, yields: true },
      ),
  }));
}

/** The built test files below a folder, from dist/test. Their sources say which there are, built or not. */
export async function testFiles(folder) {
  const names = await readdir(join(root, 'test', folder), { recursive: true });
  const sources = names.filter((name) => name.endsWith('.test.ts')).map((name) => join(folder, name));
  return sources.sort().map((name) => name.replace(/\.ts$/, '.js'));
}
