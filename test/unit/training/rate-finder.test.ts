import assert from 'node:assert/strict';
import { createComputation } from '../../../src/compute';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { curveInMarks } from '../../../src/protocol/rate-curve';
import { chooseBackend } from '../../../src/runtime/backend';
import { findRate, suggestedRates } from '../../../src/training/rate-finder';
import { splitExamples } from '../../../src/training/split';
import { barImages, smallConfig } from './builders';

/** A curve whose loss falls along a logistic function around a rate, and rises again. */
const points = Array.from({ length: 281 }, (_, i) => {
  const rate = 10 ** (-6 + i / 40);
  const loss = 100 - 50 / (1 + Math.exp(-6 * Math.log10(rate / 1e-3))) + (rate > 0.1 ? 400 * (rate - 0.1) : 0);
  return { rate, loss, smoothed: loss };
});

describe('The learning-rate finder', () => {
  before(() => chooseBackend('tensorflow'));

  it('finds where the loss falls fastest, and a tenth of where it is lowest', () => {
    const { steepest, tenth } = suggestedRates(points);
    assert.ok(steepest !== null && Math.abs(Math.log10(steepest / 1e-3)) < 0.03, `${steepest}`);
    assert.ok(tenth !== null && Math.abs(Math.log10(tenth / 0.01)) < 0.03, `${tenth}`);
  });

  it('suggests nothing where the loss only rises', () => {
    const rising = points.map(({ rate }, i) => ({ rate, loss: i, smoothed: i }));
    assert.deepEqual(suggestedRates(rising), { steepest: null, tenth: null });
  });

  it('takes no chance for a fall: the loss of one batch is lower than that of another', () => {
    const chance = points.map(({ rate }, i) => {
      const loss = 100 + 10 * Math.sin(12.9898 * i) - (i === 150 ? 3 : 0);
      return { rate, loss, smoothed: 100 + (loss - 100) / 4 };
    });
    assert.deepEqual(suggestedRates(chance), { steepest: null, tenth: null });
  });

  it('draws the curve in one line', () => {
    const line = curveInMarks({ points, steepest: null, tenth: null }, 40);
    assert.equal(line.length, 40);
    assert.ok(line.startsWith('▇') && line.includes('▁') && line.endsWith('█'), line);
  });

  it('lets the rate of a training rise until its loss does, the same each time', async () => {
    const dataset = barImages(120);
    const config = smallConfig({ model: { dropout: 0.1 } });
    const once = async (signal = new AbortController().signal) => {
      const model = createAutoencoder(config.model, dataset.summary.shape, 'images', 1);
      const computation = createComputation(model, dataset, config.objective, assert.fail);
      const split = splitExamples(120, 0.1, 1);
      try {
        return await findRate({ model, dataset, split, config, computation, signal, onProgress: () => undefined });
      } finally {
        computation.dispose();
        model.dispose();
      }
    };
    const curve = await once();
    assert.deepEqual(await once(), curve);
    const rates = curve.points.map(({ rate }) => rate);
    assert.ok(rates.every((rate, i) => i === 0 || rate > rates[i - 1]));
    assert.ok(Math.abs(rates[40] / rates[0] - 10) < 1e-6);
    assert.ok(curve.tenth !== null && curve.tenth > 1e-4 && curve.tenth < 0.1, `${curve.tenth}`);
    const losses = curve.points.map(({ smoothed }) => smoothed);
    assert.ok(Math.min(...losses) < losses[0] - 1);
    const stopped = new AbortController();
    stopped.abort();
    await assert.rejects(once(stopped.signal), { code: 'process.cancelled' });
  });
});
