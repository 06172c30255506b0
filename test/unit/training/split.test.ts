import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ColumnValues } from '../../../src/protocol/data';
import { splitData, splitExamples } from '../../../src/training/split';

describe('splitExamples', () => {
  it('puts every example into one part, and leaves one to train on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.nat(),
        (n, share, seed) => {
          const { training, validation } = splitExamples(n, share, seed);
          assert.ok(training.length >= 1);
          assert.deepEqual(
            [...training, ...validation].sort((a, b) => a - b),
            Array.from({ length: n }, (_, i) => i),
          );
        },
      ),
    );
  });

  it('holds out the share, the same for the same seed', () => {
    const split = splitExamples(1000, 0.1, 7);
    assert.equal(split.validation.length, 100);
    assert.deepEqual(splitExamples(1000, 0.1, 7), split);
    assert.notDeepEqual(splitExamples(1000, 0.1, 8), split);
  });
});

const column = (name: string, role: 'label' | 'id', categories: string[], codes: readonly number[]): ColumnValues => ({
  name,
  role,
  type: 'category',
  categories,
  values: Float32Array.from(codes),
});

describe('splitData', () => {
  const share = { validationSplit: 0.2, seed: 3 };

  it('takes the parts that a column names, in its usual spellings, and keeps rows to test with out of both', () => {
    const codes = [0, 1, 2, 3, 4, Number.NaN, 1, 5];
    const given = column('set', 'id', ['Train', 'val', 'TEST', 'dev', 'training', 'valid'], codes);
    const split = splitData({ examples: 8 }, [given], { ...share, validation: { column: 'set' } });
    assert.deepEqual([...split.training], [0, 4, 5]);
    assert.deepEqual([...split.validation], [1, 3, 6, 7]);
    assert.deepEqual([...(split.test ?? [])], [2]);
  });

  it('refuses a column without rows to train on', () => {
    const given = column('set', 'id', ['val'], [0, 0]);
    const settings = { ...share, validation: { column: 'set' } };
    assert.throws(() => splitData({ examples: 2 }, [given], settings), { code: 'training.split-without-training' });
  });

  it('refuses a column that says something else of a row', () => {
    const given = column('set', 'id', ['train', 'holdout'], [0, 1]);
    const settings = { ...share, validation: { column: 'set' } };
    assert.throws(() => splitData({ examples: 2 }, [given], settings), { code: 'training.split-unknown-value' });
  });

  it('holds out each label by its share, and as many in all as otherwise', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 300 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.nat(),
        (codes, validationSplit, seed) => {
          const label = column('kind', 'label', ['a', 'b', 'c', 'd', 'e'], codes);
          const settings = { validationSplit, seed, validation: { stratified: true } };
          const { training, validation } = splitData({ examples: codes.length }, [label], settings);
          const held = splitExamples(codes.length, validationSplit, seed).validation.length;
          assert.equal(validation.length, held);
          assert.deepEqual(
            [...training, ...validation].sort((a, b) => a - b),
            codes.map((_, i) => i),
          );
          for (const code of new Set(codes)) {
            const all = codes.filter((own) => own === code).length;
            const out = validation.filter((index) => codes[index] === code).length;
            assert.ok(Math.abs(out - (all * held) / codes.length) < 1, `${out} of ${all}`);
          }
        },
      ),
    );
  });

  it('is the share of all where nothing else is said', () => {
    const label = column('kind', 'label', ['a', 'b'], [0, 1, 0, 0, 0, 1, 0, 0, 0, 0]);
    assert.deepEqual(splitData({ examples: 10 }, [label], share), splitExamples(10, 0.2, 3));
  });
});
