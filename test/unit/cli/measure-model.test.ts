import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latentLens } from './command-line';

type Event = Record<string, unknown>;

describe('latent-lens measure, of draws, health and factors', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  async function train(name: string, data: string, ...args: readonly string[]): Promise<void> {
    const small = ['--set', 'model.hidden=[32]', '--name', name, '--out', at(name)];
    const { code, stderr } = await latentLens('train', '--data', data, ...small, ...args);
    assert.equal(code, 0, stderr);
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-measure-model-'));
    // Numbers that share one cause, a category that another has to do with, and one of noise.
    const rows = Array.from({ length: 600 }, (_, i) => {
      const [cause, noise] = [Math.sin(i * 12.9), Math.sin(i * 78.2)];
      return `${cause},${2 * cause + 0.3 * noise},${noise},${i % 3 === 0 ? 'x' : 'y'}`;
    });
    await writeFile(at('table.csv'), `a,b,c,kind\n${rows.join('\n')}\n`);
    const words = ['the', 'cat', 'sat', 'on', 'a', 'mat', 'and', 'ran'];
    const lines = Array.from({ length: 200 }, (_, i) => [i, 3 * i + 1, 5 * i + 2].map((n) => words[n % 8]).join(' '));
    await writeFile(at('text.txt'), `${lines.join('\n')}\n`);
    const split = ['--validation-split', '0.2'];
    await train('shapes', 'builtin:shapes', '--limit', '600', '--epochs', '2', '--latent', '4', ...split);
    await train('table', at('table.csv'), '--epochs', '20', '--latent', '2', ...split);
    await train('vamp', at('table.csv'), '--family', 'vamp-vae', '--epochs', '1', '--latent', '2', ...split);
    await train('text', at('text.txt'), '--epochs', '1', '--latent', '2', ...split);
    await train('codes', 'builtin:digits', '--limit', '300', '--epochs', '1', '--family', 'vq-vae', ...split);
    await train(
      'plain',
      'builtin:digits',
      '--limit',
      '200',
      '--epochs',
      '1',
      '--model',
      'ae',
      '--latent',
      '2',
      ...split,
    );
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function measured(run: string, ...args: readonly string[]): Promise<Event[]> {
    const { code, stderr, events } = await latentLens('measure', '--run', at(run), ...args, '--json');
    assert.equal(code, 0, stderr);
    return events();
  }

  async function refusal(run: string, only: string, ...args: readonly string[]): Promise<string> {
    const { code, stderr, stdout } = await latentLens('measure', '--run', at(run), '--only', only, ...args);
    assert.deepEqual([code, stdout], [2, ''], stderr);
    return stderr;
  }

  const values = (events: readonly Event[], name: string, of?: string) =>
    events.filter((event) => event.event === 'measure' && event.name === name && (of === undefined || event.of === of));
  const only = (events: readonly Event[], name: string, of?: string) => {
    const found = values(events, name, of);
    assert.equal(found.length, 1, `${name} of ${of}`);
    return found[0] as Record<string, number> & { readonly settings: Record<string, number> };
  };

  it('holds draws against data, beside what real examples reach', async () => {
    const events = await measured('shapes', '--only', 'generation');
    for (const name of ['mmd-gaussian', 'mmd-polynomial', 'frechet']) {
      const [samples, examples] = [only(events, name, 'samples'), only(events, name, 'examples')];
      // A model of two epochs makes no shapes.
      assert.ok(samples.value > examples.value + 2 * samples.error, `${name}: ${samples.value}, ${examples.value}`);
      assert.deepEqual([samples.n, samples.settings.features], [120, 50]);
    }
    assert.equal(only(events, 'mmd-gaussian-p', 'samples').value, 1 / 200);
    for (const name of ['precision', 'recall', 'coverage']) assert.ok(only(events, name, 'examples').value > 0.8, name);
    assert.ok(only(events, 'novelty').value > 0 && only(events, 'copies').value === 0);
    const absent = events.filter(({ event }) => event === 'absent').map(({ measure }) => measure);
    assert.deepEqual(absent, ['ngrams']);
  });

  it('says what dimensions have to do with known factors, with errors and the same twice', async () => {
    const events = await measured('shapes', '--only', 'interpretability');
    const ofDci = ['disentanglement', 'completeness', 'informativeness'];
    const named = [
      ...['mig', 'modularity', 'sap'].map((name) => [name, undefined] as const),
      ...ofDci.flatMap((name) => [[name, 'lasso'] as const, [name, 'trees'] as const]),
    ];
    for (const [name, of] of named) {
      const { value, error, n, settings } = only(events, name, of);
      assert.ok(value >= 0 && value <= 1 && error >= 0 && error < 0.5, `${name}: ${value} ± ${error}`);
      assert.deepEqual([n, settings.factors], [600, 5]);
    }
    for (const name of ['factor-vae-score', 'beta-vae-score']) {
      const { value, n, settings } = only(events, name);
      assert.ok(value > 0.2 && value <= 1 && n === 1000 && settings.chance === 0.2, `${name}: ${value}`);
    }
    const again = await measured('shapes', '--only', 'mig,dci,factor-vae-score,beta-vae-score,mmd');
    const numbers = (of: readonly Event[]) =>
      of.flatMap(({ event, name, value, error }) => (event === 'measure' ? [[name, value, error]] : []));
    assert.deepEqual(
      numbers(again),
      numbers(await measured('shapes', '--only', 'mmd,mig,dci,factor-vae-score,beta-vae-score')),
    );
    assert.deepEqual(only(again, 'mig').value, only(events, 'mig').value);
  });

  it('says how healthy a model of a table is, and which column each dimension follows', async () => {
    const events = await measured('table', '--only', 'health,followed-columns');
    const posteriors = only(events, 'mean-square', 'posteriors');
    assert.ok(posteriors.value > 0.5 && posteriors.value < 2, String(posteriors.value));
    assert.equal(values(events, 'within-interval').length, 6);
    const kl = only(events, 'kl', 'z1').value + only(events, 'kl', 'z2').value;
    const [total] = values(events, 'kl').filter(({ of }) => of === undefined) as Record<string, number>[];
    assert.ok(Math.abs(total.value - kl) < 1e-6 && total.n === 120);
    assert.ok(only(events, 'active-units').value >= 1);
    assert.ok(Number.isFinite(only(events, 'generalisation-gap').value));
    const share = only(events, 'nearer-to-training');
    assert.ok(Math.abs(share.value - 0.5) < 5 * share.error, String(share.value));
    const notes = values(events, 'follows').map(({ note }) => String(note));
    assert.ok(
      notes.some((note) => /^follows [abc]$/.test(note)),
      notes.join(),
    );
    const strongest = values(events, 'spearman').map(({ value }) => Math.abs(value as number));
    assert.ok(Math.max(...strongest) > 0.8, strongest.join());
  });

  it('compares texts by n-grams, and counts codes that are in use', async () => {
    const text = await measured('text', '--only', 'ngrams');
    const known = values(text, 'known-n-grams', 'examples') as Record<string, number>[];
    assert.deepEqual(
      known.map(({ settings }) => (settings as unknown as Record<string, number>).order),
      [2, 3, 4, 5, 6],
    );
    // A model of one epoch does not know the language, which held-out texts are of.
    const [written] = values(text, 'known-n-grams', 'samples') as Record<string, number>[];
    assert.ok(known[0].value > 0.95 && !(written.value > known[0].value));
    const codes = await measured('codes', '--only', 'code-usage');
    const { value, n, settings } = only(codes, 'perplexity');
    assert.ok(value > 1 && value <= settings.codes && n > 0);
    assert.ok(only(codes, 'dead-codes').value <= settings.codes);
  });

  it('refuses what a model or its data do not have, in a sentence', async () => {
    assert.match(await refusal('plain', 'mmd'), /no prior to draw from: it is a plain autoencoder/);
    assert.match(await refusal('plain', 'calibration'), /no Gaussian with a variance/);
    assert.match(await refusal('vamp', 'kl-by-dimension'), /the prior N\(0, I\) alone, and this model has another/);
    assert.match(await refusal('plain', 'mig'), /no columns of true factors/);
    assert.match(await refusal('plain', 'code-usage'), /measure of discrete codes/);
    assert.match(await refusal('text', 'frechet'), /Texts are compared by their n-grams/);
    assert.match(await refusal('codes', 'active-units'), /Codes are taken from a list/);
    const few = ['--data', 'builtin:shapes', '--limit', '40'];
    assert.match(await refusal('shapes', 'frechet', ...few), /frechet needs at least 50 examples, and there are 40/);
    const fewer = ['--data', 'builtin:shapes', '--limit', '10'];
    assert.match(await refusal('shapes', 'novelty', ...fewer), /novelty needs at least 20 examples, and there are 10/);
    assert.match(
      await refusal('text', 'modularity'),
      /modularity needs at least 2 columns of factors that vary, and there/,
    );
    assert.match(
      await refusal('shapes', 'novelty', '--data', 'builtin:shapes', '--limit', '600'),
      /Most of the judged examples/,
    );
  });
});
