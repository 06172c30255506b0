import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EpochMetrics, RunStatus } from '../../../src/protocol/run';
import { createTrainerService, type TrainerService } from '../../../src/trainer/service';
import { decodeSafetensors, encodeSafetensors } from '../../../src/training/store/safetensors';

const never = new AbortController().signal;
const backend = 'cpu' as const;
type Json = Record<string, unknown>;

/** @param progress Hears of each report of progress. */
function trainer(progress: (service: TrainerService, step: number, epoch: number) => void = () => undefined) {
  let end: (status: RunStatus) => void;
  const ended = new Promise<RunStatus>((resolve) => {
    end = resolve;
  });
  const service = createTrainerService((event, params) => {
    const { status, step, epoch } = params as { status?: RunStatus; step?: number; epoch?: number };
    if (event === 'status' && status !== undefined && status !== 'running') end(status);
    if (event === 'progress') progress(service, step ?? 0, epoch ?? 0);
  });
  return { service, ended };
}

/** Losses as format 1 wrote them: reconstruction and kl beside the loss, a KL of 0 for a plain autoencoder. */
function lossesIn1(value: unknown): unknown {
  if (value === null) return null;
  const { epoch, loss, terms, elbo, validation, klDimensions: _, ...rest } = value as Json;
  const { reconstruction, kl = 0 } = terms as Json;
  return {
    ...(epoch !== undefined && { epoch }),
    ...{ loss, reconstruction, kl, elbo },
    ...(validation !== undefined && { validation: lossesIn1(validation) }),
    ...rest,
  };
}

/** The progress of a checkpoint as format 1 wrote it. */
function progressIn1(text: string): string {
  const { format: _, epoch, partial, metrics, best } = JSON.parse(text);
  const sums = partial && {
    ...partial,
    ...{ reconstruction: partial.terms.reconstruction, kl: partial.terms.kl ?? 0 },
  };
  const { step, examples, loss, reconstruction, kl, seconds } = sums ?? {};
  const inIts1 = partial && { step, examples, loss, reconstruction, kl, seconds };
  return JSON.stringify({ epoch, partial: inIts1, metrics: lossesIn1(metrics), best });
}

