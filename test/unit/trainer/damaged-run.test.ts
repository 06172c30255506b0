import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '../../../src/dataset';
import type { StoredTensor } from '../../../src/model/weights';
import { UserError } from '../../../src/protocol/errors';
import type { RunStatus } from '../../../src/protocol/run';
import { createTrainerService, type TrainerService } from '../../../src/trainer/service';
import { decodeSafetensors, encodeSafetensors } from '../../../src/training/store/safetensors';

const never = new AbortController().signal;
const backend = 'cpu' as const;

/** A trainer, and what its run came to. */
function trainer(): { service: TrainerService; ended: Promise<RunStatus> } {
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

/** Whatever was damaged: a sentence with a place in it, never a fault of the program. */
function isSentence(error: unknown): true {
  assert.ok(error instanceof UserError && error.code !== 'internal', String((error as Error).stack));
  return true;
}

type Json = Record<string, unknown>;

describe('A damaged run', function () {
  this.timeout(120_000);
  let folder: string;
  let sound: string;
  let damaged: string;
  let source: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-damaged-'));
    source = join(folder, 'x.npy');
    sound = join(folder, 'sound');
    const values = Float32Array.from({ length: 240 }, (_, i) => Math.sin(i * i));
    await writeFile(source, encodeNpy(values, [40, 6]));
    const { service, ended } = trainer();
    const request = {
      data: source,
      model: { hidden: [4], latent: 2 },
      training: { epochs: 4, batchSize: 10, patience: 0 },
      backend,
    };
    await service.train({ request, directory: sound }, never);
    await ended;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  beforeEach(async () => {
    damaged = join(await mkdtemp(join(folder, 'damaged-')), 'run');
    await cp(sound, damaged, { recursive: true });
  });

  /** Everything that reads a run. Answers what the run came to when it was trained further. */
  async function use(): Promise<RunStatus> {
    const { service, ended } = trainer();
    await service.open({ directory: damaged, backend }, never);
    await service.latents({ epoch: null, projection: { kind: 'pca' } }, never);
    await service.resume({ epochs: 5 }, never);
    return ended;
  }

  async function changeRecord(change: (record: Json) => void): Promise<void> {
    const path = join(damaged, 'run.json');
    const record = JSON.parse(await readFile(path, 'utf8'));
    change(record);
    await writeFile(path, JSON.stringify(record));
  }

  async function changeCheckpoints(change: (bytes: Buffer) => Uint8Array): Promise<void> {
    for (const name of await readdir(join(damaged, 'checkpoints'))) {
      const path = join(damaged, 'checkpoints', name);
      await writeFile(path, change(await readFile(path)));
    }
  }

  it('is none as it was left', async () => {
    assert.equal(await use(), 'completed');
  });

  const records: Readonly<Record<string, (record: Json) => void>> = {
    'a latent space of other dimensions': ({ config }) => Object.assign((config as Json).model as Json, { latent: 9 }),
    'hidden layers that are gone': ({ config }) => Object.assign((config as Json).model as Json, { hidden: [] }),
    'no data': (record) => Object.assign(record, { data: null }),
    'a shape in words': ({ data }) => Object.assign(data as Json, { shape: 'abc' }),
    'another shape': ({ data }) => Object.assign(data as Json, { shape: [7] }),
    'other examples': ({ data }) => Object.assign(data as Json, { examples: 39 }),
    'no encoding': (record) => Object.assign(record, { encoding: null }),
    'another encoding': (record) => Object.assign(record, { encoding: { kind: 'columns', columns: [] } }),
    'a likelihood for other data': ({ config }) =>
      Object.assign((config as Json).model as Json, { likelihood: 'categorical' }),
    'epochs that no checkpoint has': (record) => Object.assign(record, { epochs: -1 }),
  };
  for (const [name, change] of Object.entries(records)) {
    it(`whose record has ${name} is refused in a sentence`, async () => {
      await changeRecord(change);
      await assert.rejects(use(), isSentence);
    });
  }

  it('whose record loses any of its fields is used, or refused in a sentence', async () => {
    const { config, ...record } = JSON.parse(await readFile(join(sound, 'run.json'), 'utf8'));
    const paths = [...Object.keys(record).map((key) => [key]), ...Object.keys(config).map((key) => ['config', key])];
    for (const path of paths) {
      for (const value of [undefined, null, 'abc', -12, [], {}]) {
        await changeRecord((whole) => {
          const [key, inner] = path;
          if (inner) Object.assign(whole[key] as Json, { [inner]: value });
          else Object.assign(whole, { [key]: value });
        });
        const { service } = trainer();
        await Promise.resolve(service.open({ directory: damaged, backend }, never)).catch(isSentence);
        await cp(join(sound, 'run.json'), join(damaged, 'run.json'));
      }
    }
  });

  /** Written anew, so that their checksum is right. */
  const withTensors = (change: (tensors: Map<string, StoredTensor>) => void) => (bytes: Buffer) => {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const changed = new Map(tensors);
    change(changed);
    const { sha256: _, ...rest } = metadata;
    return encodeSafetensors({ tensors: changed, metadata: rest });
  };
  const withProgress = (changes: Json) => (bytes: Buffer) => {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const progress = JSON.stringify({ ...JSON.parse(metadata.progress), ...changes });
    return encodeSafetensors({ tensors, metadata: { format: 'latent-lens', progress } });
  };
  const withHeader = (from: RegExp, to: string) => (bytes: Buffer) => {
    const length = Number(bytes.readBigUInt64LE(0));
    const header = bytes.toString('utf8', 8, 8 + length).replace(from, to);
    const head = Buffer.alloc(8);
    head.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
    return Buffer.concat([head, Buffer.from(header), bytes.subarray(8 + length)]);
  };
  const checkpoints: Readonly<Record<string, (bytes: Buffer) => Uint8Array>> = {
    'lack a tensor': withTensors((tensors) => tensors.delete('decoder/output/bias')),
    'hold a tensor the other way round': withTensors((tensors) => {
      const { shape, values } = tensors.get('encoder/dense_0/kernel') as StoredTensor;
      tensors.set('encoder/dense_0/kernel', { shape: shape.toReversed(), values });
    }),
    'lack the state of the optimiser': withTensors((tensors) => {
      for (const name of [...tensors.keys()]) if (name.startsWith('optimizer/')) tensors.delete(name);
    }),
    'claim a billion epochs': withProgress({ epoch: 1e9 }),
    'hold the metrics of another epoch': withProgress({
      metrics: {
        ...{ epoch: 3, loss: 1, terms: { reconstruction: 1, kl: 0 }, elbo: -1, validation: null },
        ...{ beta: 1, activeUnits: 1, seconds: 1 },
      },
    }),
    'claim steps that an epoch does not have': withProgress({
      partial: { step: 1e9, examples: 1, loss: 1, terms: { reconstruction: 1, kl: 0 }, seconds: 1 },
    }),
    'hold the sums of other terms': withProgress({
      partial: { step: 1, examples: 1, loss: 1, terms: { reconstruction: 1, kl: 0, quaternion: 1 }, seconds: 1 },
    }),
    'lack the sum of a term': withProgress({
      partial: { step: 1, examples: 1, loss: 1, terms: { reconstruction: 1 }, seconds: 1 },
    }),
    'are of a later format': withProgress({ format: 3 }),
    'have progress in words': withProgress({ epoch: 'four' }),
    'have no progress': withHeader(/progress/, 'regress'),
    'have offsets below zero': withHeader(/"data_offsets":\[\d+,/, '"data_offsets":[-12,'),
    'have a header that is no object': () => Buffer.from('\x02\0\0\0\0\0\0\0[]'),
    'have a byte flipped': (bytes) => {
      bytes[bytes.length - 3] ^= 1;
      return bytes;
    },
    'are empty': () => new Uint8Array(),
  };
  for (const [name, change] of Object.entries(checkpoints)) {
    it(`whose checkpoints ${name} is refused in a sentence`, async () => {
      await changeCheckpoints(change);
      await assert.rejects(use(), isSentence);
    });
  }

  it('goes on from the other checkpoint where one is damaged', async () => {
    const names = (await readdir(join(damaged, 'checkpoints'))).sort();
    const newest = join(damaged, 'checkpoints', names[names.length - 1]);
    const older = join(damaged, 'checkpoints', 'epoch-00002.safetensors');
    await cp(newest, older);
    await writeFile(older, withProgress({ epoch: 2, metrics: null })(await readFile(older)));
    const bytes = await readFile(newest);
    bytes[bytes.length - 1] ^= 0x10;
    await writeFile(newest, bytes);
    const { service, ended } = trainer();
    await service.open({ directory: damaged, backend }, never);
    const { history } = await service.resume({ epochs: 5 }, never);
    assert.deepEqual(
      history.map(({ epoch }) => epoch),
      [1, 2],
    );
    assert.equal(await ended, 'completed');
  });

  it('loses the lines of its metrics that are damaged, and no others', async () => {
    const path = join(damaged, 'metrics.jsonl');
    const lines = (await readFile(path, 'utf8')).trim().split('\n');
    const broken = lines[1].replace(/"loss":[^,]+/, '"loss":"low"');
    await writeFile(path, `${[lines[0], broken, '{"epoch":3', lines[3]].join('\n')}\n`);
    const { service } = trainer();
    const { history } = await service.open({ directory: damaged, backend }, never);
    assert.deepEqual(
      history.map(({ epoch }) => epoch),
      [1, 4],
    );
  });

  it('says which epoch cannot be shown where its codes are damaged', async () => {
    await writeFile(join(damaged, 'latents', 'epoch-00002.npy'), encodeNpy(new Float32Array(9), [3, 3]));
    const { service } = trainer();
    await service.open({ directory: damaged, backend }, never);
    const pca = { kind: 'pca' } as const;
    await assert.rejects(
      async () => service.latents({ epoch: 2, projection: pca }, never),
      /epoch 2.*3 x 3, not 40 x 2/,
    );
    assert.equal((await service.latents({ epoch: 3, projection: pca }, never)).positions.length, 120);
  });
});
