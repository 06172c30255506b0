import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunStatus } from '../../../src/protocol/run';
import { createTrainerService } from '../../../src/trainer/service';

const never = new AbortController().signal;
const backend = 'cpu' as const;

describe('a limit of a run', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-limit-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

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

  it('takes a sample, which it says; one of before that was said takes the first rows, and goes on with them', async () => {
    const source = join(folder, 't.csv');
    await writeFile(source, `a,b\n${Array.from({ length: 400 }, (_, i) => `${Math.sin(i)},${i}`).join('\n')}\n`);
    const request = (take?: 'first') => ({
      data: { source, limit: 40, ...(take && { take }) },
      model: { hidden: [4], latent: 2 },
      training: { epochs: 1, batchSize: 20 },
      backend,
    });
    const recordOf = async (directory: string) => JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
    const [sampled, first] = [join(folder, 'sampled'), join(folder, 'first')];
    const one = trainer();
    await one.service.train({ request: request(), directory: sampled }, never);
    assert.equal(await one.ended, 'completed');
    assert.equal((await recordOf(sampled)).config.data.take, 'sample');
    const mean = async (directory: string) => (await recordOf(directory)).encoding.columns[1].mean;
    assert.ok(Math.abs((await mean(sampled)) - 199.5) < 3);

    const two = trainer();
    await two.service.train({ request: request('first'), directory: first }, never);
    assert.equal(await two.ended, 'completed');
    assert.equal(await mean(first), 19.5);
    const record = await recordOf(first);
    delete record.config.data.take;
    await writeFile(join(first, 'run.json'), JSON.stringify(record));
    const three = trainer();
    await three.service.open({ directory: first, backend }, never);
    const { record: resumed } = await three.service.resume({ epochs: 2 }, never);
    assert.equal(await three.ended, 'completed');
    assert.deepEqual([resumed.config.data.take, resumed.fingerprint], ['first', record.fingerprint]);
    for (const { service } of [one, two, three]) await service.shutdown({}, never);
  });
});
