// Stage `check`: Biome and TypeScript.
import { join } from 'node:path';
import { root } from '../processes.mjs';
import { noResult, printed } from './results.mjs';

const bin = (name) => join(root, 'node_modules', name);

const commands = {
  'lint and format': [bin('@biomejs/biome/bin/biome'), 'check', '.'],
  types: [bin('typescript/bin/tsc'), '-p', '.'],
  'types of the webview': [bin('typescript/bin/tsc'), '-p', 'webview'],
};

export function checkJobs() {
  return Object.entries(commands).map(([name, command]) => ({
    title: `check: ${name}`,
    async run(print) {
      const passed = (await printed(process.execPath, command, { print, yields: true })) === 0;
      return { ...noResult(), [passed ? 'passed' : 'failed']: 1 };
    },
  }));
}
