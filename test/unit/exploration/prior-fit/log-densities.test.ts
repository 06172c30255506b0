import assert from 'node:assert/strict';
import { logAggregateOf } from '../../../../src/exploration/prior-fit/log-densities';
import { fillNormal, random } from '../../../../src/random';

const latent = 2;

function encodings(examples: number) {
  const means = fillNormal(new Float32Array(examples * latent), random(1));
  const logVars = fillNormal(new Float32Array(examples * latent), random(2)).map((value) => value / 2 - 1);
  return { latent, means, logVars };
}

describe('log q(z) of examples', () => {
  it('is by the posteriors of all others', async () => {
    const of = encodings(40);
    const values = await logAggregateOf(of, () => undefined);
    for (let i = 0; i < 40; i++) {
      let sum = 0;
      for (let n = 0; n < 40; n++) {
        if (n === i) continue;
        let log = 0;
        for (let j = 0; j < latent; j++) {
          const logVar = of.logVars[n * latent + j];
          const distance = of.means[i * latent + j] - of.means[n * latent + j];
          log -= (distance ** 2 / Math.exp(logVar) + logVar + Math.log(2 * Math.PI)) / 2;
        }
        sum += Math.exp(log) / 39;
      }
      assert.ok(Math.abs(values[i] - Math.log(sum)) < 1e-4, `${values[i]} for ${Math.log(sum)}`);
    }
  });

  it('of many is by a sample, and nearly the same', async () => {
    const of = encodings(5000);
    const told: number[] = [];
    const values = await logAggregateOf(of, (fraction) => told.push(fraction));
    assert.ok(told.at(-1) === 1 && values.every(Number.isFinite));
    const middle = values.reduce((sum, value) => sum + value, 0) / 5000;
    const half = { ...of, means: of.means.slice(0, 4000), logVars: of.logVars.slice(0, 4000) };
    const exact = await logAggregateOf(half, () => undefined);
    const other = exact.reduce((sum, value) => sum + value, 0) / 2000;
    assert.ok(Math.abs(middle - other) < 0.1, `${middle} and ${other}`);
  });

  it('ends when it is called off', async () => {
    const stop = new Error('called off');
    await assert.rejects(
      logAggregateOf(encodings(50), () => {
        throw stop;
      }),
      stop,
    );
  });
});
