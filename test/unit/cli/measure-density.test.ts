import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latentLens } from './command-line';

type Event = Record<string, unknown>;
type Value = { readonly value: number; readonly error: number; readonly n: number };

describe('latent-lens measure --only density', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const data = ['--data', 'builtin:digits', '--limit', '60'];

  async function train(name: string, source: string, ...args: readonly string[]): Promise<void> {
    const small = ['--limit', '300', '--epochs', '2', '--set', 'model.hidden=[32]', '--out', at(name)];
    const { code, stderr } = await latentLens('train', '--data', source, ...small, ...args);
    assert.equal(code, 0, stderr);
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-density-'));
    const lines = Array.from({ length: 80 }, (_, i) => 'to be or not to be that is'.slice(i % 7, 10 + (i % 13)));
    await writeFile(at('words.txt'), `${lines.join('\n')}\n`);
    await train('grey', 'builtin:digits', '--epochs', '20');
    await train('shades', 'builtin:digits', '--set', 'model.likelihood=discretised-logistic');
    await train('gaussian', 'builtin:digits', '--set', 'model.likelihood=gaussian');
    await train('ae', 'builtin:digits', '--model', 'ae');
    await train('vamp', 'builtin:digits', '--set', 'model.prior.name=vamp');
    await train('words', at('words.txt'), '--set', 'model.hidden=[16]');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function measured(run: string, ...args: readonly string[]): Promise<(name: string) => Value> {
    const { code, stderr, events } = await latentLens('measure', '--run', at(run), ...args, '--json');
    assert.equal(code, 0, stderr);
    return (name) => {
      const found = events().find((event) => event.event === 'measure' && event.name === name);
      assert.ok(found, name);
      return found as unknown as Value;
    };
  }

  async function evaluated(run: string, ...args: readonly string[]): Promise<Event> {
    return (await latentLens('evaluate', '--run', at(run), ...data, ...args, '--json')).events()[0];
  }

  async function refusal(run: string, only: string): Promise<string> {
    const { code, stderr } = await latentLens('measure', '--run', at(run), ...data, '--only', only);
    assert.equal(code, 2, stderr);
    return stderr;
  }

  const near = (actual: number, expected: number, tolerance: number) =>
    assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} for ${expected}`);

  it('has the ELBO and the likelihood that an evaluation has', async () => {
    const of = await measured('grey', ...data, '--only', 'elbo,log-likelihood', '--samples', '100');
    const { elbo, kl, reconstruction, logLikelihood, samples } = await evaluated('grey', '--samples', '100');
    assert.equal(samples, 100);
    near(of('kl').value, Number(kl), 1e-3);
    // That of one draw each, and ours of 16.
    near(of('reconstruction').value, Number(reconstruction), 2);
    near(of('elbo').value, Number(elbo), 2);
    near(of('elbo').value, -of('reconstruction').value - of('kl').value, 1e-3);
    near(of('log-likelihood').value, Number(logLikelihood), 1e-3);
    assert.ok(of('log-likelihood').value > of('elbo').value);
    assert.deepEqual([of('elbo').n, of('elbo').error > 0.1 && of('elbo').error < 20], [60, true]);
  });

  it('has the likelihood by annealing, too, near to that by importance sampling', async () => {
    const few = ['--data', 'builtin:digits', '--limit', '10'];
    const args = ['--only', 'log-likelihood,log-likelihood-ais', '--samples', '2000', '--temperatures', '100'];
    const of = await measured('grey', ...few, ...args);
    const [sampled, annealed] = ['log-likelihood', 'log-likelihood-ais'].map(of);
    assert.equal(annealed.n, 10);
    near(annealed.value, sampled.value, 1);
    assert.match(await refusal('ae', 'log-likelihood-ais'), /no ELBO: it is a plain autoencoder/);
  });

  it('has the KL in three parts', async () => {
    const of = await measured('grey', '--only', 'elbo,elbo-decomposition');
    const parts = ['index-code mutual information', 'total correlation', 'dimension-wise kl'].map(of);
    const sum = parts.reduce((total, { value }) => total + value, 0);
    near(sum, of('kl').value, 5 * Math.hypot(...parts.map(({ error }) => error)));
    assert.ok(parts[0].value > 0.1 && parts[0].value <= Math.log(30) + 1e-6, 'at most the log of 30 held out examples');
  });

  it('has bits of probabilities of shades, and of densities with dequantisation', async () => {
    const shades = await measured('shades', ...data, '--only', 'density');
    near(shades('bits-per-dimension').value, -shades('elbo').value / (784 * Math.LN2), 1e-9);
    // With a variance of 1, noise of the size of a shade changes next to nothing but the unit.
    const gaussian = await measured('gaussian', ...data, '--only', 'density');
    near(gaussian('bits-per-dimension').value, 8 - gaussian('elbo').value / (784 * Math.LN2), 1e-3);
    const { stdout } = await latentLens('measure', '--run', at('gaussian'), ...data, '--only', 'bits-per-dimension');
    assert.match(stdout, /bits-per-dimension .* bits +60 +uniform dequantisation/);
  });

  it('has bits per character of text', async () => {
    const of = await measured('words', '--only', 'density');
    assert.ok(of('bits per character').value > 0.5 && of('bits per character').value < 16);
  });

  it('says what has none', async () => {
    assert.match(await refusal('grey', 'bits-per-dimension'), /a Bernoulli likelihood of grey pixels is none/);
    assert.match(await refusal('ae', 'elbo'), /no ELBO: it is a plain autoencoder/);
    assert.match(await refusal('vamp', 'elbo-decomposition'), /prior is not N\(0, I\)/);
  });
});
