import assert from 'node:assert/strict';
import { codePartsOf, numbersOf, swapped } from '../../../../src/exploration/discrete/code-parts';
import { perplexityOf } from '../../../../src/exploration/discrete/code-usage';

describe('The parts of discrete codes', () => {
  const codebook = Float32Array.of(0, 0, 1, 0, 1, 1, 5, 5);
  const quantised = { name: 'quantised', groups: 2, width: 2, codes: 4, commitment: 0.25, decay: 0.99 } as const;

  it('are vectors of one codebook, each the nearest one', () => {
    const parts = codePartsOf(quantised, codebook);
    // Twice a vector that begins alike, and one that is near to a vector alone.
    const codes = Float32Array.of(1, 0, 1, 1, 1, 1, 4.5, 6, 0.4, 0, 1, 0);
    assert.deepEqual([...numbersOf(parts, codes)], [1, 2, 2, 3, 0, 1]);
    assert.deepEqual([parts.lists, parts.listOf(1)], [[4], 0]);
    assert.deepEqual(
      [...swapped(parts, codes.subarray(0, 4), 1, [0, 3])],
      [...[1, 0, 1, 1], ...[1, 0, 0, 0], ...[1, 0, 5, 5]],
    );
    assert.throws(() => codePartsOf(quantised, codebook.subarray(2)), /codebook/);
  });

  it('are levels, each dimension of its own', () => {
    const parts = codePartsOf({ name: 'scalar-quantised', levels: [2, 5] }, null);
    assert.deepEqual([...numbersOf(parts, Float32Array.of(-1, -1, 0, 0, -1, 0.5, 0, 1))], [0, 0, 1, 2, 0, 3, 1, 4]);
    assert.deepEqual([...swapped(parts, Float32Array.of(-1, 0), 1, [0, 4])], [-1, 0, -1, -1, -1, 1]);
    for (const [part, levels] of parts.lists.entries())
      for (let number = 0; number < levels; number++)
        assert.equal(parts.numberOf(parts.valuesOf(number, part), part), number);
  });

  it('are classes of categorical variables, the most probable one of each', () => {
    const parts = codePartsOf({ name: 'gumbel', variables: 2, classes: 3 }, null);
    const code = Float32Array.of(0.2, 0.5, 0.3, 1, 0, 0);
    assert.deepEqual([...numbersOf(parts, code)], [1, 0]);
    assert.deepEqual([...swapped(parts, code, 1, [2])].slice(9), [0, 0, 1]);
    assert.deepEqual([parts.lists, parts.listOf(1)], [[3, 3], 1]);
  });

  it('are as many in use as are used alike', () => {
    const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-7, `${a}, not ${b}`);
    near(perplexityOf([7, 7, 7, 0]).value, 3);
    near(perplexityOf([7, 7, 7, 0]).error, 0);
    near(perplexityOf([0, 5]).value, 1);
    // H = ln 4 - 3/4 ln 3, and sum p ln^2 p - H^2 = 3/16 ln^2 3.
    near(perplexityOf([30, 10]).value, 4 / 3 ** 0.75);
    near(perplexityOf([30, 10]).error, ((4 / 3 ** 0.75) * Math.sqrt(3 / 16) * Math.log(3)) / Math.sqrt(40));
    assert.deepEqual(perplexityOf([0, 0]), { value: 1, error: 0 });
  });
});
