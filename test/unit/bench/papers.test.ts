import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRequest } from '../../../src/protocol/config';
import { resolveConfig } from '../../../src/protocol/presets';
import { learningRateAt } from '../../../src/training/schedule';
import { chosenStudies, compareAll } from '../../bench/papers';
import { burdaRequest, stageEnds } from '../../bench/papers/burda';
import { orderBy } from '../../bench/papers/disentanglement';
import { extrapolated } from '../../bench/papers/extrapolation';
import { KneserNey } from '../../bench/papers/kneser-ney';
import { atEqualSeconds } from '../../bench/papers/pytorch';
import { Runs, valueIn } from '../../bench/papers/runs';
import { overSeeds, type Study } from '../../bench/papers/study';

describe('An n-gram model by interpolated Kneser-Ney', () => {
  const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}`);

  it('has the probabilities that are counted by hand', () => {
    // Bigrams of "a b a b a c": (^, a) and (a, c) once, (a, b) and (b, a) twice: d = 2 / (2 + 2 x 2). Of single symbols: a continues two
    // histories, b and c one each: d = 2 / (2 + 2 x 1).
    const model = new KneserNey([[1, 2, 1, 2, 1, 3]], 2, 3);
    near(model.probability([1, 2], 1), 11 / 18);
    near(model.probability([1, 3], 1), 5 / 18);
    near(model.probability([1, 1], 1), 2 / 18);
    // After a history that is new, what continues most histories is likeliest.
    near(model.probability([3, 1], 1), 1 / 2);
    near(model.bits([1, 2]), -Math.log2(model.probability([1], 0)) - Math.log2(11 / 18));
  });

  it('gives all symbols together the probability 1, at any order', () => {
    const texts = Array.from({ length: 20 }, (_, i) =>
      Array.from({ length: 30 }, (_, j) => 1 + ((i * j + (j >> 1)) % 7)),
    );
    for (const order of [1, 2, 3, 5]) {
      const model = new KneserNey(texts, order, 8);
      for (const history of [[], [3], [1, 2, 3], [5, 5, 5, 5, 5]]) {
        const all = Array.from({ length: 8 }, (_, i) => model.probability([...history, i + 1], history.length));
        near(
          all.reduce((sum, p) => sum + p, 0),
          1,
        );
        assert.ok(all.every((p) => p > 0));
      }
    }
  });

  it('takes fewer bits with a longer history, of what is written by a rule of two symbols', () => {
    const write = (seed: number) => {
      const text = [1, 1 + (seed % 3)];
      for (let i = 2; i < 40; i++) text.push(1 + ((text[i - 1] + 2 * text[i - 2]) % 3));
      return text;
    };
    const texts = [0, 1, 2, 3, 4].map(write);
    const [one, two, three] = [1, 2, 3].map((order) => new KneserNey(texts, order, 3).bits(write(7)));
    assert.ok(three < two && two <= one + 1e-9, `${one} ${two} ${three}`);
  });
});

describe('What papers say beside ours', () => {
  it('is extrapolated as a geometric series, where there is one', () => {
    const course = Array.from({ length: 8 }, (_, stage) => 80 + 10 * 0.6 ** stage);
    for (const stages of [3, 5, 7]) {
      const value = extrapolated(course.slice(0, stages));
      assert.ok(value !== null && Math.abs(value - course[7]) < 1e-9, `${value}`);
    }
    for (const none of [course, course.slice(0, 2), [90, 89, 89.5], [90, 89.9, 89]])
      assert.equal(extrapolated(none), null);
  });

  it('is compared after equal seconds', () => {
    const own = { seconds: [1, 1, 1, 1], elbos: [-120, -110, -106, -105] };
    const peer = { seconds: [2, 2, 2, 2], elbos: [-121, -111, -107, -106] };
    assert.deepEqual(atEqualSeconds(own, peer), { seconds: 4, elbos: [-105, -111] });
  });

  it('has the standard error of seeds, or of the examples where there is one seed', () => {
    assert.deepEqual(overSeeds([3], 0.5), { value: 3, error: 0.5 });
    const { value, error } = overSeeds([1, 2, 6]);
    assert.equal(value, 3);
    assert.ok(Math.abs((error ?? 0) - Math.sqrt(14 / 2 / 3)) < 1e-12);
  });

  it('is ordered by means, with how far seeds are apart', () => {
    const scores = new Map([
      ['a', new Map([['mig', [0.1, 0.3]]])],
      ['b', new Map([['mig', [0.5, 0.5]]])],
    ]);
    assert.match(orderBy('mig', scores), /^By mig: b 0\.500 > a 0\.200; .* 0\.300 apart, .* up to 0\.200\.$/);
  });

  it('is trained by the schedule of Burda et al., stage by stage', () => {
    assert.deepEqual(stageEnds, [1, 4, 13, 40, 121, 364, 1093, 3280]);
    const { training } = resolveConfig(burdaRequest('x', {}), { kind: 'images' });
    for (let stage = 0; stage < 8; stage++) {
      const begin = stage === 0 ? 0 : stageEnds[stage - 1];
      for (const epochs of [begin, stageEnds[stage] - 0.01])
        assert.ok(Math.abs(learningRateAt(epochs, training) / 1e-3 - 10 ** (-stage / 7)) < 1e-9, `${epochs}`);
    }
  });

  it('is of papers that there are', () => {
    assert.deepEqual(chosenStudies(['burda', 'text']), ['burda', 'text']);
    assert.throws(() => chosenStudies(['burda', 'kingma']), /no paper kingma: give some of reference, pytorch/);
  });
});

describe('The runs of a bench', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-papers-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const request: RunRequest = {
    data: { source: 'builtin:digits', limit: 120 },
    model: { hidden: [8], latent: 2 },
    training: { batchSize: 20, seed: 1 },
    backend: 'cpu',
  };

  it('go on from where they are, are measured once, and refuse other settings', async () => {
    const said: string[] = [];
    const runs = () => new Runs(folder, (line) => said.push(line));
    const heard = async <T>(act: () => Promise<T>) => {
      said.length = 0;
      return { answer: await act(), said: [...said] };
    };
    const first = await heard(() => runs().train('digits', request, 1));
    assert.ok(first.answer > 0 && first.said[0] === 'digits: train' && first.said.length === 2, `${first.said}`);
    const measured = await heard(() => runs().measure('digits', 1, { only: ['mse'] }));
    assert.deepEqual(measured.said, ['digits: measure']);
    assert.ok(valueIn(measured.answer ?? [], 'mse', 'codes').value > 0);
    assert.deepEqual(await heard(() => runs().train('digits', request, 1)), { answer: first.answer, said: [] });
    const longer = await heard(() => runs().train('digits', request, 3));
    assert.equal(longer.said[0], 'digits: resume');
    assert.ok(longer.answer > first.answer);
    // What was measured is known; what was not is gone with its weights.
    assert.deepEqual(await heard(() => runs().measure('digits', 1, { only: ['mse'] })), {
      answer: measured.answer,
      said: [],
    });
    assert.equal(await runs().measure('digits', 2, { only: ['mse'] }), null);
    assert.equal((await heard(() => runs().train('digits', request, 1))).answer, first.answer);
    await assert.rejects(runs().train('digits', { ...request, model: { hidden: [9] } }, 3), /other settings/);
    const history = (await readFile(join(folder, 'digits', 'metrics.jsonl'), 'utf8')).trim().split('\n');
    assert.deepEqual(
      history.map((line) => JSON.parse(line).epoch),
      [1, 2, 3],
    );
  });

  it('are told of in rows of one kind', async () => {
    const study: Study = async ({ runs, found }) => {
      await runs.train('digits', request, 3);
      const [value] = (await runs.measure('digits', 3, { only: ['mse'] })) ?? [];
      found({
        paper: 'none',
        setting: 'AE',
        measure: 'mse',
        published: 1,
        ours: value.value,
        error: value.error,
        seeds: 1,
        epochs: 3,
      });
      return ['A note.'];
    };
    const { rows, figures, notes } = await compareAll([study], { folder, isLong: false, log: () => undefined });
    assert.deepEqual(Object.keys(rows[0]), [
      'paper',
      'setting',
      'measure',
      'published',
      'ours',
      '±',
      'seeds',
      'epochs',
      'remark',
    ]);
    assert.ok(Number(rows[0].ours) > 0);
    assert.equal(figures['none, AE, mse, 3 epochs, published'], 1);
    assert.equal(notes?.[1], 'A note.');
  });
});
