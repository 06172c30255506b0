import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy, readNpy } from '../../../src/dataset';
import type { RunRequest } from '../../../src/protocol/config';
import { random } from '../../../src/random';
import { createTrainerService } from '../../../src/trainer/service';

const never = new AbortController().signal;
const examples = 600;
const projection = { kind: 'pca' } as const;

/** Two clouds of points beside each other, by name; of all but every tenth the name is missing. */
function cloudsAsTable(isNamed: (row: number) => boolean): string {
  const next = random(3);
  const noise = () => (next() / 2 ** 32 + next() / 2 ** 32 + next() / 2 ** 32 - 1.5) / 2;
  const rows = Array.from({ length: examples }, (_, row) => {
    const side = row % 2 === 0 ? -1 : 1;
    const numbers = [2 * side + noise(), -side + noise(), noise()].map((value) => value.toFixed(4));
    return [...numbers, isNamed(row) ? ['left', 'right'][row % 2] : ''].join();
  });
  return ['a,b,c,cloud', ...rows].join('\n');
}

/** Trains a run to its end. */
async function trained(request: RunRequest, directory: string) {
  let end: () => void;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const service = createTrainerService((event, params) => {
    if (event === 'status' && (params as { status: string }).status !== 'running') end();
  });
  await service.train({ request, directory }, never);
  await ended;
  return service;
}

describe('Classes', () => {
  let folder: string;
  let named: string;
  let few: string;
  let numbers: string;
  const request = (source: string, family: 'cvae' | 'm2'): RunRequest => ({
    data: { source, labels: 'cloud' },
    family,
    model: { hidden: [12], latent: 2 },
    training: { epochs: 6, batchSize: 32, learningRate: 0.01, passes: 4 },
    backend: 'tensorflow',
  });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-classes-'));
    [named, few, numbers] = ['named.csv', 'few.csv', 'numbers.csv'].map((name) => join(folder, name));
    const table = cloudsAsTable(() => true);
    await writeFile(named, table);
    await writeFile(numbers, table.replaceAll(/,\w*$/gm, ''));
    const fewNames = cloudsAsTable((row) => row % 60 < 2);
    await writeFile(few, fewNames);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are told: codes are decoded as the class that is asked for', async () => {
    const directory = join(folder, 'told');
    const service = await trained(request(named, 'cvae'), directory);
    /** The first feature of what a draw is decoded to, on average. */
    const drawn = async (ofClass: number | null) => {
      const { examples: found } = await service.samples({ count: 40, seed: 5, projection, ofClass }, never);
      assert.ok(found.kind === 'rows');
      return found.rows.map((row) => Number(row[0]));
    };
    assert.ok((await drawn(0)).every((value) => value < -1));
    assert.ok((await drawn(1)).every((value) => value > 1));
    const both = await drawn(null);
    assert.ok(both.some((value) => value < -1) && both.some((value) => value > 1));
    const decoded = async (from: number | null, ofClass: number | null) => {
      const { example } = await service.decode({ position: [0, 0, 0], projection, from, ofClass }, never);
      return example.kind === 'rows' ? Number(example.rows[0][0]) : Number.NaN;
    };
    assert.ok((await decoded(null, 1)) > 1 && (await decoded(null, 0)) < -1);
    // As the example is, where nobody chooses.
    assert.ok((await decoded(3, null)) > 1 && (await decoded(4, null)) < -1);
    await service.stop({}, never);

    const [z, out] = ['z.npy', 'x.npy'].map((name) => join(folder, name));
    await writeFile(z, encodeNpy(new Float32Array(6), [3, 2]));
    const file = { directory, backend: 'tensorflow', z, out } as const;
    await assert.rejects(async () => service.decodeFile(file, never), { code: 'run.needsClass' });
    await assert.rejects(async () => service.decodeFile({ ...file, ofClass: 'up' }, never), { code: 'run.needsClass' });
    await service.decodeFile({ ...file, ofClass: 'right' }, never);
    assert.ok(((await readNpy(out)).data as Float32Array)[0] > 0.5);

    const others = { directory, data: { source: numbers }, backend: 'tensorflow' } as const;
    await assert.rejects(async () => service.evaluate(others, never), { code: 'run.noClasses' });
  });

  it('are inferred from few labels, and say how often they are right', async () => {
    const directory = join(folder, 'inferred');
    const service = await trained({ ...request(few, 'm2'), objective: { classification: { weight: 1 } } }, directory);
    const { values, categories, epoch } = await service.column({ name: 'class' }, never);
    assert.deepEqual([categories, epoch], [['left', 'right'], 6]);
    const right = values.filter((code, row) => code === row % 2).length;
    assert.ok(right > 0.98 * examples, `${right} of ${examples}`);
    const { examples: found } = await service.samples({ count: 20, seed: 5, projection, ofClass: 1 }, never);
    assert.ok(found.kind === 'rows' && found.rows.every((row) => Number(row[0]) > 1));
    const evaluated = await service.evaluate(
      { directory, data: { source: named, labels: 'cloud' }, backend: 'tensorflow' },
      never,
    );
    assert.equal(evaluated.labelled, examples);
    assert.equal(evaluated.accuracy, right / examples);
  });

  it('need labels', async () => {
    const directory = join(folder, 'none');
    const of = (data: RunRequest['data']) => async () =>
      createTrainerService(() => undefined).train({ request: { ...request(named, 'cvae'), data }, directory }, never);
    await assert.rejects(of(numbers), { code: 'model.classes-need-labels' });
  });
});
