import { markTestLine } from '../harness/extension-host-log';
import { runTests } from '../harness/test-run';

/** Called by the editor in its extension host; rejects where a test failed. */
export async function run(): Promise<void> {
  const { failed } = await runTests({
    folder: __dirname,
    timeout: 180_000,
    print: (line) => console.log(markTestLine(line)),
  });
  if (failed) throw new Error(`${failed} failed.`);
}
