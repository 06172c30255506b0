import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy, readNpy } from '../../../src/dataset/formats/npy/npy';
import type { RunsComparison } from '../../../src/protocol/compare';
import { latentLens } from './command-line';

interface Compared extends Pick<RunsComparison, 'pairs'> {
  readonly event: string;
  readonly runs: readonly { readonly name: string; readonly epoch: number; readonly metrics: unknown }[];
  readonly settings: unknown;
}

describe('latent-lens compare', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  async function train(name: string, ...args: readonly string[]): Promise<void> {
    const small = ['--limit', '300', '--epochs', '2', '--set', 'model.hidden=[32]', '--name', name, '--out', at(name)];
    const { code, stderr } = await latentLens('train', '--data', 'builtin:digits', ...small, ...args);
    assert.equal(code, 0, stderr);
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-compare-'));
    await train('vae', '--latent', '3', '--keep-weights', 'every');
    await train('ae', '--latent', '2', '--model', 'ae');
    await train('fewer', '--latent', '2', '--limit', '200');
    await train('discrete', '--family', 'vq-vae', '--latent', '16');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function compared(...args: readonly string[]): Promise<Compared> {
    const { code, stderr, events } = await latentLens('compare', ...args, '--json');
    assert.equal(code, 0, stderr);
    return events()[0] as unknown as Compared;
  }

  async function refusal(...args: readonly string[]): Promise<string> {
    const { code, stderr, stdout } = await latentLens('compare', ...args);
    assert.deepEqual([code, stdout], [2, ''], stderr);
    return stderr;
  }

  /** A copy of a run whose codes of an epoch are others. */
  async function withCodes(name: string, change: (codes: Float32Array) => Float32Array): Promise<string> {
    const copy = at(name);
    await cp(at('vae'), copy, { recursive: true });
    const file = join(copy, 'latents', 'epoch-00002.npy');
    const codes = change(Float32Array.from((await readNpy(file)).data as Float32Array));
    await writeFile(file, encodeNpy(codes, [codes.length / 3, 3]));
    const record = JSON.parse(await readFile(join(copy, 'run.json'), 'utf8'));
    record.data.examples = codes.length / 3;
    await writeFile(join(copy, 'run.json'), JSON.stringify(record));
    return copy;
  }

  it('says which settings, losses and codes are alike', async () => {
    const { event, runs, settings, pairs } = await compared('--run', at('vae'), '--run', at('ae'));
    assert.equal(event, 'comparison');
    assert.deepEqual(
      runs.map(({ name, epoch }) => [name, epoch]),
      [
        ['vae', 2],
        ['ae', 2],
      ],
    );
    const lines = (await readFile(join(at('ae'), 'metrics.jsonl'), 'utf8')).trim().split('\n');
    const { loss, activeUnits } = JSON.parse(lines[1]);
    const metrics = runs[1].metrics as Record<string, unknown>;
    assert.deepEqual([metrics.loss, metrics.elbo, metrics.activeUnits], [loss, null, activeUnits]);
    const values = settings as { setting: string; values: unknown }[];
    const of = (setting: string) => values.find((own) => own.setting === setting)?.values;
    assert.deepEqual(
      [of('model.kind'), of('model.latent'), of('training.epochs')],
      [['vae', 'ae'], ['3', '2'], undefined],
    );
    const [{ of: places, examples, cka, disparity, distances, overlap }] = pairs;
    assert.deepEqual([places, examples, overlap?.k, overlap?.chance], [[0, 1], 300, 15, 15 / 299]);
    for (const value of [cka, disparity, distances, overlap?.value]) assert.ok(value! > 0 && value! < 1, String(value));
  });

  it('finds a run and its like to be the same, in a table for people', async () => {
    const turned = await withCodes('turned', (codes) =>
      codes.map((_, i) => 3 * codes[i % 3 === 0 ? i + 1 : i % 3 === 1 ? i - 1 : i]),
    );
    const { code, stdout } = await latentLens('compare', '--run', at('vae'), '--run', turned);
    assert.equal(code, 0);
    assert.match(stdout, /^ +vae@2 +vae@2\nloss +\d/);
    assert.match(
      stdout,
      /vae@2 and vae@2, 300 examples: CKA 1\.0000, Procrustes disparity 0\.0000, distances 1\.0000, 100\.0 % ± 0\.0 % of the 15 nearest/,
    );
  });

  it('compares epochs of one run, and each two of several', async () => {
    const { runs, pairs } = await compared('--run', `${at('vae')}@0`, '--run', `${at('vae')}@2`, '--run', at('ae'));
    assert.deepEqual(
      runs.map(({ epoch, metrics }) => [epoch, metrics === null]),
      [
        [0, true],
        [2, false],
        [2, false],
      ],
    );
    assert.deepEqual(
      pairs.map(({ of }) => of),
      [
        [0, 1],
        [0, 2],
        [1, 2],
      ],
    );
  });

  it('encodes other data with each, also of runs of different data', async () => {
    const data = ['--data', 'builtin:digits', '--limit', '120'];
    const { runs, pairs } = await compared('--run', `${at('vae')}@1`, '--run', at('fewer'), ...data);
    assert.deepEqual(
      runs.map(({ epoch }) => epoch),
      [1, 2],
    );
    assert.equal(pairs[0].examples, 120);
  });

  it('has no neighbours where codes are drawn from a list', async () => {
    const { pairs } = await compared('--run', at('vae'), '--run', at('discrete'));
    assert.equal(pairs[0].overlap, null);
    assert.ok(pairs[0].cka! > 0);
    const { stdout } = await latentLens('compare', '--run', at('vae'), '--run', at('discrete'));
    assert.match(stdout, /neighbours are not told apart where codes are drawn from a list/);
  });

  it('says so where the codes of a run are all at one place', async () => {
    const same = await withCodes('same', (codes) => codes.map((_, i) => codes[i % 3]));
    const { stdout } = await latentLens('compare', '--run', at('ae'), '--run', same);
    assert.match(stdout, /ae@2 and vae@2: the codes of one of them are all at one place/);
  });

  it('refuses what cannot be compared, in a sentence', async () => {
    const vae = ['--run', at('vae')];
    assert.match(await refusal(...vae, '--run', at('fewer')), /vae and fewer are runs of different data/);
    assert.match(await refusal(...vae), /compare takes --run 2 to 4 times/);
    assert.match(await refusal(...vae, ...vae, ...vae, ...vae, ...vae), /compare takes --run 2 to 4 times/);
    assert.match(await refusal(...vae, '--run', at('nowhere')), /no run at .*nowhere/);
    assert.match(
      await refusal(...vae, '--run', `${at('ae')}@7`),
      /No codes of epoch 7 are stored .* these epochs are: 0, 1, 2\./,
    );
    assert.match(await refusal(...vae, '--run', `${at('ae')}@x`), /ends in no epoch/);
    const two = await withCodes('two', (codes) => codes.slice(0, 6));
    assert.match(await refusal('--run', two, '--run', two), /2 example\(s\) are too few .* 3 at least/);
    const odd = await withCodes('odd', (codes) => codes.map((value, i) => (i === 16 ? Number.NaN : value)));
    assert.match(await refusal(...vae, '--run', odd), /code of example 5 by vae, epoch 2, is no finite number/);
    const bare = await withCodes('bare', (codes) => codes);
    await rm(join(bare, 'latents'), { recursive: true });
    assert.match(await refusal(...vae, '--run', bare), /No codes are stored in .*latents/);
  });
});
