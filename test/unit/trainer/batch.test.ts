import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '../../../src/dataset';
import type { BackendChoice } from '../../../src/protocol/config';
import { UserError } from '../../../src/protocol/errors';
import { random } from '../../../src/random';
import { createTrainerService } from '../../../src/trainer/service';

/** No multiple of any batch, and about three times what a megabyte holds. */
const examples = 12_345;
const features = 64;

function vectors(): Uint8Array {
  const next = random(5);
  const values = new Float32Array(examples * features);
  for (let i = 0; i < values.length; i++) values[i] = Math.floor(i / features) / examples + (next() % 1000) / 5000;
  return encodeNpy(values, [examples, features]);
}

describe('Data bigger than memory, for a trained model', () => {
  const never = new AbortController().signal;
  const content = vectors();
  let folder: string;
  let source: string;
  let directory: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-batch-'));
    source = join(folder, 'x.npy');
    directory = join(folder, 'run');
    await writeFile(source, content);
    let end: () => void;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const service = createTrainerService((event, params) => {
      if (event === 'status' && (params as { status: string }).status !== 'running') end();
    });
    const model = { hidden: [8], latent: 3 };
    const request = { data: source, model, training: { epochs: 1, batchSize: 500 }, backend: 'tensorflow' as const };
    await service.train({ request, directory }, never);
    await ended;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const service = createTrainerService(() => undefined);

  for (const backend of ['tensorflow', 'wasm'] as const) {
    it(`is evaluated to its last example, as in memory, by ${backend}`, async () => {
      const evaluation = (memory?: number) =>
        service.evaluate({ directory, data: { source, ...(memory && { memory }) }, backend }, never);
      const whole = await evaluation();
      assert.equal(whole.examples, examples);
      assert.equal(whole.backend.name, backend);
      assert.deepEqual(await evaluation(1), whole);
    });

    it(`is encoded to its last example, as in memory, by ${backend}`, async () => {
      const encoded = async (memory: number) => {
        const out = join(folder, 'z.npy');
        const { shape } = await service.encode({ directory, data: { source, memory }, backend, out }, never);
        assert.deepEqual(shape, [examples, 3]);
        return readFile(out);
      };
      assert.ok((await encoded(1)).equals(await encoded(100)));
    });
  }

  it('has the likelihood that it has in memory', async () => {
    const backend: BackendChoice = 'tensorflow';
    const evaluation = (memory: number) =>
      service.evaluate({ directory, data: { source, memory }, backend, samples: 50 }, never);
    const whole = await evaluation(100);
    assert.ok(Number(whole.logLikelihood) > Number(whole.elbo));
    assert.deepEqual(await evaluation(1), whole);
  });

  it('leaves no half of a file behind where it cannot be read to its end', async () => {
    const out = join(folder, 'half.npy');
    const cut = join(folder, 'cut.npy');
    const damaged = new Uint8Array(content);
    const last = new DataView(damaged.buffer, damaged.byteOffset + damaged.length - 4 * features);
    last.setFloat32(0, Number.POSITIVE_INFINITY, true);
    await writeFile(cut, damaged);
    await assert.rejects(
      async () => service.encode({ directory, data: { source: cut, memory: 1 }, backend: 'tensorflow', out }, never),
      (error: unknown) => error instanceof UserError && error.code === 'data.vectors.infinite',
    );
    await assert.rejects(readFile(out));
  });

  it('can be called off', async () => {
    const cancelled = new AbortController();
    const work = service.evaluate({ directory, data: { source, memory: 1 }, backend: 'tensorflow' }, cancelled.signal);
    cancelled.abort();
    await assert.rejects(
      async () => work,
      (error: unknown) => error instanceof UserError && error.code === 'process.cancelled',
    );
  });
});
