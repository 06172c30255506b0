import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRequest } from '../../../src/protocol/config';
import type { Examples } from '../../../src/protocol/data';
import { UserError } from '../../../src/protocol/errors';
import { random } from '../../../src/random';
import { createTrainerService, type TrainerService } from '../../../src/trainer/service';

const never = new AbortController().signal;
const projection = { kind: 'pca' } as const;
const kept = [0, 1, 2, 4];
const asked = { indices: [7, 3], draws: 5, seed: 1 };

/** One of them by itself. */
function oneOf(examples: Examples, at: number): unknown {
  if (examples.kind === 'rows') return examples.rows[at];
  if (examples.kind === 'text') return examples.texts[at];
  const size = examples.pixels.length / examples.count;
  return examples.pixels.slice(at * size, (at + 1) * size);
}

describe('What a model makes by epoch', function () {
  this.timeout(120_000);
  let folder: string;
  const services: TrainerService[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-by-epoch-'));
    const draw = random(2);
    const row = () => [draw() / 2 ** 32, draw() / 2 ** 32, 'abc'[draw() % 3]].join();
    await writeFile(join(folder, 'rows.csv'), `a,b,kind\n${Array.from({ length: 80 }, row).join('\n')}\n`);
    const word = () => String.fromCharCode(...Array.from({ length: 6 }, () => 97 + (draw() % 6)));
    await writeFile(join(folder, 'words.txt'), Array.from({ length: 80 }, word).join('\n'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function train(name: string, source: string, kind: 'vae' | 'ae' = 'vae'): Promise<TrainerService> {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const service = createTrainerService((event, payload) => {
      if (event === 'status' && (payload as { status: string }).status !== 'running') end();
    });
    services.push(service);
    const request: RunRequest = {
      data: { source, limit: 80 },
      model: { kind, hidden: [16], latent: 4 },
      training: { epochs: 4, batchSize: 16, keepWeights: { epochs: 'powers' } },
    };
    await service.train({ request, directory: join(folder, name) }, never);
    await ended;
    return service;
  }

  for (const [kind, source] of [
    ['images', () => 'builtin:digits'],
    ['rows', () => join(folder, 'rows.csv')],
    ['text', () => join(folder, 'words.txt')],
  ] as const) {
    it(`is of the same examples and the same noise, by the weights of each: ${kind}`, async () => {
      const service = await train(kind, source());
      const made = [];
      for (const epoch of kept) made.push(await service.byEpoch({ ...asked, epoch }, never));
      assert.deepEqual(
        made.map(({ epoch }) => epoch),
        kept,
      );
      for (const { reconstructions, samples } of made) {
        assert.deepEqual([reconstructions.kind, reconstructions.count], [kind, 2]);
        assert.deepEqual([samples.kind, samples.count], [kind, 5]);
      }
      assert.deepEqual(await service.byEpoch({ ...asked, epoch: 1 }, never), made[1], 'the noise is the same');
      assert.notDeepEqual(made[0].samples, made[3].samples);
      // As the inspector and the samples have it.
      const { reconstruction } = await service.inspect({ index: 3, projection, epoch: 2 }, never);
      const { indices, ...rest } = asked;
      const alone = await service.byEpoch({ ...rest, indices: [3], epoch: 2 }, never);
      assert.deepEqual(alone.reconstructions, reconstruction);
      assert.deepEqual(oneOf(made[2].reconstructions, 1), oneOf(alone.reconstructions, 0), 'each has its own');
      const { examples } = await service.samples({ count: 5, seed: 1, projection, epoch: 2 }, never);
      assert.deepEqual(made[2].samples, examples);
      assert.equal(indices.length, made[2].reconstructions.count);
    });
  }

  it('is by the weights in use where those of the epoch are not kept, and says so', async () => {
    const { epoch } = await services[0].byEpoch({ ...asked, epoch: 3 }, never);
    assert.equal(epoch, 4);
  });

  it('has samples of a Gaussian fitted to the codes of a plain autoencoder', async () => {
    const service = await train('plain', 'builtin:digits', 'ae');
    const [early, late] = [
      await service.byEpoch({ ...asked, epoch: 1 }, never),
      await service.byEpoch({ ...asked, epoch: 4 }, never),
    ];
    assert.ok(early.samples.count === 5 && late.samples.count === 5);
    assert.notDeepEqual(early.samples, late.samples);
  });

  it('is of examples that are there', async () => {
    await assert.rejects(
      async () => services[0].byEpoch({ ...asked, indices: [80], epoch: 1 }, never),
      (error) => error instanceof UserError && error.code === 'run.noExample',
    );
  });
});
