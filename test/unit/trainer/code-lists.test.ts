import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTrainer, type TrainerClient } from '../../../src/host/trainer-client';
import type { RunRequest } from '../../../src/protocol/config';
import type { UserError } from '../../../src/protocol/errors';
import { projectRoot } from '../../harness/paths';

const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent };
const projection = { kind: 'pca' } as const;
const examples = 150;
const sentence = (code: string) => (error: UserError) => error.code === code;

const models: Readonly<
  Record<string, { readonly model: RunRequest['model']; readonly lists: readonly number[]; readonly parts: number }>
> = {
  'vectors of a codebook': {
    model: { kind: 'vae', latent: 8, posterior: { name: 'quantised', codes: 12, groups: 4 } },
    lists: [12],
    parts: 4,
  },
  levels: {
    model: { kind: 'vae', latent: 3, posterior: { name: 'scalar-quantised', levels: [4, 5] } },
    lists: [4, 5, 4],
    parts: 3,
  },
  'categorical variables': {
    model: { kind: 'vae', latent: 12, posterior: { name: 'gumbel', classes: 6 } },
    lists: [6, 6],
    parts: 2,
  },
};

describe('Codes that are chosen from lists', function () {
  this.timeout(120_000);
  let folder: string;
  let trainer: TrainerClient;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-codes-'));
    trainer = startTrainer(join(projectRoot, 'dist', 'trainer.js'), quiet);
  });
  after(async () => {
    await trainer.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function train(name: string, model: RunRequest['model']): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      const stop = trainer.on('status', ({ status }) => {
        if (status === 'running') return;
        stop();
        resolve();
      });
    });
    const data = { source: 'builtin:digits', limit: examples };
    const request: RunRequest = { data, model: { hidden: [24], ...model }, training: { epochs: 2, batchSize: 32 } };
    await trainer.call('train', { request, directory: join(folder, name) });
    await ended;
  }

  for (const [name, { model, lists, parts }] of Object.entries(models)) {
    it(`are counted, and others are put in their place: ${name}`, async () => {
      await train(name, model);
      const found = await trainer.call('codeLists', { epoch: null });
      assert.equal(found.parts, parts);
      assert.deepEqual(
        found.lists.map(({ counts }) => counts.length),
        lists,
      );
      for (const { counts, perplexity } of found.lists) {
        const chosen = counts.reduce((a, b) => a + b, 0);
        assert.equal(chosen, (examples * parts) / lists.length);
        assert.ok(perplexity.value >= 1 && perplexity.value <= counts.filter((count) => count > 0).length + 1e-9);
      }
      const part = 1;
      const list = found.lists[Math.min(part, lists.length - 1)].counts;
      const numbers = [...list.keys()];
      const swap = await trainer.call('swapCode', { of: { example: 7 }, part, numbers, projection });
      const { chosen, codes, decoded, changes, positions } = swap;
      const rows = 1 + numbers.length;
      const latent = model?.latent ?? 0;
      assert.deepEqual(
        [chosen.length, codes.length, decoded.count, positions.length],
        [parts, rows * latent, rows, 3 * rows],
      );
      assert.ok(list[chosen[part]] > 0);
      // The part's own in its place is the code as it is.
      assert.ok(changes[0] === 0 && changes[1 + chosen[part]] < 1e-6);
      assert.ok(changes.some((change) => change > 1e-4));
      const own = await trainer.call('inspect', { index: 7, projection });
      for (const [j, mean] of own.mean.entries())
        assert.ok(Math.abs(codes[j] - mean) < 1e-6, `${codes[j]}, not ${mean}`);
      assert.ok(decoded.kind === 'images' && own.reconstruction.kind === 'images');
      assert.deepEqual(decoded.pixels.subarray(0, 784), own.reconstruction.pixels);
      // A changed code goes on from there, and is of what was chosen.
      const other = numbers.find((number) => number !== chosen[part])!;
      const changed = codes.slice((1 + other) * latent, (2 + other) * latent);
      const next = await trainer.call('swapCode', { of: { code: changed }, part: 0, numbers: [0], projection });
      assert.equal(next.chosen[part], other);
      assert.deepEqual(
        [...next.chosen].filter((_, at) => at !== part),
        [...chosen].filter((_, at) => at !== part),
      );
    });
  }

  it('have no such part, code or example: that is said', async () => {
    const swap = (part: number, number: number, example = 0) =>
      trainer.call('swapCode', { of: { example }, part, numbers: [number], projection });
    await assert.rejects(swap(2, 0), sentence('code.none'));
    await assert.rejects(swap(0, 6), sentence('code.none'));
    await assert.rejects(swap(0, 0, examples), sentence('run.noExample'));
  });

  it('are none of a model whose codes may be any numbers', async () => {
    await train('plain', { kind: 'vae', latent: 3 });
    await assert.rejects(trainer.call('codeLists', { epoch: null }), sentence('code.notDiscrete'));
    await assert.rejects(
      trainer.call('swapCode', { of: { example: 0 }, part: 0, numbers: [0], projection }),
      sentence('code.notDiscrete'),
    );
  });
});
