import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy, readNpy } from '../../../src/dataset/formats/npy/npy';
import type { KeptBits } from '../../../src/protocol/selections';
import { RunDirectory } from '../../../src/training/store/run-directory';
import { need } from '../../harness/need';
import { isRunning, until } from '../../harness/processes';
import { latentLens, start } from './command-line';

describe('latent-lens layout', () => {
  let folder: string;
  let run: string;
  const at = (name: string) => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-layout-'));
    run = at('run');
    const data = ['--data', 'builtin:digits', '--limit', '400', '--latent', '5', '--epochs', '2'];
    const small = ['--set', 'model.hidden=[32]'];
    const { code, stderr } = await latentLens('train', ...data, ...small, '--out', run);
    assert.equal(code, 0, stderr);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** A copy of the run with other codes. */
  async function withCodes(name: string, examples: number, change: (codes: Float32Array) => void): Promise<string> {
    const copy = at(name);
    await cp(run, copy, { recursive: true });
    const last = join(copy, 'latents', 'epoch-00002.npy');
    const codes = Float32Array.from((await readNpy(last)).data as Float32Array).slice(0, examples * 5);
    change(codes);
    await writeFile(last, encodeNpy(codes, [examples, 5]));
    const record = JSON.parse(await readFile(join(copy, 'run.json'), 'utf8'));
    record.data.examples = examples;
    await writeFile(join(copy, 'run.json'), JSON.stringify(record));
    return copy;
  }

  async function refusal(...args: readonly string[]): Promise<string> {
    const { code, stderr, stdout } = await latentLens('layout', ...args);
    assert.equal(code, 2, stderr);
    assert.equal(stdout, '');
    return stderr;
  }

  for (const dims of [2, 3]) {
    it(`writes a layout of the stored codes in ${dims}-D, the same for the same seed`, async () => {
      const args = ['layout', '--run', run, '--dims', String(dims), '--neighbours', '10', '--epochs', '50', '--json'];
      const { code, stderr, events } = await latentLens(...args, '--out', at('y.npy'));
      assert.equal(code, 0, stderr);
      const [{ seconds, ...event }, ...more] = events();
      assert.deepEqual(more, []);
      assert.deepEqual([event.event, event.method, event.shape, event.epoch], ['layout', 'umap', [400, dims], 2]);
      for (const phase of ['neighbours', 'graph', 'descent']) {
        assert.equal(typeof (seconds as Record<string, unknown>)[phase], 'number', phase);
      }
      for (const quality of ['trustworthiness', 'continuity']) {
        assert.ok((event[quality] as number) > 0.9 && (event[quality] as number) <= 1, `${quality} ${event[quality]}`);
      }
      const { data, shape } = await readNpy(at('y.npy'));
      assert.deepEqual(shape, [400, dims]);
      assert.ok((data as Float32Array).every(Number.isFinite));
      await latentLens(...args, '--seed', '1', '--out', at('again.npy'));
      assert.deepEqual((await readNpy(at('again.npy'))).data, data);
      await latentLens(...args, '--seed', '2', '--out', at('other.npy'));
      assert.notDeepEqual((await readNpy(at('other.npy'))).data, data);
    });
  }

  it('writes a layout by t-SNE that keeps neighbours as well as UMAP does', async () => {
    const args = ['layout', '--run', run, '--dims', '2', '--json'];
    const { events: umap } = await latentLens(...args, '--out', at('u.npy'));
    const tsne = [...args, '--method', 'tsne', '--perplexity', '20', '--out', at('t.npy')];
    const { code, stderr, events } = await latentLens(...tsne);
    assert.equal(code, 0, stderr);
    const [{ seconds: _, ...event }] = events();
    assert.deepEqual([event.method, event.shape, event.epoch], ['tsne', [400, 2], 2]);
    assert.ok((event.divergence as number) > 0);
    const { trustworthiness } = umap()[0] as { trustworthiness: number };
    assert.ok(
      (event.trustworthiness as number) > trustworthiness - 0.005,
      `${event.trustworthiness}, ${trustworthiness}`,
    );
    assert.ok(((await readNpy(at('t.npy'))).data as Float32Array).every(Number.isFinite));
  });

  it('writes a layout by PaCMAP that keeps neighbours nearly as well', async () => {
    const args = ['layout', '--run', run, '--dims', '2', '--json', '--method', 'pacmap', '--neighbours', '12'];
    const { code, stderr, events } = await latentLens(...args, '--out', at('p.npy'));
    assert.equal(code, 0, stderr);
    const [event] = events();
    assert.deepEqual([event.method, event.shape, event.epoch], ['pacmap', [400, 2], 2]);
    assert.ok((event.trustworthiness as number) > 0.9, `${event.trustworthiness}`);
    assert.ok(((await readNpy(at('p.npy'))).data as Float32Array).every(Number.isFinite));
  });

  it('lays out the examples of a selection alone, by name', async () => {
    const { directory, record } = await RunDirectory.open(run);
    const put = (name: string, fingerprint: string, examples: KeptBits) =>
      directory.changeSelections({ put: [{ name, fingerprint, examples }], remove: [] });
    const bits = Buffer.alloc(52).fill(0x0f).toString('base64');
    await put('some, by ranges', record.fingerprint, { length: 400, ranges: [0, 99, 399, 399] });
    await put('some, by bits', record.fingerprint, { length: 400, bits });
    await put('of others', 'another', { length: 400, ranges: [0, 99] });
    const expected = {
      'some, by ranges': (example: number) => example < 100 || example === 399,
      'some, by bits': (example: number) => example % 8 < 4,
    };
    for (const [name, isIn] of Object.entries(expected)) {
      const args = ['layout', '--run', run, '--selection', name, '--epochs', '20', '--dims', '2', '--json'];
      const { code, stderr, events } = await latentLens(...args, '--out', at('s.npy'));
      assert.equal(code, 0, stderr);
      assert.deepEqual(events()[0].shape, [400, 2]);
      ((await readNpy(at('s.npy'))).data as Float32Array).forEach((value, i) => {
        assert.equal(Number.isFinite(value), isIn(Math.floor(i / 2)), `${name}: ${Math.floor(i / 2)}`);
      });
    }
    const none = await refusal('--run', run, '--out', at('s.npy'), '--selection', 'of others');
    assert.match(none, /keeps no selection of others .* keeps: some, by ranges, some, by bits\./);
    const data = ['--data', 'builtin:digits', '--selection', 'some, by bits'];
    assert.match(await refusal('--run', run, '--out', at('s.npy'), ...data), /leave --data out/);
  });

  it('projects on principal components, of other data, too', async () => {
    const other = ['--data', 'builtin:digits', '--limit', '60'];
    const args = ['layout', '--run', run, ...other, '--method', 'pca', '--dims', '2', '--json'];
    const { code, stderr, events } = await latentLens(...args, '--out', at('p.npy'));
    assert.equal(code, 0, stderr);
    const [{ method, shape }] = events();
    assert.deepEqual([method, shape], ['pca', [60, 2]]);
    const { data } = await readNpy(at('p.npy'));
    const column = (c: number) => [...(data as Float32Array)].filter((_, i) => i % 2 === c);
    const variance = (values: number[]) => values.reduce((sum, value) => sum + value * value, 0);
    assert.ok(variance(column(0)) >= variance(column(1)));
    assert.ok(Math.abs(column(0).reduce((a, b) => a + b)) < 1e-2 * Math.sqrt(variance(column(0))));
  });

  it('says in a sentence what has no layout', async () => {
    const out = ['--out', at('none.npy')];
    const few = await withCodes('few', 12, () => undefined);
    assert.match(await refusal('--run', few, ...out), /12 point\(s\) are too few .* by 15 neighbours.* at most 11/);
    assert.match(
      await refusal('--run', few, ...out, '--method', 'tsne'),
      /12 points are too few for a perplexity of 30, .* at most 3\./,
    );
    const one = await withCodes('one', 1, () => undefined);
    assert.match(await refusal('--run', one, ...out), /at least 3 points, and there are 1/);
    const none = await withCodes('nan', 100, (codes) => codes.set([Number.NaN, Number.POSITIVE_INFINITY], 50));
    assert.match(
      await refusal('--run', none, ...out),
      /codes of 1 example\(s\) are no finite numbers, .* example 10\./,
    );
    const same = await withCodes('same', 100, (codes) => codes.fill(0.5));
    assert.match(await refusal('--run', same, ...out), /All 100 points are at one place/);
    assert.match(await refusal('--run', same, ...out, '--method', 'pca'), /All 100 points are at one place/);
    assert.match(await refusal('--run', run, '--out', at('no/where.npy')), /where\.npy could not be written/);
    assert.match(await refusal('--run', run, '--out', folder), /could not be written \(it is a folder\)/);
    assert.match(await refusal('--run', run, ...out, '--method', 'guess'), /--method takes .*umap.*, not "guess"/);
    const four = await withCodes('four', 4, () => undefined);
    assert.match(await refusal('--run', four, ...out, '--method', 'tsne'), /too few .* at most 1\./);
    assert.match(
      await refusal('--run', run, ...out, '--method', 'tsne', '--perplexity', '0'),
      /--perplexity takes >=1/,
    );
    assert.match(await refusal('--run', run, ...out, '--dims', '4'), /--dims takes .*2 \| 3/);
    assert.match(await refusal('--run', run, ...out, '--neighbours', '1'), /--neighbours takes >=2/);
    await rm(join(few, 'latents'), { recursive: true });
    assert.match(await refusal('--run', few, ...out), /No codes are stored in .*latents/);
    assert.ok(!(await readdir(folder)).includes('none.npy'));
  });

  it('leaves nothing when it is interrupted', async function () {
    need(this, process.platform === 'linux', 'Linux, to see what other processes do');
    const args = ['layout', '--run', run, '--epochs', '10000', '--neighbours', '100', '--out', at('never.npy')];
    const { child, finished } = start(args);
    const children = () => readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
    const worker = await until('the process that lays out', async () => Number((await children()).trim()));
    child.kill('SIGINT');
    const { code, stdout, stderr } = await finished;
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /cancelled/);
    await until('it to end', () => !isRunning(worker));
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.startsWith('never')),
      [],
    );
  });
});
