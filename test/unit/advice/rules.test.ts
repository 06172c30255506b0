import assert from 'node:assert/strict';
import type { DataFacts, Evidence } from '../../../src/advice/evidence';
import { adviceOn, rules } from '../../../src/advice/rules';
import type { RunRequest } from '../../../src/protocol/config';
import { formatSentence } from '../../../src/protocol/errors';
import type { Measured, MeasuredValue, MeasureName } from '../../../src/protocol/measures';
import { measureTable } from '../../../src/protocol/measures';
import { resolveConfig } from '../../../src/protocol/presets';
import type { EpochMetrics } from '../../../src/protocol/run';

const digits = { kind: 'images', shape: [28, 28, 1] } as const;
const table = { kind: 'table', shape: [4] } as const;

interface Curve {
  readonly losses: readonly number[];
  readonly heldOut?: readonly number[];
  readonly activeUnits?: number;
  readonly klDimensions?: readonly number[];
}

function historyOf({ losses, heldOut, activeUnits = 3, klDimensions = [2, 0.5, 2] }: Curve): readonly EpochMetrics[] {
  const of = (loss: number) => ({ loss, terms: { reconstruction: loss - 5, kl: 5 }, elbo: -loss });
  return losses.map((loss, i) => ({
    epoch: i + 1,
    ...of(loss),
    validation: heldOut ? of(heldOut[i]) : null,
    beta: 1,
    activeUnits,
    klDimensions,
    seconds: 1,
  }));
}

/** A curve that has come to its end, and did so quietly. */
const quiet = [200, 160, 150, 146, 144, 143, 142.5, 142.2, 142.1, 142];

function evidenceOf(
  changed: Partial<Evidence> & { readonly request?: Omit<RunRequest, 'data'>; readonly curve?: Curve } = {},
): Evidence {
  const { request, curve = { losses: quiet, heldOut: quiet }, ...rest } = changed;
  const data = rest.data ?? digits;
  const epochs = curve.losses.length;
  const training = { epochs, ...request?.training };
  return {
    config: resolveConfig({ ...request, data: 'x', training }, data),
    data,
    status: 'completed',
    history: historyOf(curve),
    trainingExamples: 3600,
    validationExamples: 400,
    ...rest,
  };
}

function measured(measure: MeasureName, ...values: readonly Partial<MeasuredValue>[]): Measured {
  const { group } = measureTable[measure];
  const whole = { name: measure, value: 0, error: 0.01, unit: '', n: 1000 };
  return { measure, group, seconds: 0, values: values.map((value) => ({ ...whole, ...value })) };
}

const found = (evidence: Evidence) => adviceOn(evidence).map(({ rule }) => rule);
const changesBy = (rule: string, evidence: Evidence) =>
  adviceOn(evidence)
    .find((advice) => advice.rule === rule)
    ?.changes.map(({ setting, to }) => [setting, to]);
const wordsBy = (rule: string, evidence: Evidence) => {
  const sentence = rules[rule].judge(evidence)?.sentence;
  return sentence && formatSentence(sentence);
};

