import assert from 'node:assert/strict';
import { verdictOn } from '../../../src/protocol/learning-curve';
import { resolveConfig } from '../../../src/protocol/presets';
import type { EpochMetrics } from '../../../src/protocol/run';

const images = { kind: 'images', shape: [28, 28, 1] } as const;

function history(losses: readonly number[], isHeldOut = true): EpochMetrics[] {
  return losses.map((loss, i) => {
    const held = { loss, terms: { reconstruction: loss - 5, kl: 5 }, elbo: -loss };
    const training = { ...held, loss: isHeldOut ? 200 - i : loss };
    return { epoch: i + 1, ...training, validation: isHeldOut ? held : null, beta: 1, activeUnits: 3, seconds: 1 };
  });
}

const configOf = (epochs: number, kind: 'vae' | 'ae' = 'vae', warmUpEpochs = 0) =>
  resolveConfig({ data: 'x', model: { kind }, training: { epochs }, objective: { warmUpEpochs } }, images);

const verdict = (losses: readonly number[], isHeldOut = true) =>
  verdictOn(history(losses, isHeldOut), configOf(losses.length), images);

/** What the preset `explore` brought of the built-in digits in twelve epochs, held out. */
const digits = [170.4, 161.7, 156.1, 153, 149.2, 146.6, 144.4, 142.8, 141.5, 141, 140.7, 140.7];
const falling = Array.from({ length: 10 }, (_, i) => 400 - 12 * i);

describe('The verdict on a learning curve', () => {
  it('sends on what was still falling, by the held-out losses, or the only ones', () => {
    for (const isHeldOut of [true, false]) {
      assert.deepEqual(verdict(falling, isHeldOut), { code: 'run.underTrained', params: { epochs: 20 } });
    }
  });

  it('sends on what falls as a power of the epochs, however slowly the rate lets it end', () => {
    const losses = Array.from({ length: 10 }, (_, i) => 300 + 100 * (1 - Math.sin(((i + 1) / 10) * (Math.PI / 2))));
    assert.ok(verdict(losses));
  });

  it('lets a training be that has brought what it can', () => {
    assert.equal(verdict(digits), null);
    assert.equal(verdict([150, 120, 110, 107, 106, 105.5, 105.2, 105.1, 105, 105]), null);
  });

  it('does not send overfitting on', () => {
    assert.equal(verdict([150, 120, 110, 107, 106, 107, 109, 112, 115, 118]), null);
  });

  it('does not count what is too little to see', () => {
    assert.equal(verdict(Array.from({ length: 10 }, (_, i) => 100 - 0.1 * i)), null);
  });

  it('says nothing where there is no curve: few epochs, an early end, no epochs, the warm-up', () => {
    assert.equal(verdict([400, 300, 200]), null);
    assert.equal(verdictOn(history(falling), configOf(30), images), null);
    assert.equal(verdictOn([], configOf(10), images), null);
    assert.equal(verdictOn(history(falling), configOf(10, 'vae', 8), images), null);
    assert.ok(verdictOn(history(falling), configOf(10, 'vae', 2), images));
  });

  it('measures a plain autoencoder by its own error', () => {
    const errors = (last: number) => Array.from({ length: 10 }, (_, i) => last * (1 + 0.1 * (9 - i)));
    assert.ok(verdictOn(history(errors(0.5)), configOf(10, 'ae'), images));
    const still = Array.from({ length: 10 }, (_, i) => 0.5 * (1 + 0.001 * (9 - i)));
    assert.equal(verdictOn(history(still), configOf(10, 'ae'), images), null);
  });
});
