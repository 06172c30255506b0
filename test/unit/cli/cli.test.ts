import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeNpy, readNpy, writeNpy } from '../../../src/dataset/formats/npy/npy';
import { latentLens, start } from './command-line';

const quick = ['train', '--data', 'builtin:digits', '--limit', '300', '--set', 'model.hidden=[32]', '--json'];

describe('latent-lens', () => {
  let folder: string;
  let run: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-cli-'));
    run = join(folder, 'run');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('finds a learning rate, and writes nothing', async () => {
    const finder = start(['find-rate', '--data', 'builtin:digits', '--limit', '300', '--json'], { cwd: folder });
    const { code, stderr, events } = await finder.finished;
    assert.equal(code, 0, stderr);
    const [suggestion, ...points] = events().reverse();
    assert.equal(suggestion.event, 'suggestion');
    assert.ok(
      (suggestion.suggestion as number) > 1e-5 && (suggestion.suggestion as number) < 1,
      `${suggestion.suggestion}`,
    );
    assert.ok(points.length > 100 && points.every(({ event, loss }) => event === 'rate' && typeof loss === 'number'));
    assert.deepEqual(await readdir(folder), []);
    const without = await latentLens('find-rate');
    assert.match(without.stderr, /find-rate needs --data/);
  });

  it('trains, and prints an object a line', async () => {
    const { code, stderr, events } = await latentLens(
      ...quick,
      '--latent',
      '5',
      '--epochs',
      '2',
      '--seed',
      '7',
      '--out',
      run,
    );
    assert.equal(code, 0, stderr);
    const [begun, first, second, done, ...more] = events();
    assert.deepEqual(more, []);
    assert.equal(begun.event, 'start');
    for (const [i, epoch] of [first, second].entries()) {
      assert.equal(epoch.event, 'epoch');
      assert.equal(epoch.epoch, i + 1);
      for (const name of ['loss', 'reconstruction', 'kl', 'elbo', 'seconds'])
        assert.equal(typeof epoch[name], 'number', name);
      const held = epoch.validation as Record<string, number>;
      assert.ok(Math.abs(held.elbo + held.reconstruction + held.kl) < 1e-3);
    }
    assert.ok((second.loss as number) < (first.loss as number));
    assert.deepEqual([done.event, done.run, done.status, done.backend], ['done', run, 'completed', begun.backend]);
    assert.deepEqual((await readdir(run)).sort(), ['checkpoints', 'latents', 'metrics.jsonl', 'run.json']);
    assert.deepEqual((await readdir(join(run, 'latents'))).sort(), [
      'epoch-00000.npy',
      'epoch-00001.npy',
      'epoch-00002.npy',
    ]);
    const record = JSON.parse(await readFile(join(run, 'run.json'), 'utf8'));
    assert.deepEqual(
      [record.status, record.epochs, record.config.model.latent, record.config.training.seed],
      ['completed', 2, 5, 7],
    );
  });

  it('uses a trained run: evaluate, encode, decode', async () => {
    const data = ['--run', run, '--data', 'builtin:digits', '--limit', '300', '--json'];
    const [evaluation] = (await latentLens('evaluate', ...data)).events();
    const [likely] = (await latentLens('evaluate', ...data, '--samples', '60')).events();
    assert.equal(likely.samples, 100);
    assert.ok(Number(likely.logLikelihood) > Number(likely.elbo));
    assert.equal(evaluation.examples, 300);
    assert.ok((evaluation.elbo as number) < 0);

    const z = join(folder, 'z.npy');
    assert.equal((await latentLens('encode', ...data, '--out', z)).code, 0);
    const codes = await readNpy(z);
    assert.deepEqual(codes.shape, [300, 5]);
    const stored = await readNpy(join(run, 'latents', 'epoch-00002.npy'));
    assert.deepEqual([...codes.data], [...stored.data]);

    const x = join(folder, 'x.npy');
    assert.equal((await latentLens('decode', '--run', run, '--z', z, '--out', x)).code, 0);
    const images = await readNpy(x);
    assert.deepEqual(images.shape, [300, 28, 28, 1]);
    assert.ok(Array.from(images.data as Float32Array).every((pixel) => pixel >= 0 && pixel <= 1));
  });

  it('reads from disk while it trains what is more than the memory that it may take', async () => {
    const data = join(folder, 'large.npy');
    const [examples, features] = [9000, 64];
    const values = Float32Array.from({ length: examples * features }, (_, i) => Math.sin(i / features) + (i % 7));
    await writeNpy(data, values, [examples, features]);
    const out = join(folder, 'streamed');
    const args = ['train', '--data', data, '--memory', '1', '--epochs', '1', '--batch', '100', '--out', out];
    const { code, stdout, stderr } = await latentLens(...args);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /: 8898 examples, 102 held out of a sample of 1024, the rest from disk;/);
    assert.match(stdout, /completed/);
    const { config } = JSON.parse(await readFile(join(out, 'run.json'), 'utf8'));
    assert.equal(config.data.memory, 1);

    const held = await latentLens('evaluate', '--run', out, '--data', data, '--json');
    const read = await latentLens('evaluate', '--run', out, '--data', data, '--memory', '1', '--json');
    assert.equal(held.events()[0].examples, examples);
    assert.deepEqual(read.events(), held.events());

    const refused = await latentLens('train', '--data', data, '--memory', '0.5');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /--memory takes a whole number above 0/);
  });

  it('leaves no copy behind of what it trained on', async () => {
    const data = join(folder, 'packed.npy.gz');
    const [examples, features] = [9000, 64];
    await writeFile(data, gzipSync(encodeNpy(new Uint8Array(examples * features), [examples, features])));
    const cache = join(folder, 'cache');
    const args = ['train', '--data', data, '--memory', '1', '--epochs', '1', '--out', join(folder, 'packed')];
    const { code, stdout, stderr } = await start(args, { environment: { XDG_CACHE_HOME: cache } }).finished;
    assert.equal(code, 0, stderr);
    assert.match(stdout, /the rest from disk/);
    assert.deepEqual(await readdir(join(cache, 'latent-lens', 'rows')), []);
  });

  it('says what a data set holds', async () => {
    const { events } = await latentLens('inspect', '--data', 'builtin:shapes', '--json');
    assert.deepEqual(events(), [
      {
        kind: 'images',
        examples: 12_000,
        shape: [12_000, 32, 32, 1],
        dtype: 'uint8',
        columns: [],
        labels: { dtype: 'str', shape: [12_000], classes: 3 },
        missing: 0,
        duplicates: 4000,
        warnings: [],
      },
    ]);
    const { stdout } = await latentLens('inspect', '--data', 'builtin:digits');
    assert.match(stdout, /^builtin:digits: images, 10000 examples, uint8 \(10000, 28, 28, 1\)\n/);
  });

  it('converts a data set, and its labels, to .npy', async () => {
    const [x, y] = [join(folder, 'digits.npy'), join(folder, 'digit.npy')];
    const { code, stderr, events } = await latentLens(
      ...['convert', '--data', 'builtin:digits', '--out', x, '--labels', y, '--json'],
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(events()[0].labels, { dtype: 'uint8', shape: [10_000] });
    assert.deepEqual((await readNpy(x)).shape, [10_000, 28, 28, 1]);
    assert.deepEqual([...(await readNpy(y)).data].slice(0, 12), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  });

  it('trains the same twice for one seed', async () => {
    const losses = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const { events } = await latentLens(...quick, '--epochs', '1', '--seed', '3', '--out', join(folder, name));
        return events().find(({ event }) => event === 'epoch')?.loss;
      }),
    );
    assert.equal(typeof losses[0], 'number');
    assert.equal(losses[0], losses[1]);
  });

  it('ends in good order on an interrupt, with all it trained on disk', async () => {
    const out = join(folder, 'interrupted');
    const { child, finished } = start([...quick, '--epochs', '10000', '--out', out]);
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', (text: string) => text.includes('"epoch":2') && resolve());
    });
    child.kill('SIGINT');
    const { code, events } = await finished;
    assert.equal(code, 0);
    const done = events().at(-1) as { event: string; status: string; epochs: number };
    assert.deepEqual([done.event, done.status], ['done', 'stopped']);
    const metrics = (await readFile(join(out, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    assert.equal(metrics.length, done.epochs);
  });

  describe('a mistake of the caller ends with 2 and one line that says what and where', () => {
    const mistakes: Record<string, [args: () => string[], words: RegExp]> = {
      'no such command': [() => ['fly'], /fly/],
      'an unknown option': [() => [...quick, '--wings', '2'], /--wings/],
      'no data': [() => ['train'], /--data/],
      'data that are not there': [() => ['train', '--data', join(folder, 'nowhere.csv')], /nowhere\.csv/],
      'an unknown built-in set': [() => ['train', '--data', 'builtin:nothing'], /builtin:nothing/],
      'a latent dimension of 0': [() => [...quick, '--latent', '0'], /--latent/],
      'epochs that are no number': [() => [...quick, '--epochs', 'many'], /--epochs.*many/],
      'an unknown model': [() => [...quick, '--model', 'gan'], /--model/],
      'an unknown preset': [() => [...quick, '--preset', 'best'], /--preset/],
      'an unknown backend': [() => [...quick, '--backend', 'abacus'], /--backend/],
      'a folder that is not empty': [() => [...quick, '--out', folder], new RegExp(folder)],
      'a run that is none': [() => ['evaluate', '--run', folder, '--data', 'builtin:digits'], /run\.json/],
      'data of another shape': [() => ['evaluate', '--run', run, '--data', 'builtin:shapes'], /32/],
      'codes of another dimension': [
        () => [
          'decode',
          '--run',
          run,
          '--z',
          join(run, 'latents', 'epoch-00000.npy').replace(run, join(folder, 'other')),
          '--out',
          join(folder, 'y.npy'),
        ],
        /other/,
      ],
      'a data set of one row': [() => ['train', '--data', join(folder, 'one.csv')], /one\.csv|2/],
      'a conversion to nowhere': [() => ['convert', '--data', 'builtin:digits'], /--out/],
      'a conversion into a folder that is not there': [
        () => ['convert', '--data', 'builtin:digits', '--out', join(folder, 'no', 'x.npy')],
        /no.x\.npy/,
      ],
      'a tile of no size': [() => ['inspect', '--data', 'builtin:digits', '--tile', '28x'], /--tile/],
      'a text of no length': [() => ['train', '--data', 'x.txt', '--text-length', '0'], /--text-length/],
      'a text of an unknown mode': [() => ['train', '--data', 'x.txt', '--text-mode', 'words'], /"lines" \| "windows"/],
      'a tile of three sizes': [() => ['inspect', '--data', 'builtin:digits', '--tile', '1x2x3'], /--tile/],
      'an empty file': [() => ['train', '--data', join(folder, 'empty.csv')], /empty\.csv/],
      'a folder without images': [() => ['train', '--data', join(folder, 'bare')], /bare/],
    };

    before(async () => {
      await writeFile(join(folder, 'one.csv'), 'a,b\n1,2\n');
      await writeFile(join(folder, 'empty.csv'), '');
      await mkdir(join(folder, 'bare'));
    });

    for (const [name, [args, words]] of Object.entries(mistakes)) {
      it(name, async () => {
        const { code, stderr, stdout } = await latentLens(...args());
        assert.equal(code, 2, stderr);
        assert.match(stderr, words);
        assert.equal(stderr.trim().split('\n').length, 1, stderr);
        assert.equal(stdout, '');
      });
    }
  });
});