describe('What to do next', () => {
  it('is nothing for a run that is as it should be, measured or not', () => {
    assert.deepEqual(found(evidenceOf()), []);
    const all: readonly Measured[] = [
      measured('mse', { of: 'codes', value: 0.02, error: 0.0001 }, { of: 'pca', value: 0.03, error: 0.0001 }),
      measured('generalisation-gap', { value: 1, error: 0.5 }),
      measured('calibration', { name: 'mean-square', of: 'residuals', value: 1.05 }),
      measured('frechet', { of: 'samples', value: 3 }, { of: 'examples', value: 1 }),
    ];
    const facts: DataFacts = {
      pixels: { ends: 0.81, middle: 0.12 },
      known: { count: 1, examples: 400 },
      prior: { value: 0.001, error: 0.001, pValue: 0.2 },
    };
    assert.deepEqual(found(evidenceOf({ measured: all, facts })), []);
  });

  it('names why and who says so, each in a sentence of its own', () => {
    for (const { why } of Object.values(rules)) assert.match(formatSentence({ code: why, params: {} }), /\.$/);
  });

  it('collapse: codes that nothing depends on, with what lets them be used', () => {
    const curve = { losses: quiet, heldOut: quiet, activeUnits: 0, klDimensions: [0, 0, 0] };
    assert.deepEqual(changesBy('collapse', evidenceOf({ curve })), [
      ['objective.warmUpEpochs', '5'],
      ['objective.freeBits', '0.25'],
    ]);
    const heavy = { objective: { beta: 8, warmUpEpochs: 0, freeBits: 1 } };
    const late = {
      ...evidenceOf({ curve, request: heavy }),
      history: historyOf(curve).map((own) => ({ ...own, beta: 8 })),
    };
    assert.deepEqual(changesBy('collapse', late)?.[0], ['objective.beta', '1']);
    assert.ok(!found(evidenceOf({ curve: { ...curve, activeUnits: 2 } })).includes('collapse'));
  });

  it('under-trained: what was still falling, and not while it is trained', () => {
    const losses = Array.from({ length: 10 }, (_, i) => 400 - 12 * i);
    const falling = evidenceOf({ curve: { losses, heldOut: losses } });
    assert.deepEqual(changesBy('under-trained', falling), [['training.epochs', '20']]);
    assert.deepEqual(found({ ...falling, status: 'running' }), []);
  });

  it('overfitting: a held-out loss that has risen since its best epoch, or is beyond its error above that of training', () => {
    const heldOut = [150, 120, 110, 107, 106, 107, 109, 112, 115, 118];
    const risen = evidenceOf({ curve: { losses: quiet, heldOut } });
    assert.match(wordsBy('overfitting', risen) ?? '', /lowest after epoch 5, 106 nats, and has risen to 118/);
    assert.deepEqual(changesBy('overfitting', risen), [
      ['training.patience', '5'],
      ['training.epochs', '5'],
      ['model.hidden', '[128,64]'],
    ]);
    const wavering = [150, 120, 110, 107, 106, 106.4, 106.2, 106.3, 106.1, 106.2];
    assert.ok(!found(evidenceOf({ curve: { losses: quiet, heldOut: wavering } })).includes('overfitting'));
    const gap = (value: number, error: number) =>
      evidenceOf({ measured: [measured('generalisation-gap', { value, error })] });
    assert.match(wordsBy('overfitting', gap(40, 2)) ?? '', /40 ± 2 nats above/);
    assert.equal(wordsBy('overfitting', gap(40, 20)), undefined, 'within its error');
    assert.equal(wordsBy('overfitting', gap(5, 0.1)), undefined, 'a small part of the loss');
  });

  it('loss jumps: rises by a good part of what has come down, and not what wavers', () => {
    const jumping = [200, 150, 190, 140, 185, 150, 145, 140];
    assert.match(wordsBy('loss-jumps', evidenceOf({ curve: { losses: jumping } })) ?? '', /2 epochs, once by 45 nats/);
    assert.deepEqual(changesBy('loss-jumps', evidenceOf({ curve: { losses: jumping } })), [
      ['training.learningRate', '0.0007'],
    ]);
    const wavering = [200, 150, 152, 140, 141, 138, 139, 137];
    assert.equal(wordsBy('loss-jumps', evidenceOf({ curve: { losses: wavering } })), undefined);
  });

  it('divergence: of a run that failed by it, and of no other failure', () => {
    const failed = { ...evidenceOf(), status: 'failed' } as const;
    const sentence = { code: 'run.divergedAt', params: { epoch: 3, step: 7 } } as const;
    assert.deepEqual(changesBy('diverged', { ...failed, failure: sentence }), [
      ['training.learningRate', '0.0002'],
      ['training.optimizer.clipNorm', '1'],
    ]);
    const full = { code: 'run.writeFailed', params: { path: 'x', reason: 'ENOSPC' } } as const;
    assert.ok(!found({ ...failed, failure: full }).includes('diverged'));
  });

  it('data: too few, none held out, known ones held out, values far out', () => {
    assert.deepEqual(found(evidenceOf({ trainingExamples: 90 })), ['few-examples']);
    assert.deepEqual(found(evidenceOf({ curve: { losses: quiet }, validationExamples: 0 })), ['nothing-held-out']);
    const known = evidenceOf({ facts: { known: { count: 40, examples: 400 } } });
    assert.match(wordsBy('known-examples', known) ?? '', /40 of 400 held-out examples \(10 %\)/);
    const far = (deviations: number) =>
      evidenceOf({ data: table, facts: { farthest: { column: 'price', deviations } } });
    assert.match(wordsBy('extreme-values', far(412.7)) ?? '', /price has a value 413 standard deviations/);
    assert.equal(wordsBy('extreme-values', far(6)), undefined);
  });

  it('dead codes: a codebook most of which is idle, made as large as is used', () => {
    const request = { family: 'vq-vae' } as const;
    const usage = (dead: number) =>
      evidenceOf({
        request,
        measured: [measured('code-usage', { name: 'dead-codes', value: dead, error: null, settings: { codes: 64 } })],
      });
    assert.deepEqual(changesBy('dead-codes', usage(50)), [['model.posterior.codes', '16']]);
    assert.ok(!found(usage(10)).includes('dead-codes'));
  });

  it('too small a code: no dimension is idle; by the curve, or as it is measured', () => {
    const busy = (klDimensions: readonly number[]) =>
      evidenceOf({ curve: { losses: quiet, heldOut: quiet, klDimensions } });
    assert.match(wordsBy('small-code', busy([2.4, 3.1, 1.6])) ?? '', /All 3 latent dimensions .* at least 1.6 nats/);
    assert.deepEqual(changesBy('small-code', busy([2, 3, 2])), [['model.latent', '6']]);
    assert.deepEqual(found(busy([2, 3, 0.2])), []);
    const kl = [0.1, 3, 2].map((value, j) => ({ name: 'kl', of: `z${j + 1}`, value }));
    assert.deepEqual(found({ ...busy([2, 3, 2]), measured: [measured('kl-by-dimension', ...kl)] }), []);
  });

  it('behind a linear code: beyond the errors of both', () => {
    const errors = (codes: number, error: number) =>
      evidenceOf({
        measured: [measured('mse', { of: 'codes', value: codes, error }, { of: 'pca', value: 0.04, error })],
      });
    assert.match(wordsBy('behind-linear', errors(0.06, 0.001)) ?? '', /0\.06 ± 0\.001, .* 0\.04 ± 0\.001: 1\.5 times/);
    assert.equal(wordsBy('behind-linear', errors(0.06, 0.01)), undefined);
    assert.equal(wordsBy('behind-linear', errors(0.03, 0.0001)), undefined);
  });

  it('a likelihood of another kind of pixels', () => {
    const pixels = (likelihood: 'bernoulli' | 'gaussian', ends: number, middle: number) =>
      evidenceOf({ request: { model: { likelihood } }, facts: { pixels: { ends, middle } } });
    assert.deepEqual(changesBy('pixel-likelihood', pixels('gaussian', 0.999, 0)), [['model.likelihood', 'bernoulli']]);
    assert.deepEqual(changesBy('pixel-likelihood', pixels('bernoulli', 0.02, 0.9)), [
      ['model.likelihood', 'gaussian-learned'],
    ]);
    assert.deepEqual(found(pixels('bernoulli', 0.81, 0.12)), [], 'MNIST is drawn black on white');
    assert.deepEqual(found(pixels('gaussian', 0.02, 0.9)), []);
  });

  it('a variance that does not fit, or has come to its limit', () => {
    const square = (value: number) =>
      evidenceOf({
        data: table,
        request: { model: { likelihood: 'gaussian' } },
        measured: [measured('calibration', { name: 'mean-square', of: 'residuals', value })],
      });
    assert.deepEqual(changesBy('fixed-variance', square(0.05)), [['model.likelihood', 'gaussian-learned']]);
    assert.ok(!found(square(0.9)).includes('fixed-variance'));
    const least = (count: number) => evidenceOf({ data: table, facts: { leastVariances: { count, features: 4 } } });
    assert.match(wordsBy('least-variance', least(1)) ?? '', /1 of 4 features/);
    assert.deepEqual(found(least(0)), []);
  });

  it('a prior that draws where no codes are, if draws are worse than examples', () => {
    const frechet = (samples: number) =>
      measured('frechet', { of: 'samples', value: samples }, { of: 'examples', value: 1 });
    const apart = { prior: { value: 0.05, error: 0.004, pValue: 0.005 } };
    const evidence = (samples: number, facts: DataFacts) => evidenceOf({ measured: [frechet(samples)], facts });
    assert.deepEqual(changesBy('prior-mismatch', evidence(20, apart)), [['model.prior.name', 'vamp']]);
    assert.deepEqual(found(evidence(2, apart)), [], 'draws are as good as examples');
    assert.deepEqual(found(evidence(20, { prior: { value: 0.001, error: 0.001, pValue: 0.3 } })), []);
  });
});
