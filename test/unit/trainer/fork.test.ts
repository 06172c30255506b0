import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '../../../src/dataset';
import { storeWeights } from '../../../src/model/weights';
import type { RunRequest } from '../../../src/protocol/config';
import { UserError } from '../../../src/protocol/errors';
import type { RunRecord, RunStatus } from '../../../src/protocol/run';
import { modelOf } from '../../../src/trainer/run-model';
import { createTrainerService, type TrainerService } from '../../../src/trainer/service';
import { decodeCheckpoint } from '../../../src/training/store/checkpoint';
import { decodeSafetensors, encodeSafetensors } from '../../../src/training/store/safetensors';
import { decodeWeights, encodeWeights } from '../../../src/training/store/weights-file';

const never = new AbortController().signal;
const backend = 'cpu' as const;

describe('A run that keeps the weights of its epochs', function () {
  this.timeout(300_000);
  let folder: string;
  let origin: string;

  function trainer() {
    let end: (status: RunStatus) => void;
    const ended = new Promise<RunStatus>((resolve) => {
      end = resolve;
    });
    const service = createTrainerService((event, params) => {
      const { status } = params as { status?: RunStatus };
      if (event === 'status' && status !== undefined && status !== 'running') end(status);
    });
    return { service, ended };
  }

  async function train(request: RunRequest, name: string): Promise<string> {
    const { service, ended } = trainer();
    const directory = join(folder, name);
    await service.train({ request, directory }, never);
    await ended;
    return directory;
  }

  async function fork(from: string, changes: Partial<RunRequest>, name: string): Promise<string> {
    const { request } = await trainer().service.fork({ from }, never);
    const training = { ...request.training, ...changes.training };
    return train({ ...request, ...changes, training, model: { ...request.model, ...changes.model } }, name);
  }

  const record = async (run: string): Promise<RunRecord> => JSON.parse(await readFile(join(run, 'run.json'), 'utf8'));
  const weightsOf = async (run: string, epoch: number) =>
    decodeWeights(await readFile(join(run, 'weights', `epoch-0000${epoch}.safetensors`))).weights;
  const checkpointOf = async (run: string, epoch: number) =>
    decodeCheckpoint(await readFile(join(run, 'checkpoints', `epoch-0000${epoch}.safetensors`)));
  const metrics = async (run: string) =>
    (await readFile(join(run, 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => ({ ...JSON.parse(line), seconds: 0 }));

  const request = (): RunRequest => ({
    data: join(folder, 'x.npy'),
    model: { hidden: [4], latent: 2 },
    training: { epochs: 5, batchSize: 10, keepWeights: { epochs: 'every' } },
    backend,
  });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-fork-'));
    const values = Float32Array.from({ length: 240 }, (_, i) => Math.sin(i * i));
    await writeFile(join(folder, 'x.npy'), encodeNpy(values, [40, 6]));
    await writeFile(join(folder, 'wide.npy'), encodeNpy(values, [30, 8]));
    origin = await train(request(), 'origin');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('has those of each, which are those of checkpoints and of the seed', async () => {
    assert.deepEqual((await readdir(join(origin, 'weights'))).length, 6);
    assert.deepEqual(await weightsOf(origin, 5), (await checkpointOf(origin, 5)).weights);
    const model = modelOf(await record(origin));
    assert.deepEqual(await weightsOf(origin, 0), storeWeights(model));
    model.dispose();
    assert.notDeepEqual(await weightsOf(origin, 3), await weightsOf(origin, 4));
  });

  it('trains as one that keeps none', async () => {
    const { training, ...rest } = request();
    const plain = await train({ ...rest, training: { ...training, keepWeights: undefined } }, 'plain');
    assert.deepEqual((await readdir(plain)).includes('weights'), false);
    assert.deepEqual((await checkpointOf(plain, 5)).weights, (await checkpointOf(origin, 5)).weights);
    assert.deepEqual(await metrics(plain), await metrics(origin));
  });

  it('keeps the same where it is stopped and resumed', async () => {
    const directory = join(folder, 'stopped');
    const first = trainer();
    await first.service.train({ request: request(), directory }, never);
    await first.service.stop({}, never);
    const second = trainer();
    await second.service.open({ directory, backend }, never);
    await second.service.resume({}, never);
    assert.equal(await second.ended, 'completed');
    for (const epoch of [0, 1, 2, 3, 4, 5])
      assert.deepEqual(await weightsOf(directory, epoch), await weightsOf(origin, epoch));
  });

  it('keeps half of the bytes in float16, within its rounding', async () => {
    const { training, ...rest } = request();
    const half = await train(
      { ...rest, training: { ...training, keepWeights: { epochs: 'powers', precision: 'float16' } } },
      'half',
    );
    assert.deepEqual(
      (await readdir(join(half, 'weights'))).map((name) => Number(name.slice(6, 11))),
      [0, 1, 2, 4],
    );
    const [exact, rounded] = [await weightsOf(origin, 4), await weightsOf(half, 4)];
    for (const [name, { values }] of exact) {
      const read = rounded.get(name)?.values ?? new Float32Array();
      values.forEach((value, i) => {
        assert.ok(Math.abs(read[i] - value) <= Math.max(Math.abs(value) * 2 ** -11, 2 ** -25), `${name}: ${value}`);
      });
    }
    // Training itself is not rounded.
    assert.deepEqual((await checkpointOf(half, 5)).weights, (await checkpointOf(origin, 5)).weights);
  });

  it('decodes and encodes by those of an old epoch what they gave then', async () => {
    const { service } = trainer();
    const [z, x] = [join(folder, 'z.npy'), join(folder, 'decoded.npy')];
    const chosen = { directory: origin, backend, weights: 2 };
    const encoded = await service.encode({ ...chosen, data: { source: join(folder, 'x.npy') }, out: z }, never);
    assert.equal(encoded.weights.epoch, 2);
    assert.deepEqual(await readFile(z), await readFile(join(origin, 'latents', 'epoch-00002.npy')));
    const two = await train(
      { ...request(), training: { ...request().training, epochs: 2, schedule: 'constant' } },
      'two',
    );
    const same = await train({ ...request(), training: { ...request().training, schedule: 'constant' } }, 'constant');
    await service.decodeFile({ ...chosen, directory: same, z, out: x }, never);
    const old = await readFile(x);
    await service.decodeFile({ directory: two, backend, z, out: x }, never);
    assert.deepEqual(old, await readFile(x));
  });

  describe('looked at', () => {
    const projection = { kind: 'axes', axes: [0, 1, -1] } as const;
    const look = async (service: TrainerService, epoch: number | null) => ({
      inspection: await service.inspect({ index: 7, projection, epoch }, never),
      decoded: await service.decode({ position: [0.3, -0.2, 0], projection, from: null, epoch }, never),
      samples: await service.samples({ count: 4, seed: 3, projection, epoch }, never),
      page: await service.reconstructions({ order: 'worst', filter: null, offset: 0, count: 5, epoch }, never),
      error: await service.column({ name: 'reconstruction', epoch }, never),
      sigma: await service.column({ name: 'sigma_z1', epoch }, never),
      z: await service.column({ name: 'z0', epoch }, never),
      nearest: await service.nearest({ z: Float32Array.of(0.1, 0.2), epoch }, never),
    });
    const opened = async (directory: string) => {
      const { service } = trainer();
      await service.open({ directory, backend }, never);
      return service;
    };

    it('answers by the weights of an old epoch as it did then', async () => {
      const constant = (epochs: number) => ({
        ...request(),
        training: { ...request().training, epochs, schedule: 'constant' as const },
      });
      const then = await opened(await train(constant(2), 'then'));
      const now = await opened(await train(constant(5), 'now'));
      const newest = await look(now, null);
      assert.equal(newest.decoded.epoch, 5);
      assert.deepEqual(await look(now, 2), await look(then, null));
      // Neither is in the way of the other.
      assert.deepEqual(await look(now, null), newest);
      const both = await Promise.all([look(now, 2), look(now, 4), look(now, null), look(now, 2)]);
      assert.deepEqual(
        both.map(({ decoded, error, page, samples }) => [decoded.epoch, error.epoch, page.epoch, samples.epoch]),
        [2, 4, 5, 2].map((epoch) => [epoch, epoch, epoch, epoch]),
      );
      assert.deepEqual(both[3], both[0]);
      assert.notDeepEqual(both[1].decoded, both[0].decoded);
    });

    it('answers by the weights in use where those of the epoch are not kept, and says so', async () => {
      const bare = join(folder, 'bare');
      await cp(origin, bare, { recursive: true });
      await rm(join(bare, 'weights', 'epoch-00002.safetensors'));
      const service = await opened(bare);
      const [newest, old] = [await look(service, null), await look(service, 2)];
      assert.equal(old.decoded.epoch, 5);
      const { z: _, ...rest } = newest;
      const { z, ...others } = old;
      assert.deepEqual(others, rest);
      // Codes are kept of it.
      assert.equal(z.epoch, 2);
    });

    it('says what is wrong with a file of weights', async () => {
      const torn = join(folder, 'torn');
      await cp(origin, torn, { recursive: true });
      await writeFile(join(torn, 'weights', 'epoch-00003.safetensors'), 'torn');
      const service = await opened(torn);
      await assert.rejects(
        async () => service.decode({ position: [0, 0, 0], projection, from: null, epoch: 3 }, never),
        (error) => error instanceof UserError && error.code === 'run.weightsUnreadable',
      );
      assert.equal((await service.decode({ position: [0, 0, 0], projection, from: null, epoch: 4 }, never)).epoch, 4);
    });

    it('answers by old weights while it trains', async () => {
      const directory = join(folder, 'under-way');
      const { service, ended } = trainer();
      const { training, ...rest } = request();
      await service.train({ request: { ...rest, training: { ...training, epochs: 30 } }, directory }, never);
      const first = await service.decode({ position: [0, 0, 0], projection, from: null, epoch: 0 }, never);
      assert.equal(first.epoch, 0);
      assert.equal(await ended, 'completed');
      const whole = await train({ ...rest, training: { ...training, epochs: 30 } }, 'undisturbed');
      assert.deepEqual(await metrics(directory), await metrics(whole));
      assert.deepEqual(await service.decode({ position: [0, 0, 0], projection, from: null, epoch: 0 }, never), first);
    });
  });

  describe('forked', () => {
    it('begins with its weights, exactly, and trains on by itself', async () => {
      const forked = await fork(`${origin}@3`, {}, 'forked');
      assert.deepEqual(await weightsOf(forked, 0), await weightsOf(origin, 3));
      assert.deepEqual(
        await readFile(join(forked, 'latents', 'epoch-00000.npy')),
        await readFile(join(origin, 'latents', 'epoch-00003.npy')),
      );
      const { from, config, name } = await record(forked);
      const names = [...(await weightsOf(origin, 3)).keys()];
      assert.deepEqual(from, {
        run: '../origin',
        name: 'x vae explore',
        epoch: 3,
        steps: 0,
        taken: names,
        initialised: [],
      });
      assert.equal(name, 'x vae explore@3');
      // Its own order and noise; the examples that are held out stay so.
      assert.deepEqual([config.training.seed, config.training.splitSeed], [2, 1]);
      const { seed: _, splitSeed: __, ...training } = config.training;
      assert.deepEqual({ seed: 1, ...training }, (await record(origin)).config.training);
      // The optimiser begins anew.
      const { optimizer } = await checkpointOf(forked, 5);
      assert.deepEqual([...(optimizer.get('step')?.values ?? [])], [20]);
      assert.equal((await metrics(forked)).length, 5);
    });

    it('equals one of its twin, and is resumed as if it had never been stopped', async () => {
      const whole = await fork(`${origin}@1`, { training: { epochs: 4 } }, 'whole');
      const { service } = trainer();
      const directory = join(folder, 'parts');
      const asked = (await service.fork({ from: `${origin}@1` }, never)).request;
      await service.train({ request: { ...asked, training: { ...asked.training, epochs: 4 } }, directory }, never);
      await service.stop({}, never);
      const again = trainer();
      await again.service.open({ directory, backend }, never);
      await again.service.resume({}, never);
      await again.ended;
      assert.deepEqual((await checkpointOf(directory, 4)).weights, (await checkpointOf(whole, 4)).weights);
      assert.deepEqual(await metrics(directory), await metrics(whole));
    });

    it('is resumed before its first checkpoint, also when its origin is gone', async () => {
      const gone = join(folder, 'gone');
      await cp(origin, gone, { recursive: true });
      const forked = await fork(`${gone}@2`, { training: { epochs: 2 } }, 'orphan');
      const expected = (await checkpointOf(forked, 2)).weights;
      await rm(gone, { recursive: true });
      for (const part of ['checkpoints', 'latents', 'metrics.jsonl']) await rm(join(forked, part), { recursive: true });
      const now = await record(forked);
      await writeFile(join(forked, 'run.json'), JSON.stringify({ ...now, epochs: 0, status: 'interrupted' }));
      const { service, ended } = trainer();
      await service.open({ directory: forked, backend }, never);
      await service.resume({}, never);
      assert.equal(await ended, 'completed');
      assert.deepEqual((await checkpointOf(forked, 2)).weights, expected);
    });

    it('with other settings takes what fits, and says what does not', async () => {
      const forked = await fork(
        `${origin}@4`,
        { model: { latent: 3 }, training: { epochs: 1, learningRate: 1e-3 } },
        'wider',
      );
      const { from, config } = await record(forked);
      assert.equal(config.training.learningRate, 1e-3);
      assert.deepEqual(from?.initialised, [
        'encoder/mean/kernel',
        'encoder/mean/bias',
        'encoder/log_var/kernel',
        'encoder/log_var/bias',
        'decoder/dense_0/kernel',
      ]);
      const [before, after] = [await weightsOf(origin, 4), await weightsOf(forked, 0)];
      for (const name of from?.taken ?? []) assert.deepEqual(after.get(name), before.get(name), name);
      const fresh = modelOf(await record(forked));
      for (const name of from?.initialised ?? [])
        assert.deepEqual(after.get(name), storeWeights(fresh).get(name), name);
      fresh.dispose();
    });

    it('on other data reads them as its origin did, where they are like its', async () => {
      const values = Float32Array.from({ length: 120 }, (_, i) => 100 + i);
      await writeFile(join(folder, 'others.npy'), encodeNpy(values, [20, 6]));
      const others = await fork(`${origin}@4`, { data: join(folder, 'others.npy'), training: { epochs: 1 } }, 'others');
      assert.deepEqual((await record(others)).encoding, (await record(origin)).encoding);
      const wide = await fork(`${origin}@4`, { data: join(folder, 'wide.npy'), training: { epochs: 1 } }, 'wide');
      const { from, encoding } = await record(wide);
      assert.notDeepEqual(encoding, (await record(origin)).encoding);
      assert.ok(from?.taken.includes('encoder/mean/kernel') && from.initialised.includes('encoder/dense_0/kernel'));
    });

    it('from no epoch in particular has the newest weights', async () => {
      const { epoch, kept, request: asked } = await trainer().service.fork({ from: origin }, never);
      assert.deepEqual([epoch, kept, asked.from], [5, [0, 1, 2, 3, 4, 5], origin]);
      assert.equal((await trainer().service.fork({ from: `${origin}@newest` }, never)).epoch, 5);
    });
  });

  describe('whose weights cannot be had', () => {
    let damaged: string;
    let number = 0;
    beforeEach(async () => {
      damaged = join(folder, `damaged-${++number}`);
      await cp(origin, damaged, { recursive: true });
    });
    const file = (epoch: number) => join(damaged, 'weights', `epoch-0000${epoch}.safetensors`);

    /** Refused before anything is made. */
    async function refused(from: string, code: string, ...words: RegExp[]): Promise<void> {
      const out = join(folder, `none-${number}`);
      const wanted = (error: unknown) => {
        assert.ok(error instanceof UserError, String((error as Error).stack));
        assert.equal(error.code, code);
        for (const word of words) assert.match(error.message, word);
        return true;
      };
      const training = { ...request(), from };
      await assert.rejects(async () => trainer().service.train({ request: training, directory: out }, never), wanted);
      await assert.rejects(readdir(out), /ENOENT/);
    }

    it('says which epochs have some', async () => {
      await rm(file(2));
      await refused(`${damaged}@2`, 'run.weightsNotKept', /those of these epochs are: 0, 1, 3, 4, 5/);
    });
    it('has no such epoch', () => refused(`${damaged}@6`, 'run.noEpoch', /no epoch 6/, /trained for 5/));
    it('is asked for something that is no epoch', async () => {
      for (const end of ['x', '', '-1', '1.5', '1e3', 'BEST'])
        await refused(`${damaged}@${end}`, 'run.notAnEpoch', /RUN@12/);
    });
    it('is none', () => refused(join(folder, 'nowhere'), 'run.missing'));
    it('is of a newer format', async () => {
      const text = await readFile(join(damaged, 'run.json'), 'utf8');
      await writeFile(join(damaged, 'run.json'), text.replace('"format": 2', '"format": 3'));
      await refused(`${damaged}@2`, 'run.newer');
    });
    it('has a file that is cut off', async () => {
      await writeFile(file(2), (await readFile(file(2))).subarray(0, 700));
      await refused(`${damaged}@2`, 'run.weightsUnreadable', /epoch 2/, /cut off/);
    });
    it('has a file of another epoch', async () => {
      await cp(file(3), file(2));
      await refused(`${damaged}@2`, 'run.weightsUnreadable', /it is of epoch 3/);
    });
    it('has a file that lacks a variable', async () => {
      const weights = new Map(await weightsOf(damaged, 2));
      weights.delete('decoder/output/bias');
      await writeFile(file(2), encodeWeights({ epoch: 2, weights }, 'float32'));
      await refused(`${damaged}@2`, 'run.weightsUnreadable', /no tensor decoder\/output\/bias/);
    });
    it('has a variable of another shape', async () => {
      const weights = new Map(await weightsOf(damaged, 2));
      weights.set('decoder/output/bias', { shape: [2], values: new Float32Array(2) });
      await writeFile(file(2), encodeWeights({ epoch: 2, weights }, 'float32'));
      await refused(`${damaged}@2`, 'run.weightsUnreadable', /decoder\/output\/bias has shape \[2\], not \[6\]/);
    });
    it('has a link in its place', async () => {
      await rm(file(2));
      await symlink(file(3), file(2));
      await refused(`${damaged}@2`, 'run.link');
    });
    it('has a checkpoint that lacks a variable, which is named where it is resumed', async () => {
      const path = join(damaged, 'checkpoints', 'epoch-00005.safetensors');
      const { tensors, metadata } = decodeSafetensors(await readFile(path));
      const { sha256: _, ...rest } = metadata;
      const less = new Map([...tensors].filter(([name]) => name !== 'encoder/mean/kernel'));
      for (const name of await readdir(join(damaged, 'checkpoints'))) await rm(join(damaged, 'checkpoints', name));
      await writeFile(path, encodeSafetensors({ tensors: less, metadata: rest }));
      const { service } = trainer();
      await service.open({ directory: damaged, backend }, never);
      await assert.rejects(
        async () => service.resume({ epochs: 6 }, never),
        /there is no tensor encoder\/mean\/kernel/,
      );
    });
    it('has a network of which nothing fits', async () => {
      const other = {
        ...request(),
        from: `${damaged}@2`,
        data: join(folder, 'wide.npy'),
        model: { hidden: [7], latent: 5 },
      };
      const out = join(folder, 'nothing');
      await assert.rejects(
        async () => trainer().service.train({ request: other, directory: out }, never),
        (error) => error instanceof UserError && error.code === 'run.nothingFits',
      );
      await assert.rejects(readdir(out), /ENOENT/);
    });
  });

  it('does not follow a link where weights are to go, and can be resumed once it is gone', async () => {
    const [directory, elsewhere] = [join(folder, 'linked'), join(folder, 'elsewhere')];
    await mkdir(elsewhere);
    const { training, ...rest } = request();
    const long = { ...rest, training: { ...training, epochs: 40 } };
    const first = trainer();
    await first.service.train({ request: long, directory }, never);
    await rm(join(directory, 'weights'), { recursive: true, force: true });
    await symlink(elsewhere, join(directory, 'weights'));
    assert.equal(await first.ended, 'interrupted');
    assert.deepEqual(await readdir(elsewhere), []);
    assert.equal((await record(directory)).failure?.code, 'run.link');
    await rm(join(directory, 'weights'));
    const second = trainer();
    await second.service.open({ directory, backend }, never);
    await second.service.resume({}, never);
    assert.equal(await second.ended, 'completed');
  });
});
