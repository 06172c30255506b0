import assert from 'node:assert/strict';
import { lossFields, lossWords } from '../../../src/cli/printer';

describe('losses that are printed', () => {
  const vae = { loss: 14, terms: { reconstruction: 10, kl: 2 }, elbo: -12 };
  const plain = { loss: 3.5, terms: { reconstruction: 3.5 }, elbo: null };

  it('have fields of one name whatever the model, in one order', () => {
    assert.deepEqual(Object.entries(lossFields(vae)), [
      ['loss', 14],
      ['reconstruction', 10],
      ['kl', 2],
      ['elbo', -12],
    ]);
    assert.deepEqual(lossFields(plain), { loss: 3.5, reconstruction: 3.5, kl: 0, elbo: null });
  });

  it('have a field for each further term, by its name', () => {
    const more = { ...vae, terms: { ...vae.terms, quaternion: 7 } };
    assert.deepEqual(lossFields(more), { loss: 14, reconstruction: 10, kl: 2, quaternion: 7, elbo: -12 });
  });

  it('are told to people by their terms', () => {
    assert.equal(lossWords(vae), 'ELBO -12.00 (reconstruction 10.00, KL 2.00)');
    assert.equal(lossWords(plain), 'loss 3.50 (reconstruction 3.50)');
  });
});
