import assert from 'node:assert/strict';
import { jackknife } from '../../../src/measures/jackknife';
import { fillNormal, random } from '../../../src/random';
import { near } from './near';

describe('the jackknife', () => {
  const values = fillNormal(new Float32Array(4000), random(1));
  const mean = (rows: Int32Array) => rows.reduce((sum, row) => sum + values[row], 0) / rows.length;

  it('gives a mean the error s / sqrt(n), as far as ten parts tell, and the same twice', () => {
    const [{ value, error, n }] = jackknife(values.length, (rows) => [mean(rows)]);
    near(value, mean(Int32Array.from(values.keys())));
    assert.equal(n, 4000);
    // Of ten parts an error is known to about a quarter.
    near(error ?? 0, 1 / Math.sqrt(4000), 0.75 / Math.sqrt(4000));
    assert.deepEqual(jackknife(values.length, (rows) => [mean(rows)])[0], { value, error, n });
  });

  it('is the standard error of the parts themselves, where they are of one size', () => {
    // Of a mean the jackknife of parts is exactly the standard error of the parts' means.
    const means: number[] = [];
    const [{ error }] = jackknife(values.length, (rows) => {
      means.push(mean(rows));
      return [mean(rows)];
    });
    const without = means.slice(0, 10);
    const all = means[10];
    const ofParts = without.map((other) => 10 * all - 9 * other);
    const squares = ofParts.reduce((sum, other) => sum + (other - all) ** 2, 0);
    near(error ?? 0, Math.sqrt(squares / 9 / 10), 1e-12);
  });
});
