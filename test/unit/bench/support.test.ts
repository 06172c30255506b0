import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { resolveConfig } from '../../../src/protocol/presets';
import { figuresOf } from '../../bench/support/bench';
import { contest, repeated } from '../../bench/support/contest';
import { peakFrom, stepOperations } from '../../bench/support/floor';
import { encodeIdx } from '../../bench/support/images';
import { residentSet } from '../../bench/support/memory';
import { PythonError, PythonPeer } from '../../bench/support/python';
import { choicesSetting, countSetting, countsSetting } from '../../bench/support/settings';
import { median, medianRatio, quantile, rounded } from '../../bench/support/statistics';

describe('What benches are made of', () => {
  it('statistics', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(quantile([5, 1, 2, 3, 4], 0.95), 5);
    assert.equal(
      quantile(
        Array.from({ length: 100 }, (_, i) => i),
        0.95,
      ),
      95,
    );
    assert.equal(medianRatio([2, 8, 30], [1, 2, 10]), 3);
    assert.ok(Number.isNaN(median([])));
    assert.deepEqual([1234.5, 0.0123456].map(rounded), [1230, 0.0123]);
  });

  it('figures are cells by their row and column', () => {
    const figures = figuresOf([
      { what: 'a', ms: 1, peer: null },
      { what: 'b', ms: 2, peer: 'x' },
    ]);
    assert.deepEqual(figures, { 'a ms': 1, 'a peer': null, 'b ms': 2, 'b peer': 'x' });
  });

  it('settings are counts, or an error that names the variable', () => {
    const name = 'LATENT_LENS_TEST_SETTING';
    try {
      delete process.env[name];
      assert.deepEqual(countsSetting(name, [1, 2]), [1, 2]);
      process.env[name] = '16,32';
      assert.deepEqual(countsSetting(name, []), [16, 32]);
      for (const wrong of ['x', '0', '-3', '1.5', '4,']) {
        process.env[name] = wrong;
        assert.throws(() => countSetting(name, 1), { message: new RegExp(name) });
      }
    } finally {
      delete process.env[name];
    }
  });

  it('choices come from the environment, some of all there are', () => {
    const name = 'LATENT_LENS_TEST_CHOICES';
    const all = ['vae', 'ae', 'fsq'] as const;
    try {
      assert.deepEqual(choicesSetting(name, all), all);
      process.env[name] = 'fsq,vae';
      assert.deepEqual(choicesSetting(name, all), ['fsq', 'vae']);
      for (const wrong of ['gan', 'vae,', 'vae ae']) {
        process.env[name] = wrong;
        assert.throws(() => choicesSetting(name, all), { message: new RegExp(`^${name} .* vae, ae, fsq`) });
      }
    } finally {
      delete process.env[name];
    }
  });

  it('contestants take turns, and the first time of each is kept apart', async () => {
    const calls: string[] = [];
    const contestant = (name: string, firstTime: number) => ({
      name,
      perform(times: number) {
        const isFirst = !calls.includes(name);
        calls.push(name);
        assert.equal(times, 1, 'longer than a turn');
        return isFirst ? firstTime : 1000;
      },
    });
    const outcomes = await contest([contestant('a', 5000), contestant('b', 7000)], { rounds: 2 });
    assert.deepEqual(outcomes, {
      a: { first: 5000, times: [1000, 1000] },
      b: { first: 7000, times: [1000, 1000] },
    });
    assert.equal(calls.slice(4).join(''), 'abab');
  });

  it('a short work is done several times a turn', async () => {
    let calls = 0;
    const work = repeated('work', () => void calls++);
    const { work: outcome } = await contest([work], { rounds: 2, turn: 10 });
    assert.equal(outcome.times.length, 2);
    assert.ok(calls > 2 + 2 * 2);
  });

  it("a dense step's operations: six for each weight and example, less a gradient by the data", () => {
    const { model } = resolveConfig({ data: '', preset: 'classic' }, { kind: 'images' });
    const first = 784 * 256;
    const weights = 2 * first + 3 * 256 * 32;
    assert.equal(stepOperations(model, [28, 28, 1], 10), 10 * (6 * weights - 2 * first));
  });

  it('many draws: examples are encoded once, and decoded as often', () => {
    for (const [preset, decoder] of [
      ['classic', 32 * 256 + 256 * 784],
      ['conv', 16 * 7 * 7 * 64 + stepOfConvolutions()],
    ] as const) {
      const { model } = resolveConfig({ data: '', preset }, { kind: 'images' });
      const [one, fifty] = [1, 50].map((draws) => stepOperations(model, [28, 28, 1], 10, draws));
      assert.equal(fifty - one, 49 * 10 * 6 * decoder);
    }
  });

  it("a convolution's operations: as many products as its kernel meets pixels", () => {
    const { model } = resolveConfig(
      { data: '', preset: 'conv', model: { hidden: [3], latent: 2 } },
      { kind: 'images' },
    );
    for (const [height, width] of [
      [28, 28],
      [5, 8],
      [7, 1],
    ]) {
      const met = tf.tidy(() => {
        const ones = tf.ones<tf.Rank.R4>([1, height, width, 1]);
        return tf.sum(tf.conv2d(ones, tf.ones<tf.Rank.R4>([4, 4, 1, 1]), 2, 'same')).dataSync()[0];
      });
      const flat = Math.ceil(height / 2) * Math.ceil(width / 2) * 3;
      const expected = 4 * 3 * met + 6 * (2 * flat * 2 + 2 * flat + 3 * met);
      assert.equal(stepOperations(model, [height, width, 1], 1), expected);
    }
  });

  it("the peak is that of the product's operations", () => {
    assert.equal(peakFrom(1000), 2 * 2048 ** 3);
  });

  it('IDX files begin with their type and dimensions', () => {
    const bytes = encodeIdx(Uint8Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    assert.deepEqual([...bytes], [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);
  });

  it('a process holds something, and at most more', () => {
    const { now, peak } = residentSet();
    assert.ok(now > 10e6 && peak >= now * 0.9);
  });

  it('says that there is no Python, or what it printed last', async () => {
    const start = (python: string) => PythonPeer.start('load.py', v.object({}), { python });
    await assert.rejects(start('/no/python'), new PythonError('There is no Python at /no/python'));
    await assert.rejects(start(process.execPath), PythonError);
  });
});

/** Multiply-adds of the decoder's convolutions of the preset conv: kernels of 4 less what they miss at the edges. */
function stepOfConvolutions(): number {
  const [large, small] = [14, 7].map((outputs) => (4 * outputs - 2) ** 2);
  return 32 * large + 32 * 64 * small;
}
