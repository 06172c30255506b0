import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNpy } from '../../../src/dataset/formats/npy/npy';
import { latentLens } from './command-line';

type Event = Record<string, unknown>;

describe('latent-lens measure --only reconstruction', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  async function succeed(...args: readonly string[]): Promise<Event[]> {
    const { code, stderr, events } = await latentLens(...args, '--json');
    assert.equal(code, 0, stderr);
    return events();
  }

  const train = (name: string, ...args: readonly string[]) =>
    succeed('train', '--epochs', '2', '--set', 'model.hidden=[32]', '--out', at(name), ...args);

  const measured = async (run: string, ...args: readonly string[]) =>
    (await succeed('measure', '--run', at(run), '--only', 'reconstruction', ...args)).filter(
      ({ event }) => event === 'measure',
    );

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-reconstruction-'));
    const rows = Array.from({ length: 200 }, (_, i) => {
      const x = Math.sin(i * i);
      return `${x},${3 * x + 0.01 * Math.cos(i)},${x > 0 ? 'up' : 'down'}`;
    });
    await writeFile(at('table.csv'), `a,b,way\n${rows.join('\n')}\n`);
    const same = Array.from({ length: 40 }, (_, i) => `${Math.sin(i)},0.5,up`);
    await writeFile(at('constant.csv'), `a,b,way\n${same.join('\n')}\n`);
    const lines = Array.from({ length: 60 }, (_, i) => 'to be or not to be that is'.slice(i % 7, 10 + (i % 13)));
    await writeFile(at('words.txt'), `${lines.join('\n')}\n`);
    await train('digits', '--data', 'builtin:digits', '--limit', '300', '--latent', '3');
    const table = '{"source": "TABLE", "roles": {"way": "feature"}}'.replace('TABLE', at('table.csv'));
    await train('table', '--set', `data=${table}`, '--latent', '2', '--set', 'training.passes=20');
    await train('words', '--data', at('words.txt'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const found = (events: readonly Event[], name: string, of = 'codes') =>
    events.find((event) => event.name === name && event.of === of) as { value: number; error: number; n: number };

  it('has the error of what is encoded and decoded, beside principal components', async () => {
    const events = await measured('digits', '--data', 'builtin:digits', '--limit', '50');
    const data = ['--run', at('digits'), '--data', 'builtin:digits', '--limit', '50'];
    await succeed('encode', ...data, '--out', at('z.npy'));
    await succeed('decode', '--run', at('digits'), '--z', at('z.npy'), '--out', at('x.npy'));
    await succeed('convert', '--data', 'builtin:digits', '--out', at('all.npy'));
    const [rebuilt, all] = await Promise.all([readNpy(at('x.npy')), readNpy(at('all.npy'))]);
    const expected =
      Array.from(rebuilt.data as Float32Array, (value, i) => (value - Number(all.data[i]) / 255) ** 2).reduce(
        (a, b) => a + b,
      ) / rebuilt.data.length;
    const { value, error, n } = found(events, 'mse');
    assert.ok(Math.abs(value - expected) < 1e-6 && error > 0 && n === 50, `${value} for ${expected}`);
    assert.ok(Math.abs(found(events, 'psnr').value + 10 * Math.log10(value)) < 1e-9);
    for (const of of ['codes', 'pca']) {
      const { value: similarity } = found(events, 'ssim', of);
      assert.ok(similarity > 0 && similarity < 1, `${of}: ${similarity}`);
    }
    assert.notEqual(found(events, 'mse', 'pca').value, value);
  });

  it('has what comes back of each column of a table', async () => {
    const events = await measured('table');
    for (const name of ['R² of a', 'R² of b', 'accuracy of way']) {
      const { value, error } = found(events, name);
      assert.ok(value > 0.3 && value <= 1 && error >= 0, `${name}: ${value} ± ${error}`);
      assert.ok(found(events, name, 'pca').value > 0.8, name);
    }
    assert.equal(found(events, 'ssim'), undefined);
  });

  it('says nothing of a column that is constant', async () => {
    const events = await measured('table', '--data', at('constant.csv'));
    const { value, note } = events.find(({ name }) => name === 'R² of b') as Event;
    assert.deepEqual([value, note], [null, 'The column b is constant, so that there is nothing to explain.']);
    assert.ok(found(events, 'R² of a').value !== null);
  });

  it('has the share of characters that come back', async () => {
    const events = await measured('words');
    const { value, error } = found(events, 'characters');
    assert.ok(value > 0.02 && value < 1 && error > 0, `${value} ± ${error}`);
    assert.equal(found(events, 'mse'), undefined);
  });

  it('has what is lost at how many bits, beside principal components and files of images', async () => {
    const args = ['--data', 'builtin:digits', '--limit', '80', '--only', 'rate-distortion,elbo'];
    const events = await succeed('measure', '--run', at('digits'), ...args);
    const curve = (of: string, name = 'psnr'): Record<string, number>[] =>
      events
        .filter((event) => event.of === of && event.name === name)
        .map(({ value, settings }) => ({ value: Number(value), ...(settings as Record<string, number>) }));
    const [posterior] = curve('posterior');
    const kl = events.find(({ name }) => name === 'kl') as { value: number };
    assert.ok(Math.abs(posterior.bits - kl.value / (784 * Math.LN2)) < 1e-4);
    const [codes, pca, any] = ['codes', 'pca', 'pca-any'].map((of) => curve(of));
    assert.deepEqual([codes.length, pca.length, any.length], [6, 6, 6]);
    for (const [i, { bits, value }] of codes.entries()) {
      assert.ok(i === 0 || bits > codes[i - 1].bits, 'finer steps take more bits');
      assert.ok(Number.isFinite(value));
      // Of few examples bits come in jumps.
      for (const linear of [pca[i], any[i]])
        assert.ok(Math.abs(linear.bits - bits) < 0.05 * bits + 1e-4, `${linear.bits}, ${bits}`);
    }
    assert.ok(codes[5].value > codes[0].value);
    for (const format of ['jpeg', 'webp']) {
      const files = curve(format);
      assert.deepEqual(
        files.map(({ quality }) => quality),
        [5, 10, 20, 40, 60, 80, 95],
      );
      assert.ok(files.every((file) => file.bits > file['bits-without-headers'] && file['bits-without-headers'] > 0));
      assert.ok(files[6].value > files[0].value);
      assert.ok(curve(format, 'ssim')[6].value > 0.9);
    }
    const table = await succeed('measure', '--run', at('table'), '--only', 'rate-distortion');
    assert.deepEqual([...new Set(table.map(({ name }) => name))].sort(), ['mse', undefined].sort());
  });

  it('says why what is no image has no similarity of images', async () => {
    const { code, stderr } = await latentLens('measure', '--run', at('words'), '--only', 'ssim');
    assert.deepEqual([code, stderr.includes('a measure of images')], [2, true], stderr);
  });
});
