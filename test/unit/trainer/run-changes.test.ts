import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '../../../src/dataset';
import { UserError } from '../../../src/protocol/errors';
import { createTrainerService } from '../../../src/trainer/service';

const never = new AbortController().signal;
const backend = 'cpu' as const;

describe('A run that is changed while it trains, or as it begins to', function () {
  this.timeout(120_000);
  let folder: string;
  let directory: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-changes-'));
    directory = join(folder, 'run');
    const values = Float32Array.from({ length: 240 }, (_, i) => Math.sin(i * i));
    await writeFile(join(folder, 'x.npy'), encodeNpy(values, [40, 6]));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function trainer() {
    let end: (status: string) => void;
    const ended = new Promise<string>((resolve) => {
      end = resolve;
    });
    const service = createTrainerService((event, params) => {
      const { status } = params as { status?: string };
      if (event === 'status' && status !== undefined && status !== 'running') end(status);
    });
    return { service, ended };
  }

  const request = (epochs: number) => ({
    data: join(folder, 'x.npy'),
    model: { hidden: [4], latent: 2 },
    training: { epochs, batchSize: 10 },
    backend,
  });
  const record = async () => JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
  const isBusy = (error: unknown) => error instanceof UserError && error.code === 'run.busy';

  it('goes on under its new name', async () => {
    const { service, ended } = trainer();
    await service.train({ request: request(15), directory }, never);
    let isOver = false;
    const end = ended.then((status) => {
      isOver = true;
      return status;
    });
    for (let i = 0; !isOver; i++) {
      await service.rename({ directory, name: `name ${i}` }, never);
      assert.equal((await record()).name, `name ${i}`);
      await new Promise(setImmediate);
    }
    assert.equal(await end, 'completed');
    assert.equal((await record()).epochs, 15);
    assert.match((await record()).name, /^name \d+$/);
  });

  it('is resumed once, whoever asks meanwhile, and by no other weights than its newest', async () => {
    const first = trainer();
    await first.service.train({ request: request(3), directory }, never);
    await first.ended;
    const { service, ended } = trainer();
    await service.open({ directory, backend }, never);
    const resumed = service.resume({ epochs: 6 }, never);
    await assert.rejects(async () => service.resume({ epochs: 6 }, never), isBusy);
    await assert.rejects(async () => service.useWeights({ choice: 'best' }, never), isBusy);
    await resumed;
    assert.equal(await ended, 'completed');
    const lines = (await readFile(join(directory, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).epoch),
      [1, 2, 3, 4, 5, 6],
    );
  });
});
