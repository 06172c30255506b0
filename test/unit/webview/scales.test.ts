import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Losses } from '../../../src/protocol/run';
import { dimensionOrder, posteriorScale } from '../../../webview/inspector/posterior-scale';
import { curveOf, measured, scaleFor } from '../../../webview/training/curve-data';
import { logTicks } from '../../../webview/training/log-ticks';
import { measuresOf } from '../../../webview/training/measure-words';
import { visibleRange } from '../../../webview/visible-range';
import { buildEpoch, buildRun } from './builders';

const configOf = (objective = {}, kind: 'vae' | 'ae' = 'vae') => {
  const { config } = buildRun({ kind }).record;
  return { ...config, objective: { ...config.objective, ...objective } };
};

describe('Training curves', () => {
  it('hold training and validation by epoch, with gaps where there is no number', () => {
    const history = [buildEpoch(1, 100), { ...buildEpoch(2, Number.NaN), validation: null }];
    const loss = { epochs: [1, 2], train: [100, null], validation: [101, null] };
    assert.deepEqual(curveOf(history, 'loss', configOf()), loss);
    assert.deepEqual(curveOf(history, 'kl', configOf()).train, [10, 10]);
  });

  it('show the loss of training and validation at one weight of the KL, also while it is warmed up', () => {
    const history = [buildEpoch(1, 100, 0.2), buildEpoch(2, 100, 1)];
    assert.deepEqual(
      history.map(({ loss, validation }) => [loss, validation?.loss]),
      [
        [92, 101],
        [100, 101],
      ],
    );
    assert.deepEqual(curveOf(history, 'loss', configOf()), {
      epochs: [1, 2],
      train: [100, 100],
      validation: [101, 101],
    });
    assert.deepEqual(curveOf(history, 'loss', configOf({ beta: 4 })).train, [130, 130]);
    assert.equal(measured(history[0], 'loss', configOf({ beta: 0 })), 90);
  });

  it('have gaps where a term was no number, or was not there, and pass over terms that are not of the run', () => {
    const { validation, ...epoch } = buildEpoch(1, 100);
    const lost = { loss: null, terms: { reconstruction: null, kl: null }, elbo: null } as unknown as Losses;
    const more = { ...epoch, terms: { ...epoch.terms, quaternion: 7 }, validation };
    const less = { ...epoch, epoch: 2, terms: { reconstruction: 90 }, validation: lost };
    const history = [more, less];
    assert.deepEqual(curveOf(history, 'loss', configOf()), {
      epochs: [1, 2],
      train: [100, null],
      validation: [101, null],
    });
    assert.deepEqual(curveOf(history, 'kl', configOf()), { epochs: [1, 2], train: [10, null], validation: [10, null] });
    const plain = { loss: 100, terms: { reconstruction: 100, kl: 0 }, elbo: null };
    assert.equal(measured(plain, 'loss', configOf({ beta: 4 }, 'ae')), 100);
  });

  it('are one for an autoencoder, whose loss is its reconstruction error, and say what a loss is made of', () => {
    assert.deepEqual(measuresOf(configOf({}, 'ae')), [{ value: 'loss', label: 'Loss', made: 'reconstruction error' }]);
    const made = (objective = {}) => measuresOf(configOf(objective))[0].made;
    assert.deepEqual(
      measuresOf(configOf()).map(({ value, label }) => [value, label]),
      [
        ['loss', 'Loss'],
        ['reconstruction', 'Reconstruction'],
        ['kl', 'KL divergence'],
      ],
    );
    assert.equal(made(), 'reconstruction + KL');
    assert.equal(made({ beta: 4 }), 'reconstruction + 4 × KL');
    assert.equal(made({ beta: 0.5, freeBits: 0.1 }), 'reconstruction + 0.5 × KL, without free bits');
  });

  it('take a logarithm only of positive values', () => {
    const curve = (...train: (number | null)[]) => ({ epochs: [], train, validation: [] });
    assert.equal(scaleFor(curve(3, null, 1), 'log'), 'log');
    assert.equal(scaleFor(curve(3, -1), 'log'), 'asinh');
    assert.equal(scaleFor(curve(3, 0), 'log'), 'asinh');
    assert.equal(scaleFor(curve(3, -1), 'linear'), 'linear');
  });
});

describe('Marks of a logarithmic axis', () => {
  it('are 1, 2, 5 times powers of ten, or even steps on a short axis', () => {
    assert.deepEqual(logTicks(1, 100), [1, 2, 5, 10, 20, 50, 100]);
    assert.deepEqual(logTicks(78, 160), [80, 100, 120, 140, 160]);
    assert.deepEqual(logTicks(1, 1e5), [1, 10, 100, 1000, 10_000, 100_000]);
  });

  it('lie within it, are few, and ascend', () => {
    const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(positive, fc.double({ min: 1.02, max: 1e6, noNaN: true }), (min, ratio) => {
        const ticks = logTicks(min, min * ratio);
        assert.ok(ticks.length >= 2 && ticks.length <= 14, `${ticks}`);
        assert.ok(ticks.every((tick, at) => tick >= min && tick <= min * ratio && (at === 0 || tick > ticks[at - 1])));
      }),
    );
  });
});

describe('The posterior chart', () => {
  it('is symmetric, and holds every interval and the prior', () => {
    const near = posteriorScale(Float32Array.of(0.1), Float32Array.of(0.2));
    assert.ok(near.reach >= 2);
    assert.equal(near.place(0), 0.5);
    const far = posteriorScale(Float32Array.of(-7, 1), Float32Array.of(0.5, 1));
    assert.ok(Math.abs(far.place(-8)) < 1e-6);
    assert.equal(posteriorScale(Float32Array.of(9), null).reach, 9);
  });

  it('orders dimensions by what they carry', () => {
    assert.deepEqual(dimensionOrder(3, null), [0, 1, 2]);
    assert.deepEqual(dimensionOrder(3, Float32Array.of(0.1, 2, 0.1)), [1, 0, 2]);
  });
});

describe('The visible range', () => {
  it('covers the viewport and never leaves the list', () => {
    assert.deepEqual(visibleRange(0, 100, 20, 1000, 2), { first: 0, last: 7 });
    assert.deepEqual(visibleRange(500, 100, 20, 1000, 0), { first: 25, last: 30 });
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.nat(2000),
        fc.integer({ min: 1, max: 200 }),
        fc.nat(100_000),
        fc.nat(3),
        (top, viewport, height, rows, overscan) => {
          const { first, last } = visibleRange(top, viewport, height, rows, overscan);
          assert.ok(first >= 0 && first <= last && last <= rows);
          for (let row = Math.floor(top / height); row * height < top + viewport && row < rows; row++) {
            assert.ok(row >= first && row < last);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
