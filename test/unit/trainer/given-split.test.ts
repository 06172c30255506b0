import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTrainerService } from '../../../src/trainer/service';

const never = new AbortController().signal;

describe('A run by a split that its table gives', function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-split-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('trains on the rows for it, validates with others, leaves those to test with out, and shows the model none of it', async () => {
    const source = join(folder, 'table.csv');
    const parts = ['train', 'train', 'val', 'train', 'test'];
    const rows = Array.from({ length: 50 }, (_, i) => `${i % 7},${(i * 5) % 11},${parts[i % 5]}`);
    await writeFile(source, `length,width,part\n${rows.join('\n')}\n`);
    let end: () => void;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const service = createTrainerService((event, params) => {
      if (event === 'status' && (params as { status: string }).status !== 'running') end();
    });
    const directory = join(folder, 'run');
    const request = {
      data: source,
      model: { hidden: [4], latent: 2 },
      training: { epochs: 1, validation: { column: 'part' } },
      backend: 'cpu' as const,
    };
    const run = await service.train({ request, directory }, never);
    await ended;
    assert.deepEqual([run.trainingExamples, run.validationExamples, run.testExamples], [30, 10, 10]);
    assert.deepEqual(run.record.data.shape, [2]);
    const { values, categories } = await service.column({ name: 'split' }, never);
    assert.deepEqual(categories, ['train', 'validation', 'test']);
    assert.deepEqual([...values.slice(0, 5)], [0, 0, 1, 0, 2]);
    assert.equal((await service.inspect({ index: 4, projection: { kind: 'pca' } }, never)).split, 'test');

    const again = createTrainerService(() => undefined);
    assert.equal((await again.open({ directory, backend: 'cpu' }, never)).testExamples, 10);
  });
});
