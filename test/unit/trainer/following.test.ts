import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy, readNpy } from '../../../src/dataset';
import type { TrainerEvents } from '../../../src/protocol/trainer';
import { createTrainerService } from '../../../src/trainer/service';
import { until } from '../../harness/processes';

const never = new AbortController().signal;
const backend = 'cpu' as const;
type Status = Parameters<TrainerEvents['status']>[0];

describe('A run that another process trains', function () {
  this.timeout(120_000);
  let folder: string;
  let directory: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-following-'));
    directory = join(folder, 'run');
    const values = Float32Array.from({ length: 240 }, (_, i) => Math.sin(i * i));
    await writeFile(join(folder, 'x.npy'), encodeNpy(values, [40, 6]));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function trainer() {
    const epochs: number[] = [];
    const statuses: Status[] = [];
    const service = createTrainerService((event, params) => {
      if (event === 'epoch') epochs.push((params as { metrics: { epoch: number } }).metrics.epoch);
      if (event === 'status') statuses.push(params as Status);
    });
    const ended = (count = 1) =>
      until('the end of training', () => statuses.filter(({ status }) => status !== 'running').length >= count);
    return { service, epochs, statuses, ended };
  }

  const train = async (epochs: number) => {
    const training = trainer();
    const model = { hidden: [4], latent: 2 };
    const request = { data: join(folder, 'x.npy'), model, training: { epochs, batchSize: 10 }, backend };
    await training.service.train({ request, directory }, never);
    return training;
  };
  const between = (epoch: number, last: number) => Array.from({ length: last - epoch }, (_, i) => epoch + 1 + i);

  it('is told of epoch by epoch, to its end, and answers by its newest weights', async () => {
    const training = await train(40);
    const { service, epochs, statuses, ended } = trainer();
    const { history, record } = await service.open({ directory, backend }, never);
    assert.equal(record.status, 'running');
    const first = history.at(-1)?.epoch ?? 0;
    // A model that is loaded already has other weights with each epoch.
    const before = await service.inspect({ index: 3, projection: { kind: 'pca' } }, never);
    await ended();
    assert.deepEqual(epochs, between(first, 40));
    assert.deepEqual(
      statuses.map(({ status, elsewhere }) => [status, elsewhere]),
      [['completed', true]],
    );
    assert.equal(statuses[0].weights.epoch, 40);
    const inspected = await service.inspect({ index: 3, projection: { kind: 'pca' } }, never);
    assert.ok(before.epoch < 40);
    assert.equal(inspected.epoch, 40);
    const { data } = await readNpy(join(directory, 'latents', 'epoch-00040.npy'));
    const stored = Array.from(data as Float32Array).slice(6, 8);
    for (const [i, value] of inspected.mean.entries()) assert.ok(Math.abs(value - stored[i]) < 1e-5);
    await training.ended();
  });

  it('is told of again when it is trained further', async () => {
    const training = await train(2);
    await training.ended();
    const { service, epochs, statuses, ended } = trainer();
    await service.open({ directory, backend }, never);
    await training.service.resume({ epochs: 30 }, never);
    await ended();
    assert.deepEqual(epochs, between(2, 30));
    assert.equal(statuses.at(-1)?.status, 'completed');
    assert.ok(statuses.every(({ elsewhere }) => elsewhere));
  });

  it('that goes back to an earlier epoch, and stops in the middle of a line, is told of as it stands', async () => {
    await (await train(5)).ended();
    const { service, epochs } = trainer();
    await service.open({ directory, backend }, never);
    const lines = (await readFile(join(directory, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    const record = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
    const again = JSON.stringify({ ...JSON.parse(lines[2]), seconds: 1234 });
    await writeFile(join(directory, 'metrics.jsonl'), `${[...lines.slice(0, 2), again].join('\n')}\n`);
    await appendFile(join(directory, 'metrics.jsonl'), lines[3].slice(0, 20));
    await writeFile(join(directory, 'run.json'), JSON.stringify({ ...record, epochs: 3 }));
    await until('the epoch that was trained again', () => epochs.length > 0);
    assert.deepEqual(epochs, [3]);
    const { history } = await service.current({}, never);
    assert.deepEqual([history.length, history[2].seconds], [3, 1234]);
  });

  it('is no longer told of once another run is opened', async () => {
    const training = await train(3);
    await training.ended();
    const { service, statuses, epochs } = trainer();
    await service.open({ directory, backend }, never);
    const other = join(folder, 'other');
    const model = { hidden: [4], latent: 2 };
    const data = join(folder, 'x.npy');
    await service.train({ request: { data, model, training: { epochs: 1 }, backend }, directory: other }, never);
    await until('the end of the other', () => statuses.some(({ status }) => status === 'completed'));
    await training.service.resume({ epochs: 6 }, never);
    await training.ended(2);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.deepEqual(epochs, [1]);
  });
});
