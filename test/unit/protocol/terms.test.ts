import assert from 'node:assert/strict';
import { resolveConfig } from '../../../src/protocol/presets';
import { elboOf, elboTerms, lossAtWholeWeights, termNames, termsOf } from '../../../src/protocol/terms';

const configOf = (kind: 'vae' | 'ae', beta = 1) =>
  resolveConfig({ data: 'x', model: { kind }, objective: { beta, warmUpEpochs: 9 } }, { kind: 'images' });

describe('The terms of a loss', () => {
  it('are those of the model, in the order of their declaration', () => {
    assert.deepEqual(termsOf(configOf('vae')), ['reconstruction', 'kl']);
    assert.deepEqual(termsOf(configOf('ae')), ['reconstruction']);
    assert.deepEqual(termsOf(configOf('vae')), termNames);
  });

  it('add up to the loss by their weights, and to the ELBO without them', () => {
    const terms = { reconstruction: 90, kl: 10 };
    assert.equal(lossAtWholeWeights(terms, configOf('vae', 4)), 130);
    assert.equal(elboOf(terms), -100);
    assert.equal(lossAtWholeWeights(terms, configOf('ae')), 90);
  });

  it('that are missing make the loss no number; those that nobody declared count nowhere', () => {
    assert.ok(Number.isNaN(lossAtWholeWeights({ reconstruction: 90 }, configOf('vae'))));
    const more = { kl: 10, quaternion: 7, reconstruction: 90 };
    assert.equal(lossAtWholeWeights(more, configOf('vae')), 100);
    assert.deepEqual(elboTerms(more), ['reconstruction', 'kl']);
    assert.equal(elboOf(more), -100);
  });
});
