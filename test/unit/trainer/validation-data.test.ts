import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '../../../src/dataset';
import type { RunRequest } from '../../../src/protocol/config';
import { createTrainerService } from '../../../src/trainer/service';
import { joined } from '../../../src/trainer/validation-data';
import { barImages } from '../training/builders';

const never = new AbortController().signal;

describe('Other data to validate with', function () {
  this.timeout(120_000);
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-validation-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Rows whose numbers begin at a value, of the kinds that are named in turn. */
  const table = (rows: number, begin: number, kinds: readonly string[]) =>
    `length,width,kind\n${Array.from({ length: rows }, (_, i) => `${begin + (i % 7)},${(i * 5) % 11},${kinds[i % kinds.length]}`).join('\n')}\n`;

  async function train(request: Omit<RunRequest, 'model' | 'backend'>, name = 'run', stopAfter?: number) {
    let end: () => void;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const service = createTrainerService((event, params) => {
      if (event === 'epoch' && stopAfter !== undefined) void service.stop({}, never);
      if (event === 'status' && (params as { status: string }).status !== 'running') end();
    });
    const whole = { model: { hidden: [4], latent: 2 }, backend: 'cpu' as const, ...request };
    const run = await service.train({ request: whole, directory: at(name) }, never);
    await ended;
    return { service, run };
  }

  const losses = async (name: string) =>
    (await readFile(join(at(name), 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).validation.loss as number);

  it('are held out whole, in the encoding of the data set, which knows nothing of them', async () => {
    await writeFile(at('train.csv'), table(40, 0, ['a', 'b']));
    await writeFile(at('test.csv'), table(15, 500, ['b', 'c']));
    const data = { source: at('train.csv'), labels: 'kind', validation: { source: at('test.csv') } };
    const { service, run } = await train({ data, training: { epochs: 2 } });
    assert.deepEqual([run.trainingExamples, run.validationExamples], [40, 15]);
    assert.deepEqual([run.record.data.examples, run.record.data.heldOut], [55, 15]);
    const alone = await train({ data: { source: at('train.csv'), labels: 'kind' }, training: { epochs: 1 } }, 'alone');
    assert.deepEqual(run.record.encoding, alone.run.record.encoding);
    const split = await service.column({ name: 'split' }, never);
    assert.deepEqual([...split.values], [...new Array(40).fill(0), ...new Array(15).fill(1)]);
    const length = await service.column({ name: 'length' }, never);
    assert.deepEqual([...length.values.slice(38, 43)], [3, 4, 500, 501, 502]);
    const kind = await service.column({ name: 'kind' }, never);
    assert.deepEqual(kind.categories, ['a', 'b', 'c']);
    assert.deepEqual([...kind.values.slice(38, 42)], [0, 1, 1, 2]);
    // A thousand deviations away, in a scale that was not fitted to them.
    for (const loss of await losses('run')) assert.ok(loss > 1000, `${loss}`);

    const again = createTrainerService(() => undefined);
    const opened = await again.open({ directory: at('run'), backend: 'cpu' }, never);
    assert.deepEqual([opened.trainingExamples, opened.validationExamples, opened.dataProblem], [40, 15, undefined]);
    await writeFile(at('test.csv'), table(15, 501, ['b', 'c']));
    const changed = await createTrainerService(() => undefined).open({ directory: at('run'), backend: 'cpu' }, never);
    assert.equal(changed.dataProblem?.code, 'run.dataChanged');
    assert.deepEqual([changed.trainingExamples, changed.validationExamples], [40, 15]);
  });

  it('stay held out where training goes on, in a fork, and where all of it was moved', async () => {
    await mkdir(at('before'));
    await writeFile(at('before/train.csv'), table(40, 0, ['a', 'b']));
    await writeFile(at('before/test.csv'), table(15, 1, ['b', 'a']));
    const data = { source: at('before/train.csv'), validation: { source: at('before/test.csv') } };
    await train({ data, training: { epochs: 3 } }, 'whole');
    const { service } = await train({ data, training: { epochs: 3 } }, 'before/run', 1);
    await service.shutdown({}, never);
    assert.equal((await losses('before/run')).length, 1);

    let end: () => void;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const second = createTrainerService((event, params) => {
      if (event === 'status' && (params as { status: string }).status === 'completed') end();
    });
    await second.open({ directory: at('before/run'), backend: 'cpu' }, never);
    await second.resume({}, never);
    await ended;
    assert.deepEqual(await losses('before/run'), await losses('whole'));

    const fork = await train({ data, from: at('before/run'), training: { epochs: 1 } }, 'fork');
    assert.deepEqual([fork.run.trainingExamples, fork.run.validationExamples], [40, 15]);

    await rename(at('before'), at('after'));
    await second.shutdown({}, never);
    const third = createTrainerService(() => undefined);
    await third.locateData({ directory: at('after/run'), source: at('after/train.csv') }, never);
    const moved = await third.open({ directory: at('after/run'), backend: 'cpu' }, never);
    assert.equal(moved.dataProblem, undefined);
    assert.equal(moved.record.config.data.validation?.source, at('after/test.csv'));
  });

  it('may be another array, and have labels of their own', async () => {
    const bars = barImages(64);
    for (const [name, count] of [
      ['train', 40],
      ['test', 24],
    ] as const) {
      await writeFile(at(`${name}.npy`), encodeNpy(bars.values.slice(0, count * 16), [count, 4, 4]));
      await writeFile(
        at(`${name}-digits.npy`),
        encodeNpy(
          Uint8Array.from({ length: count }, (_, i) => i % 8),
          [count],
        ),
      );
    }
    const data = {
      source: at('train.npy'),
      labels: at('train-digits.npy'),
      validation: { source: at('test.npy'), labels: at('test-digits.npy') },
    };
    const { service, run } = await train({ data, training: { epochs: 1 } });
    assert.deepEqual([run.trainingExamples, run.validationExamples], [40, 24]);
    const label = await service.column({ name: run.record.data.label ?? '' }, never);
    assert.deepEqual(
      [...label.values].map((code) => label.categories?.[code] ?? `${code}`),
      [40, 24].flatMap((count) => Array.from({ length: count }, (_, i) => `${i % 8}`)),
    );
  });

  it('are refused in one sentence where they are no such data', async () => {
    const refused = async (data: RunRequest['data'], code: string, training: RunRequest['training'] = {}) => {
      const request = { data, training: { epochs: 1, ...training }, backend: 'cpu' as const };
      const service = createTrainerService(() => undefined);
      await assert.rejects(async () => service.train({ request, directory: at('refused') }, never), { code });
    };
    await writeFile(at('train.csv'), table(40, 0, ['a', 'b']));
    await writeFile(at('other.csv'), 'height\n1\n2\n3\n');
    await writeFile(at('small.npy'), encodeNpy(new Uint8Array(10 * 9), [10, 3, 3]));
    await writeFile(at('train.npy'), encodeNpy(barImages(40).values, [40, 4, 4]));
    const of = (source: string, validation: string) => ({ source: at(source), validation: { source: at(validation) } });
    await refused(of('train.csv', 'other.csv'), 'data.encoding.columns');
    await refused(of('train.csv', 'none.csv'), 'data.missing');
    await refused(of('train.npy', 'small.npy'), 'data.encoding.shape');
    await refused(of('train.npy', 'other.csv'), 'data.encoding.kind');
    await refused(of('train.csv', 'train.csv'), 'training.validation-is-given', { validation: { column: 'kind' } });
    const lacking = { source: at('train.csv'), validation: { labels: 'kind' } };
    await refused(lacking, 'training.validation-lacks-source');
    await writeFile(at('large.npy'), encodeNpy(new Float32Array(400_000), [40_000, 10]));
    await writeFile(
      at('vectors.npy'),
      encodeNpy(
        Float32Array.from({ length: 400 }, (_, i) => i % 7),
        [40, 10],
      ),
    );
    await refused({ ...of('large.npy', 'vectors.npy'), memory: 1 }, 'training.validation-needs-memory');
    await refused({ ...of('vectors.npy', 'large.npy'), memory: 1 }, 'training.validation-needs-memory');
  });

  it('have no place in a list of what to leave out, which is for the data set alone', async () => {
    await writeFile(at('train.csv'), table(40, 0, ['a', 'b']));
    await writeFile(at('test.csv'), table(15, 1, ['b', 'c']));
    const source = at('train.csv');
    const { service } = await train({
      data: { source, validation: { source: at('test.csv') } },
      training: { epochs: 1 },
    });
    const examples = Uint32Array.from([3, 4, 39, ...Array.from({ length: 15 }, (_, i) => 40 + i)]);
    const list = at('some.exclude.json');
    await service.exportSelection({ path: list, use: 'exclude', examples }, never);
    const others = { path: list, use: 'exclude', examples: Uint32Array.of(40, 54) } as const;
    await assert.rejects(async () => service.exportSelection(others, never), { code: 'export.nothing' });
    assert.deepEqual(JSON.parse(await readFile(list, 'utf8')).exclude, [
      [3, 4],
      [39, 39],
    ]);
    const left = await train({ data: { source, exclude: list }, training: { epochs: 1, validationSplit: 0 } }, 'left');
    assert.equal(left.run.trainingExamples, 37);
  });
});

describe('Data with others after them', () => {
  it('have the values of both, bytes becoming numbers where the others have such', () => {
    const [own, held] = [barImages(8), barImages(3)];
    const floats = { ...held, values: Float32Array.from(held.values, (byte) => byte / 255) };
    const both = joined(own, held);
    assert.deepEqual(both.values, Uint8Array.from([...own.values, ...held.values]));
    const mixed = joined(own, floats);
    assert.ok(mixed.values instanceof Float32Array);
    assert.deepEqual(
      mixed.values,
      Float32Array.from([...own.values, ...held.values], (byte) => byte / 255),
    );
    assert.deepEqual([both.summary.examples, both.summary.heldOut], [11, 3]);
  });

  it('have no values in a column that the others lack', () => {
    const [own, held] = [barImages(2), { ...barImages(3), columns: [] }];
    assert.deepEqual([...joined(own, held).columns[0].values], [0, 1, Number.NaN, Number.NaN, Number.NaN]);
  });
});
