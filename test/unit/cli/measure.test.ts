import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { umapDefaults } from '../../../src/protocol/layout';
import { layoutFile } from '../../../src/training/store/run-files';
import { latentLens } from './command-line';

type Event = Record<string, unknown>;

describe('latent-lens measure', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  async function train(name: string, data: string, ...args: readonly string[]): Promise<void> {
    const small = ['--epochs', '2', '--set', 'model.hidden=[32]', '--name', name, '--out', at(name)];
    const { code, stderr } = await latentLens('train', '--data', data, ...small, ...args);
    assert.equal(code, 0, stderr);
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-measure-'));
    const rows = Array.from({ length: 60 }, (_, i) => `${Math.sin(i)},${Math.cos(3 * i)},${i % 7}`);
    await writeFile(at('bare.csv'), `a,b,c\n${rows.join('\n')}\n`);
    await train('digits', 'builtin:digits', '--limit', '500', '--validation-split', '0.2', '--latent', '3');
    await train('bare', at('bare.csv'), '--validation-split', '0', '--latent', '2');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function measured(...args: readonly string[]): Promise<Event[]> {
    const { code, stderr, events } = await latentLens('measure', ...args, '--json');
    assert.equal(code, 0, stderr);
    return events();
  }

  async function refusal(...args: readonly string[]): Promise<string> {
    const { code, stderr, stdout } = await latentLens('measure', ...args);
    assert.deepEqual([code, stdout], [2, ''], stderr);
    return stderr;
  }

  const of = (events: readonly Event[], measure: string, space = 'codes') =>
    events.find((event) => event.event === 'measure' && event.measure === measure && event.of === space);

  it('measures what the run holds out, beside principal components, and says of what', async () => {
    const events = await measured('--run', at('digits'), '--only', 'reduction');
    for (const name of ['trustworthiness', 'continuity', 'neighbour-overlap', 'knn-accuracy', 'probe-accuracy']) {
      for (const space of ['codes', 'pca']) {
        const { value, error, n } = of(events, name, space) as Record<string, number>;
        assert.ok(value > 0 && value < 1 && error > 0 && error < 0.1, `${name} of ${space}: ${value} ± ${error}`);
        assert.equal(n, 100);
      }
    }
    assert.deepEqual(of(events, 'trustworthiness')?.settings, { k: 15 });
    assert.deepEqual(of(events, 'knn-accuracy')?.settings, { k: 10, learned: 400 });
    assert.equal(of(events, 'shepard')?.n, (100 * 99) / 2);
    const { judged, reference } = events.at(-1) as Record<string, Event>;
    const { fingerprint } = judged;
    assert.match(String(fingerprint), /^[0-9a-f]{64}$/);
    assert.deepEqual(
      [judged, reference],
      [
        { source: 'builtin:digits', part: 'validation', examples: 100, fingerprint },
        { source: 'builtin:digits', part: 'training', examples: 400, fingerprint },
      ],
    );
  });

  it('gives the same values again, and prints them as a table', async () => {
    const values = async () =>
      (await measured('--run', at('digits'), '--only', 'shepard,knn-accuracy')).map(({ value, error }) => [
        value,
        error,
      ]);
    assert.deepEqual(await values(), await values());
    const { stdout } = await latentLens('measure', '--run', at('digits'), '--only', 'shepard');
    assert.match(
      stdout,
      /^digits, epoch 2: 100 examples that it holds out; reference: 400 examples that it was trained on/,
    );
    assert.match(stdout, /\nreduction +of +value +± +unit +n\n {2}shepard +codes +0\.\d{4} +0\.\d{4} +4950\n/);
  });

  it('measures other data, beside what the run was trained on or what is named', async () => {
    const data = ['--data', 'builtin:digits', '--limit', '200', '--only', 'knn-accuracy'];
    const own = await measured('--run', at('digits'), ...data);
    assert.deepEqual(of(own, 'knn-accuracy')?.settings, { k: 10, learned: 400 });
    assert.equal(of(own, 'knn-accuracy')?.n, 200);
    const other = await measured('--run', at('digits'), ...data, '--reference', 'builtin:digits');
    const { settings } = of(other, 'knn-accuracy') as { settings: Record<string, number> };
    assert.deepEqual(settings, { k: 10, learned: 10_000 });
  });

  it('measures the layouts that are kept of the epoch', async () => {
    const copy = at('laid-out');
    await cp(at('digits'), copy, { recursive: true });
    const { code, stderr } = await latentLens(
      ...['layout', '--run', copy, '--method', 'umap', '--dims', '2', '--epochs', '20', '--out', at('y.npy')],
    );
    assert.equal(code, 0, stderr);
    const params = { ...umapDefaults, dims: 2, epochs: 20 } as const;
    await mkdir(join(copy, 'layouts'));
    await cp(at('y.npy'), join(copy, layoutFile({ epoch: 2, params }, 'npy')));
    const events = await measured('--run', copy, '--only', 'trustworthiness');
    const { value, n } = of(events, 'trustworthiness', 'umap-2d-15') as Record<string, number>;
    assert.ok(value > 0.6 && value < 1 && n === 100, String(value));
    // Classes of where the held-out examples are, learned of where the others are in the same layout.
    const probed = of(await measured('--run', copy, '--only', 'knn-accuracy'), 'knn-accuracy', 'umap-2d-15');
    assert.deepEqual([probed?.n, probed?.settings], [100, { k: 10, learned: 400 }]);
    assert.ok(Number(probed?.value) > 0.12, String(probed?.value));
  });

  it('says of what has no value why, where a group is asked for', async () => {
    const events = await measured('--run', at('bare'), '--only', 'reduction');
    const reasons = events.filter(({ event }) => event === 'absent').map(({ measure, reason }) => [measure, reason]);
    assert.deepEqual(
      reasons.map(([measure]) => measure),
      ['knn-accuracy', 'probe-accuracy'],
    );
    for (const [, reason] of reasons) assert.match(String(reason), /the run holds none out/);
    const { judged, reference } = events.at(-1) as Record<string, Event>;
    const { fingerprint } = judged;
    assert.deepEqual([judged, reference], [{ source: at('bare.csv'), part: 'all', examples: 60, fingerprint }, null]);
  });

  it('refuses what cannot be measured, in a sentence', async () => {
    const digits = ['--run', at('digits')];
    assert.match(
      await refusal(...digits, '--only', 'trustworthines'),
      /no measure "trustworthines"; did you mean trustworthiness\?/,
    );
    assert.match(await refusal('--run', at('bare'), '--only', 'knn-accuracy'), /the run holds none out/);
    const bare = ['--run', at('bare'), '--data', at('bare.csv'), '--only', 'probe-accuracy'];
    assert.match(await refusal(...bare), /no labels of classes/);
    const few = ['--data', 'builtin:digits', '--limit', '30', '--only', 'trustworthiness'];
    assert.match(await refusal(...digits, ...few), /trustworthiness needs at least 31 examples, and there are 30/);
    const shapes = [...digits, '--only', 'knn-accuracy', '--reference', 'builtin:shapes'];
    assert.match(await refusal(...shapes), /32 × 32 × 1 .* trained on 28 × 28 × 1/);
    assert.match(await refusal(...digits, '--seed', '1.5'), /--seed takes a whole number/);
    assert.match(await refusal('--run', at('nowhere')), /no run at/);
  });
});
