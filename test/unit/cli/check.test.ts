import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latentLens } from './command-line';

describe('latent-lens check', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const data = ['--data', 'builtin:digits', '--limit', '200'];

  async function train(name: string, ...args: readonly string[]): Promise<void> {
    const small = ['--epochs', '2', '--limit', '300', '--set', 'model.hidden=[32]', '--out', at(name)];
    const { code, stderr } = await latentLens('train', '--data', 'builtin:digits', ...small, ...args);
    assert.equal(code, 0, stderr);
  }

  async function expecting(name: string, ...expect: readonly object[]): Promise<readonly string[]> {
    await writeFile(at(name), JSON.stringify({ version: 1, expect }));
    return ['check', '--run', at('run'), '--expect', at(name)];
  }

  async function refusal(args: readonly string[]): Promise<string> {
    const { code, stderr, stdout } = await latentLens(...args);
    assert.deepEqual([code, stdout], [2, ''], stderr);
    return stderr;
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-check-'));
    await Promise.all([train('run'), train('other', '--seed', '5'), train('ae', '--model', 'ae')]);
    const rows = Array.from({ length: 60 }, (_, i) => `${Math.sin(i)},${Math.cos(3 * i)},${i % 7}`);
    await writeFile(at('bare.csv'), `a,b,c\n${rows.join('\n')}\n`);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('ends with 0 where all is as expected, also beside another run', async () => {
    await mkdir(at('checks'));
    const args = await expecting(
      'checks/met.latentcheck.json',
      { measure: 'elbo', atLeast: -1000 },
      { measure: 'active-units', atLeast: 1 },
      { agreement: 'neighbours', run: '../other', atLeast: 0.01 },
      { agreement: 'cka', run: '../run', atLeast: 0.999 },
    );
    const { code, stdout, stderr } = await latentLens(...args, ...data);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^.*, epoch 2, 200 examples: all 4 expectations are met\n$/);
    // Without data, by the codes that both keep of their own.
    const own = await latentLens(...args);
    assert.deepEqual([own.code, own.stderr], [0, '']);
    assert.match(own.stdout, /30 examples: all 4/);
  });

  it('ends with 1 where something is not, with a line for each, and writes JUnit', async () => {
    const args = await expecting(
      'missed.latentcheck.json',
      { measure: 'elbo', atLeast: -10 },
      { measure: 'elbo', value: 'kl', atLeast: 0 },
      { agreement: 'neighbours', run: 'other', atLeast: 0.99 },
    );
    const { code, stdout, stderr } = await latentLens(...args, ...data, '--junit', at('report.xml'));
    assert.deepEqual([code, stderr], [1, '']);
    const lines = stdout.trim().split('\n');
    assert.match(lines[0], /^elbo: -\d+\.\d+ ± \d+\.?\d*, but expected at least -10: \d+\.\d standard errors below$/);
    assert.match(lines[1], /^neighbours with .*: 0\.\d+ ± 0\.\d+, but expected at least 0.99/);
    assert.match(lines[2], /2 of 3 expectations are not met$/);
    assert.match(await readFile(at('report.xml'), 'utf8'), /tests="3" failures="2"/);
    const json = await latentLens(...args, ...data, '--json');
    assert.equal(json.code, 1);
    const events = json.events();
    assert.deepEqual(
      events.map(({ event, met }) => [event, met]),
      [
        ['expectation', false],
        ['expectation', true],
        ['expectation', false],
        ['checked', undefined],
      ],
    );
    assert.deepEqual([events[3].expectations, events[3].failed], [3, 2]);
  });

  it('proposes a file that the run meets, and that tells whether the data are the same', async () => {
    const out = at('proposed.latentcheck.json');
    const written = await latentLens(
      ...[
        'check',
        '--run',
        at('run'),
        '--expect',
        out,
        ...data,
        '--write',
        '--only',
        'elbo,active-units,mse',
        '--errors',
        '2',
      ],
    );
    assert.deepEqual([written.code, written.stderr], [0, '']);
    assert.match(written.stdout, /: \d+ expectations, each 2 standard errors from what was measured\n$/);
    const { expect } = JSON.parse(await readFile(out, 'utf8'));
    assert.deepEqual(Object.keys(expect[0]), ['measure', 'atLeast']);
    const met = await latentLens('check', '--run', at('run'), '--expect', out, ...data);
    assert.deepEqual([met.code, met.stderr], [0, '']);
    assert.match(
      await refusal(['check', '--run', at('run'), '--expect', out, '--data', 'builtin:digits']),
      /written for other examples than those of builtin:digits/,
    );
    assert.match(await refusal(['check', '--run', at('run'), '--expect', out, '--write']), /is there already/);
    assert.match(
      await refusal(['check', '--run', at('run'), '--expect', out, '--only', 'elbo']),
      /--only is what --write takes/,
    );
  });

  it('says what it cannot measure, and why', async () => {
    const knn = await expecting('knn.json', { measure: 'knn-accuracy', atLeast: 0.5 });
    const few = await expecting(
      'few.json',
      { measure: 'elbo', atLeast: 0 },
      { measure: 'trustworthiness', atLeast: 0 },
    );
    assert.match(
      await refusal([...few, '--data', 'builtin:digits', '--limit', '20']),
      /few.json: trustworthiness has no value here. trustworthiness needs at least 31 examples, and there are 20/,
    );
    assert.match(await refusal([...knn, '--data', 'builtin:shapes']), /32 × 32 × 1 .* trained on 28 × 28 × 1/);
    const bare = at('bare-run');
    const trained = await latentLens('train', '--data', at('bare.csv'), '--epochs', '1', '--out', bare);
    assert.equal(trained.code, 0, trained.stderr);
    assert.match(
      await refusal(['check', '--run', bare, '--expect', at('knn.json')]),
      /knn-accuracy has no value here. The examples have no labels/,
    );
    const elbo = await expecting('elbo.json', { measure: 'elbo', atLeast: 0 });
    assert.match(
      await refusal(['check', '--run', at('ae'), ...elbo.slice(3)]),
      /elbo has no value here. The model has no ELBO/,
    );
    const other = await expecting('gone.json', { agreement: 'cka', run: 'gone', atLeast: 0 });
    assert.match(await refusal(other), /no run at .*gone/);
    await cp(at('bare.csv'), at('before.csv'));
    await writeFile(at('bare.csv'), 'a,b,c\n1,2,3\n4,5,6\n');
    assert.match(await refusal(['check', '--run', bare, '--expect', at('elbo.json')]), /bare\.csv/);
  });
});
