import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { markTestLine } from '../harness/extension-host-log';
import { runTests } from '../harness/test-run';

/** Called by the editor in its extension host; rejects where a test failed. */
export async function run(): Promise<void> {
  const names = readdirSync(__dirname).filter((name) => name.endsWith('.test.js'));
  const { failed } = await runTests({
    files: names.sort().map((name) => join(__dirname, name)),
    timeout: 10 * 60_000,
    print: (line) => console.log(markTestLine(line)),
  });
  if (failed) throw new Error(`${failed} failed.`);
}
