import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latentLens, start } from './command-line';

const quick = [
  ...['--data', 'builtin:digits', '--limit', '200', '--seed', '5', '--latent', '2'],
  ...['--set', 'model.hidden=[32]', '--json'],
];

describe('latent-lens resume', function () {
  this.timeout(300_000);
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

  it('trains a complete run further, the same wherever it is stopped', async () => {
    const [once, twice] = [join(folder, 'once'), join(folder, 'twice')];
    for (const out of [once, twice]) await latentLens('train', ...quick, '--epochs', '2', '--out', out);
    const first = await metrics(once);

    const { code, stderr, events } = await latentLens('resume', '--run', once, '--epochs', '5', '--json');
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      events().map(({ event, epoch, epochs }) => [event, epoch ?? epochs]),
      [['start', undefined], ...[3, 4, 5].map((epoch) => ['epoch', epoch]), ['done', 5]],
    );
    const further = await metrics(once);
    assert.deepEqual(further.slice(0, 2), first);
    const record = JSON.parse(await readFile(join(once, 'run.json'), 'utf8'));
    assert.deepEqual([record.status, record.epochs, record.config.training.epochs], ['completed', 5, 5]);

    // Stopped on its way and resumed without a word of epochs, it goes to as many.
    const { child, finished } = start(['resume', '--run', twice, '--epochs', '5', '--json']);
    child.stdout?.on('data', (text: string) => text.includes('"epoch":3') && child.kill('SIGINT'));
    assert.equal((await finished).code, 0);
    await latentLens('resume', '--run', twice, '--json');
    assert.deepEqual(await metrics(twice), further);
  });

  it('trains on where patience had ended a run', async () => {
    const out = join(folder, 'impatient');
    const impatient = ['--set', 'training.patience=1', '--learning-rate', '2', '--epochs', '20', '--out', out];
    await latentLens('train', ...quick, ...impatient);
    const record = async () => JSON.parse(await readFile(join(out, 'run.json'), 'utf8'));
    const { epochs } = await record();
    assert.ok(epochs < 20);
    const { code, stderr } = await latentLens('resume', '--run', out, '--epochs', `${epochs + 2}`);
    assert.equal(code, 0, stderr);
    // Patience begins anew there: one epoch at least.
    const { status, epochs: done, config, extended } = await record();
    assert.deepEqual([status, config.training.patience, extended], ['completed', 1, [epochs]]);
    assert.ok(done > epochs && done <= epochs + 2);
  });

  it('refuses epochs that it has been trained for, and leaves the run as it was', async () => {
    const out = join(folder, 'enough');
    await latentLens('train', ...quick, '--epochs', '3', '--out', out);
    const before = await readFile(join(out, 'run.json'), 'utf8');
    for (const [epochs, words] of [
      ['3', /has been trained for 3 epochs, and was to go to 3/],
      ['0', /--epochs/],
      ['more', /--epochs.*more/],
    ] as const) {
      const { code, stderr } = await latentLens('resume', '--run', out, '--epochs', epochs);
      assert.equal(code, 2);
      assert.match(stderr, words);
    }
    assert.equal(await readFile(join(out, 'run.json'), 'utf8'), before);
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
