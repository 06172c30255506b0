import assert from 'node:assert/strict';
import { collapseOf } from '../../../src/protocol/collapse';
import type { RunRequest } from '../../../src/protocol/config';
import { resolveConfig } from '../../../src/protocol/presets';
import type { EpochMetrics } from '../../../src/protocol/run';

const images = { kind: 'images', shape: [28, 28, 1] } as const;
const configOf = (latent: number, more: Partial<RunRequest> = {}) =>
  resolveConfig({ data: 'x', ...more, model: { kind: 'vae', latent, ...more.model } }, images);

/** With so many active units after each epoch. */
function history(active: readonly number[], betas: readonly number[] = active.map(() => 1)): EpochMetrics[] {
  const losses = { loss: 100, terms: { reconstruction: 100, kl: 0 }, elbo: -100, validation: null };
  return active.map((activeUnits, i) => ({ epoch: i + 1, ...losses, beta: betas[i], activeUnits, seconds: 1 }));
}

describe('a collapse of the posterior', () => {
  it('is told once no dimension has been in use for three epochs', () => {
    assert.deepEqual(collapseOf(history([0, 0, 0]), configOf(4)), { code: 'run.collapsed', params: { latent: 4 } });
    assert.equal(collapseOf(history([0, 0]), configOf(4)), null);
    assert.equal(collapseOf(history([0, 0, 1]), configOf(4)), null);
    assert.ok(collapseOf(history([3, 0, 0, 0]), configOf(4)));
  });

  it('is none while the KL gets its weight', () => {
    assert.equal(collapseOf(history([0, 0, 0], [0.2, 0.6, 1]), configOf(4)), null);
    assert.ok(collapseOf(history([0, 0, 0, 0, 0], [0.2, 0.6, 1, 1, 1]), configOf(4)));
  });

  it('is told of few of many dimensions, too', () => {
    assert.equal(collapseOf(history([3, 3, 3]), configOf(32))?.code, 'run.fewActive');
    assert.equal(collapseOf(history([4, 4, 4]), configOf(32)), null);
    assert.equal(collapseOf(history([1, 1, 1]), configOf(8)), null);
  });

  it('is nothing that a plain autoencoder or a prior of another form has', () => {
    assert.equal(collapseOf(history([0, 0, 0]), configOf(4, { model: { kind: 'ae' } })), null);
    assert.equal(collapseOf(history([0, 0, 0]), configOf(4, { model: { prior: { name: 'vamp' } } })), null);
  });
});
