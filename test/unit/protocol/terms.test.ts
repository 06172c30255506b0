import assert from 'node:assert/strict';
import { resolveConfig } from '../../../src/protocol/presets';
import { elboOf, elboTerms, lossAtWholeWeights, lossTermsOf, termNames, termsOf } from '../../../src/protocol/terms';

const configOf = (kind: 'vae' | 'ae', beta = 1) =>
  resolveConfig({ data: 'x', model: { kind }, objective: { beta, warmUpEpochs: 9 } }, { kind: 'images' });

/** One of each that may be added to the ELBO. */
const penalties = {
  totalCorrelation: { weight: 3 },
  covariance: { offDiagonal: 10 },
  mmd: { weight: 100 },
  adversarial: { weight: 2 },
  gan: { weight: 1, pixels: 1 },
  sparsity: { weight: 0.5 },
  contraction: { weight: 0.1 },
};

describe('The terms of a loss', () => {
  it('are those of the model, in the order of their declaration', () => {
    assert.deepEqual(termsOf(configOf('vae')), ['reconstruction', 'kl']);
    assert.deepEqual(termsOf(configOf('ae')), ['reconstruction']);
    const model = { posterior: { name: 'quantised' } } as const;
    const penalised = resolveConfig({ data: 'x', model, objective: penalties }, { kind: 'images' });
    const ofOthers = ['classes', 'classification'];
    assert.deepEqual(
      termsOf(penalised),
      termNames.filter((name) => !ofOthers.includes(name) && !/^kl./.test(name)),
    );
    assert.deepEqual(
      termsOf(penalised).filter((name) => !lossTermsOf(penalised).includes(name)),
      ['discriminator', 'perplexity'],
    );
    const ladder = resolveConfig({ data: 'x', family: 'ladder-vae' }, { kind: 'images' });
    assert.deepEqual(termsOf(ladder), ['reconstruction', 'kl', 'klLower', 'klTop']);
    assert.deepEqual(lossTermsOf(ladder), ['reconstruction', 'kl']);
    const sizes = { latent: 12, posterior: { sizes: [5, 4, 2, 1] } };
    const four = resolveConfig({ data: 'x', family: 'ladder-vae', model: sizes }, { kind: 'images' });
    assert.deepEqual(termsOf(four), ['reconstruction', 'kl', 'klLower', 'klLayer2', 'klLayer3', 'klTop']);
    assert.equal(elboOf({ reconstruction: 90, kl: 10, klLower: 7, klTop: 3 }), -100);
  });

  it('add up to the loss by their weights, and to the ELBO without them', () => {
    const terms = { reconstruction: 90, kl: 10 };
    assert.equal(lossAtWholeWeights(terms, configOf('vae', 4)), 130);
    assert.equal(elboOf(terms), -100);
    assert.equal(lossAtWholeWeights(terms, configOf('ae')), 90);
    const quantised = resolveConfig({ data: 'x', model: { posterior: { name: 'quantised' } } }, { kind: 'images' });
    assert.equal(lossAtWholeWeights({ ...terms, commitment: 8, perplexity: 30 }, quantised), 102);
  });

  it('have the error in features in the place of that in pixels, which is reported all the same', () => {
    const of = (gan: { weight: number; features?: number; pixels?: number }) =>
      resolveConfig({ data: 'x', objective: { gan } }, { kind: 'images' });
    const terms = { reconstruction: 90, kl: 10, features: 5, gan: 2 };
    const plain = of({ weight: 3 });
    assert.deepEqual(termsOf(plain), ['reconstruction', 'kl', 'features', 'gan', 'discriminator']);
    assert.deepEqual(lossTermsOf(plain), ['kl', 'features', 'gan']);
    // The loss of the discriminator is no part of it, whether an older run has it or not.
    assert.equal(lossAtWholeWeights({ ...terms, discriminator: 2 }, plain), lossAtWholeWeights(terms, plain));
    assert.equal(lossAtWholeWeights(terms, plain), 10 + 5 + 3 * 2);
    assert.equal(elboOf(terms), -100);
    const both = of({ weight: 3, features: 2, pixels: 0.5 });
    assert.deepEqual(lossTermsOf(both), ['reconstruction', 'kl', 'features', 'gan']);
    assert.equal(lossAtWholeWeights(terms, both), 45 + 10 + 2 * 5 + 3 * 2);
    assert.deepEqual(termsOf(of({ weight: 0, pixels: 3 })), ['reconstruction', 'kl']);
    assert.equal(lossAtWholeWeights(terms, of({ weight: 0, pixels: 3 })), 100);
  });

  it('count by their distance from a capacity, where there is one', () => {
    const config = resolveConfig({ data: 'x', objective: { beta: 10, capacity: { nats: 25 } } }, { kind: 'images' });
    for (const kl of [22, 28]) assert.equal(lossAtWholeWeights({ reconstruction: 90, kl }, config), 120);
  });

  it('that are missing make the loss no number; those that nobody declared count nowhere', () => {
    assert.ok(Number.isNaN(lossAtWholeWeights({ reconstruction: 90 }, configOf('vae'))));
    const more = { kl: 10, quaternion: 7, reconstruction: 90 };
    assert.equal(lossAtWholeWeights(more, configOf('vae')), 100);
    assert.deepEqual(elboTerms(more), ['reconstruction', 'kl']);
    assert.equal(elboOf(more), -100);
  });
});