/** The same run, as a version of the program that wrote format 1 would have left it. */
async function writeAs1(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true });
  const record = JSON.parse(await readFile(join(from, 'run.json'), 'utf8'));
  await writeFile(join(to, 'run.json'), `${JSON.stringify({ ...record, format: 1 }, null, 2)}\n`);
  const lines = (await readFile(join(from, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  const old = lines.map((line) => JSON.stringify(lossesIn1(JSON.parse(line))));
  await writeFile(join(to, 'metrics.jsonl'), `${old.join('\n')}\n`);
  for (const name of await readdir(join(from, 'checkpoints'))) {
    const { tensors, metadata } = decodeSafetensors(await readFile(join(from, 'checkpoints', name)));
    const progress = progressIn1(metadata.progress);
    const hash = createHash('sha256').update(progress);
    for (const [tensor, { shape, values }] of tensors) {
      hash.update(JSON.stringify([tensor, shape]));
      hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    const old = { format: 'latent-lens', progress, sha256: hash.digest('hex') };
    await writeFile(join(to, 'checkpoints', name), encodeSafetensors({ tensors, metadata: old }));
  }
}

/** Without the time, which differs, and what format 1 knew nothing of. */
const comparable = (history: readonly EpochMetrics[]) =>
  history.map(({ seconds: _, klDimensions: __, ...metrics }) => metrics);

for (const model of ['vae', 'ae'] as const)
  describe(`A run of format 1, ${model}`, function () {
    this.timeout(120_000);
    let folder: string;
    let old: string;
    let unbroken: readonly EpochMetrics[];
    let weights: Uint8Array;

    const request = {
      data: 'builtin:digits',
      model: { kind: model, hidden: [8], latent: 2 },
      training: { epochs: 4, batchSize: 5, patience: 0, validationSplit: 0.2 },
      objective: { warmUpEpochs: 3 },
      backend,
    };
    const limited = { ...request, data: { source: request.data, limit: 200 } };

    const newest = async (run: string) => {
      const { tensors } = decodeSafetensors(await readFile(join(run, 'checkpoints', 'epoch-00004.safetensors')));
      return Buffer.concat([...tensors.values()].map(({ values }) => Buffer.from(values.buffer)));
    };

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'latent-lens-format-1-'));
      const whole = trainer();
      await whole.service.train({ request: limited, directory: join(folder, 'whole') }, never);
      assert.equal(await whole.ended, 'completed');
      unbroken = (await whole.service.open({ directory: join(folder, 'whole'), backend }, never)).history;
      weights = await newest(join(folder, 'whole'));

      const broken = trainer((service, step, epoch) => {
        if (epoch === 3 && step >= 3) void service.stop({}, never);
      });
      await broken.service.train({ request: limited, directory: join(folder, 'broken') }, never);
      assert.equal(await broken.ended, 'stopped');
      old = join(folder, 'old');
      await writeAs1(join(folder, 'broken'), old);
    });
    after(() => rm(folder, { recursive: true, force: true }));

    it('is as its version wrote it', async () => {
      const [line] = (await readFile(join(old, 'metrics.jsonl'), 'utf8')).split('\n');
      const losses = ['loss', 'reconstruction', 'kl', 'elbo'];
      assert.deepEqual(Object.keys(JSON.parse(line)), [
        'epoch',
        ...losses,
        'validation',
        'beta',
        'activeUnits',
        'seconds',
      ]);
      assert.deepEqual(Object.keys(JSON.parse(line).validation), losses);
      const [name] = (await readdir(join(old, 'checkpoints'))).toReversed();
      const { metadata } = decodeSafetensors(await readFile(join(old, 'checkpoints', name)));
      const { partial } = JSON.parse(metadata.progress);
      assert.deepEqual(Object.keys(partial), ['step', 'examples', 'loss', 'reconstruction', 'kl', 'seconds']);
    });

    it('opens as it was, and nothing of it is changed by that', async () => {
      const before = await readFile(join(old, 'run.json'), 'utf8');
      const { service } = trainer();
      const { record, history } = await service.open({ directory: old, backend }, never);
      assert.equal(record.format, 2);
      assert.deepEqual(comparable(history), comparable(unbroken.slice(0, 2)));
      await service.latents({ epoch: null, projection: { kind: 'pca' } }, never);
      assert.equal(await readFile(join(old, 'run.json'), 'utf8'), before);
    });

    it('goes on to what a run that never stopped comes to, and is of format 2 from then on', async () => {
      const { service, ended } = trainer();
      await service.open({ directory: old, backend }, never);
      await service.resume({}, never);
      assert.equal(await ended, 'completed');
      assert.equal(JSON.parse(await readFile(join(old, 'run.json'), 'utf8')).format, 2);
      const { history } = await trainer().service.open({ directory: old, backend }, never);
      assert.deepEqual(comparable(history), comparable(unbroken));
      assert.deepEqual(await newest(old), weights);
      const lines = (await readFile(join(old, 'metrics.jsonl'), 'utf8')).trim().split('\n');
      assert.deepEqual(
        lines.map((line) => 'terms' in JSON.parse(line)),
        [false, false, true, true],
      );
    });

    it('can be trained further once it is complete', async () => {
      const complete = join(folder, 'complete');
      await writeAs1(join(folder, 'whole'), complete);
      const { service, ended } = trainer();
      await service.open({ directory: complete, backend }, never);
      await service.resume({ epochs: 5 }, never);
      assert.equal(await ended, 'completed');
      const { history } = await trainer().service.open({ directory: complete, backend }, never);
      assert.deepEqual(comparable(history.slice(0, 4)), comparable(unbroken));
      assert.deepEqual(
        history.map(({ terms }) => Object.keys(terms)),
        history.map(() => (model === 'vae' ? ['reconstruction', 'kl'] : ['reconstruction'])),
      );
    });
  });
