import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTrainerService } from '../../../src/trainer/service';

const rows = 4000;
/** Half of the rows have one of two common words, each other has its own. */
const words = rows / 2 + 2;

describe('A column of more categories than a label may have', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-wide-'));
    // The number is that of the common word.
    const wordOf = (i: number) => (i % 2 === 1 ? `rare ${i}` : i % 4 === 0 ? 'minus' : 'plus');
    const lines = Array.from({ length: rows }, (_, i) => `${wordOf(i)},${i % 4 < 2 ? -1 : 1},${i % 7}`);
    await writeFile(join(folder, 't.csv'), `word,half,noise\n${lines.join('\n')}\n`);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is learned from where it is asked for, embedded, with what it takes said beforehand', async () => {
    let end: (status: string) => void = () => undefined;
    const ended = new Promise<string>((resolve) => {
      end = resolve;
    });
    const never = new AbortController().signal;
    const service = createTrainerService((event, params) => {
      const { status } = params as { status: string };
      if (event === 'status' && status !== 'running') end(status);
    });
    const run = await service.train(
      {
        request: {
          data: { source: join(folder, 't.csv'), roles: { word: 'feature' } },
          model: { hidden: [32], latent: 2, embedding: { width: 8 } },
          training: { epochs: 4, batchSize: 50, learningRate: 0.005 },
          backend: 'tensorflow',
        },
        directory: join(folder, 'run'),
      },
      never,
    );
    const { data } = run.record;
    assert.deepEqual(data.shape, [words + 2]);
    const [warning] = data.warnings;
    assert.deepEqual(
      [warning.code, warning.params?.count, warning.params?.megabytes],
      ['data.table.wideColumn', words, 31],
    );
    assert.equal(await ended, 'completed');
    // Draws have the common word of their number.
    const { examples } = await service.samples({ count: 60, seed: 3, projection: { kind: 'pca' } }, never);
    assert.ok(examples.kind === 'rows');
    const right = examples.rows.filter(([word, half]) => word === (Number(half) < 0 ? 'minus' : 'plus')).length;
    assert.ok(right > 50, `${right} of 60`);
  });
});
