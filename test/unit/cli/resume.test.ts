import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latentLens, start } from './command-line';

const quick = ['--data', 'builtin:digits', '--limit', '200', '--seed', '5', '--latent', '2', '--json'];

describe('latent-lens resume', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-cli-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** What each epoch came to, its time left out. */
  async function metrics(run: string): Promise<object[]> {
    const lines = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    return lines.map((line) => ({ ...JSON.parse(line), seconds: 0 }));
  }

  it('goes on with a run that was interrupted, as if it had never been', async () => {
    const stopped = join(folder, 'stopped');
    const { child, finished } = start(['train', ...quick, '--epochs', '20', '--out', stopped]);
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', (text: string) => text.includes('"epoch":2') && resolve());
    });
    child.kill('SIGINT');
    const [{ status, epochs }] = (await finished).events().slice(-1);
    assert.equal(status, 'stopped');

    const { code, stderr, events } = await latentLens('resume', '--run', stopped, '--json');
    assert.equal(code, 0, stderr);
    const [begun, ...rest] = events();
    assert.deepEqual([begun.event, begun.run], ['start', stopped]);
    const done = rest.pop();
    assert.deepEqual([done?.event, done?.status, done?.epochs], ['done', 'completed', 20]);
    assert.deepEqual(
      rest.map(({ epoch }) => epoch),
      Array.from({ length: 20 - Number(epochs) }, (_, i) => Number(epochs) + 1 + i),
    );

    const whole = join(folder, 'whole');
    await latentLens('train', ...quick, '--epochs', '20', '--out', whole);
    assert.deepEqual(await metrics(stopped), await metrics(whole));

    const again = (await latentLens('resume', '--run', stopped, '--json')).events();
    assert.deepEqual(
      again.map(({ event, epochs }) => [event, epochs]),
      [
        ['start', undefined],
        ['done', 20],
      ],
    );
  });

  it('needs a run', async () => {
    for (const [args, words] of [
      [['resume'], /--run/],
      [['resume', '--run', folder], /run\.json/],
    ] as const) {
      const { code, stderr } = await latentLens(...args);
      assert.equal(code, 2);
      assert.match(stderr, words);
    }
  });
});
