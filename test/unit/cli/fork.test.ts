import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latentLens } from './command-line';

const quick = [
  ...['--data', 'builtin:digits', '--limit', '200', '--seed', '5', '--latent', '2'],
  ...['--set', 'model.hidden=[32,16]'],
];

describe('latent-lens train --from', function () {
  this.timeout(300_000);
  let folder: string;
  let origin: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-fork-'));
    origin = join(folder, 'origin');
    const { code, stdout, stderr } = await latentLens(
      ...['train', ...quick, '--epochs', '3', '--keep-weights', 'powers', '--out', origin],
    );
    assert.equal(code, 0, stderr);
    // 784-32-16-2 and back: 52,180 weights of 4 bytes, before training and after epochs 1 and 2.
    assert.match(stdout, /^Keeps the weights of 3 epochs: 0\.6 MB$/m);
    assert.equal((await readdir(join(origin, 'weights'))).length, 3);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const recordOf = async (run: string) => JSON.parse(await readFile(join(run, 'run.json'), 'utf8'));

  it('has data and settings of the run, but for what is said', async () => {
    const out = join(folder, 'fork');
    const { code, stderr, events } = await latentLens(
      ...[
        'train',
        '--from',
        `${origin}@2`,
        '--epochs',
        '2',
        '--learning-rate',
        '0.0005',
        '--beta',
        '4',
        '--out',
        out,
        '--json',
      ],
    );
    assert.equal(code, 0, stderr);
    const [start] = events();
    const { from, config, fingerprint } = await recordOf(out);
    assert.deepEqual([from.run, from.epoch, from.initialised], ['../origin', 2, []]);
    assert.deepEqual((start.from as { run: string }).run, origin);
    const { training, objective, ...own } = config;
    const before = await recordOf(origin);
    assert.equal(fingerprint, before.fingerprint);
    const { training: trained, objective: _, ...others } = before.config;
    assert.deepEqual(own, others);
    assert.equal(objective.beta, 4);
    assert.deepEqual(training, { ...trained, epochs: 2, learningRate: 0.0005, seed: 6, splitSeed: 5 });
  });

  it('goes with a configuration, and says which variables are new', async () => {
    const [file, out] = [join(folder, 'wide.latent.json'), join(folder, 'wide')];
    const request = {
      data: { source: 'builtin:digits', limit: 200 },
      from: 'origin@1',
      model: { hidden: [32, 16], latent: 3 },
      training: { epochs: 1 },
    };
    await writeFile(file, JSON.stringify(request));
    const { code, stdout, stderr } = await latentLens('train', '--config', file, '--out', out);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /after epoch 1: 9 of 14 variables; from the seed: encoder\/mean\/kernel, /);
    assert.match(stdout, /The optimiser begins anew/);
  });

  it('can be another kind of model', async () => {
    const out = join(folder, 'plain');
    await latentLens('train', '--from', origin, '--family', 'ae', '--epochs', '1', '--out', out);
    const { config, from } = await recordOf(out);
    assert.deepEqual([config.model.kind, config.family, from.epoch], ['ae', 'ae', 3]);
  });

  it('takes no weights that are not there', async () => {
    for (const [from, sentence] of [
      ['@7', /has no epoch 7/],
      ['@x', /After @ comes a number, best or newest/],
    ] as const) {
      const { code, stderr } = await latentLens('train', '--from', `${origin}${from}`);
      assert.equal(code, 2);
      assert.match(stderr, sentence);
      assert.equal(stderr.trim().split('\n').length, 1);
    }
  });

  it('has the weights of an epoch decode, and names those that are kept', async () => {
    const z = join(origin, 'latents', 'epoch-00002.npy');
    const decoded = await latentLens(
      'decode',
      '--run',
      origin,
      '--weights',
      '2',
      '--z',
      z,
      '--out',
      join(folder, 'x.npy'),
    );
    assert.match(decoded.stdout, /\(weights of epoch 2\)/);
    await rm(join(origin, 'weights', 'epoch-00001.safetensors'));
    const { code, stderr } = await latentLens(
      'decode',
      '--run',
      origin,
      '--weights',
      '1',
      '--z',
      z,
      '--out',
      join(folder, 'y.npy'),
    );
    assert.equal(code, 2);
    assert.match(stderr, /those of these epochs are: 0, 2, 3\./);
    assert.equal(
      (await latentLens('decode', '--run', origin, '--weights', 'oldest', '--z', z, '--out', 'y.npy')).code,
      2,
    );
  });

  it('keeps weights of every so many epochs', async () => {
    const out = join(folder, 'every');
    await latentLens('train', ...quick, '--epochs', '4', '--keep-weights', '2', '--out', out);
    assert.deepEqual(
      (await readdir(join(out, 'weights'))).map((name) => Number(name.slice(6, 11))),
      [0, 2, 4],
    );
    const { code, stderr } = await latentLens(
      'train',
      ...quick,
      '--keep-weights',
      'some',
      '--out',
      join(folder, 'none'),
    );
    assert.equal(code, 2);
    assert.match(stderr, /--keep-weights/);
  });
});
